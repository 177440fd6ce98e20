"""A problem with one near match comes with the correction."""

from __future__ import annotations

from pathlib import Path

import pytest

from devserver.language.fixes import fix
from devserver.model import Problem
from tests.language.sites import Site

PAGES = {
    "guide/brewing.md": "# Brewing\n\n## Green tea\n",
    "guide/cup.png": "",
    "part.txt": "x\n",
}


def problem(site: Site, code: str, message: str = "") -> Problem:
    """Make a problem at the cursor."""
    return Problem(*site.here, "error", code, message)


@pytest.mark.parametrize(
    ("code", "text", "becomes"),
    [
        ("broken-link", "[a](▸guide/brewin.md#x 't')", "[a](guide/brewing.md#x 't')"),
        ("broken-link", "[a](<▸guide/brewin.md>)", "[a](<guide/brewing.md>)"),
        ("broken-link", "[a](▸/guide/brewin.md)", "[a](/guide/brewing.md)"),
        ("broken-link", "[a](▸brewing.md)", "[a](guide/brewing.md)"),
        ("broken-link", "<a href='▸brewing.md'>a</a>", "<a href='guide/brewing.md'>a</a>"),
        ("broken-link", "[a][l]\n\n[l]: ▸brewing.md\n", "[a][l]\n\n[l]: guide/brewing.md\n"),
        ("broken-link", "[a](▸nothing-like-it.md)", None),
        ("broken-link", "[a](▸guide/brewing.md)", None),
        ("missing-image", "![a](▸cup.png)", "![a](guide/cup.png)"),
        ("broken-anchor", "[a](guide/brewing.md▸#Green-tea)", "[a](guide/brewing.md#green-tea)"),
        ("broken-anchor", "[a](▸#herr)\n\n# Here\n", "[a](#here)\n\n# Here\n"),
        ("broken-anchor", "[a](guide/brewing.md▸#something)", None),
        ("broken-anchor", "[a](guide/brewing.md▸#green-tea)", None),
        ("undefined-reference", "[a][▸labl]\n\n[label]: x\n", "[a][label]\n\n[label]: x\n"),
        ("undefined-reference", "[labl▸][]\n\n[label]: x\n", "[label][]\n\n[label]: x\n"),
        ("undefined-reference", "a[^▸note]\n\n[^notes]: x\n", "a[^notes]\n\n[^notes]: x\n"),
        ("undefined-reference", "[a][▸other]\n\n[label]: x\n", None),
        ("missing-include", '--8<-- "▸prt.txt"\n', '--8<-- "part.txt"\n'),
        ("missing-include", '--8<-- "▸zzz.txt"\n', None),
        ("duplicate-id", "# ▸A\n", None),
        ("broken-link", "no ▸link at all", None),
    ],
)
def test_what_was_meant_is_written(
    tmp_path: Path, code: str, text: str, becomes: str | None
) -> None:
    site = Site(tmp_path, {**PAGES, "x.md": text})
    found = fix(site.library, problem(site, code))
    assert (found is None) == (becomes is None)
    if found is not None:
        assert found.title == f"Change “{found.edit.old}” to “{found.edit.new}”"
        site.apply([found.edit])
        assert site.text("x.md") == becomes


def test_a_name_is_corrected_as_a_name(tmp_path: Path) -> None:
    pages = {
        "devserver.toml": '[markdown]\nextensions = ["obsidian"]\n',
        "docs/Green tea.md": "# Tea\n",
        "docs/x.md": "[[▸Green te]]\n",
    }
    site = Site(tmp_path, pages)
    found = fix(site.library, problem(site, "broken-link"))
    assert found is not None
    site.apply([found.edit])
    assert site.text("docs/x.md") == "[[Green tea]]\n"


def test_a_name_that_only_the_message_knows_is_corrected_where_it_still_stands(
    tmp_path: Path,
) -> None:
    pages = {**PAGES, "x.md": '▸--8<-- "part.txt:brewin"\n'}
    site = Site(tmp_path, pages)
    message = "there is no section “brewin” in “part.txt”, did you mean “brewing”?"
    found = fix(site.library, problem(site, "missing-include", message))
    assert found is not None
    site.apply([found.edit])
    assert site.text("x.md") == '--8<-- "part.txt:brewing"\n'
    site.library.look([str(tmp_path / "x.md")])
    for code, no_more in (
        ("missing-include", message),
        ("missing-include", message.replace("brewin”", "other”")),
        ("missing-include", "there is no section “brewing”"),
        ("broken-link", message),
    ):
        assert fix(site.library, problem(site, code, no_more)) is None
