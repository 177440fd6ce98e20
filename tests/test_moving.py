"""Files that move on a real disk: every link follows, or nothing happens."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devserver.build.linking import leads
from devserver.build.pipeline import document
from devserver.config import ConfigError, load
from devserver.model import Document
from devserver.moving import Moved, move
from devserver.whole_site import WholeSite

PAGES = {
    "docs/index.md": "[Tea](guide/tea.md#hot) ![](cup.png) <a href='guide/tea.md'>it</a>\n",
    "docs/guide/tea.md": "# Tea\n\n[Home](../index.md), [cup][]\n\n[cup]: ../cup.png\n\n## Hot\n",
    "docs/cup.png": "",
}


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def project(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    return folder


def moved(folder: Path, old: str, new: str) -> Moved:
    return move(load(folder, cwd=folder), folder / old, folder / new)


def texts(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes().decode() for path in files}


def test_links_in_and_out_follow_a_page(tmp_path: Path) -> None:
    site = project(tmp_path / "site", {**PAGES, "devserver.toml": 'nav = ["docs/guide/tea.md"]\n'})
    done = moved(site, "docs/guide/tea.md", "docs/tea/green.md")
    assert not done.problems
    assert len(done.edits) == 3
    found = texts(site)
    assert "[Tea](tea/green.md#hot)" in found["docs/index.md"]
    assert "<a href='tea/green.md'>" in found["docs/index.md"]
    assert "[cup]: ../cup.png" in found["docs/tea/green.md"]
    assert found["devserver.toml"] == 'nav = ["docs/tea/green.md"]\n'
    assert set(found) == {"docs/index.md", "docs/tea/green.md", "docs/cup.png", "devserver.toml"}


def test_a_folder_takes_its_pages_along_and_an_existing_one_takes_it_in(tmp_path: Path) -> None:
    site = project(tmp_path / "site", {**PAGES, "docs/old/index.md": "# Old\n"})
    (site / "mkdocs.yml").write_text(
        "nav:\n  - index.md\n  - Tea: guide/tea.md\n  - old/index.md\n"
    )
    done = moved(site, "docs/guide", "docs/old")
    assert not done.problems
    assert "[Home](../../index.md)" in texts(site)["docs/old/guide/tea.md"]
    assert "  - Tea: old/guide/tea.md\n" in texts(site)["mkdocs.yml"]


def test_line_ends_marks_and_rights_stay(tmp_path: Path) -> None:
    page = "\ufeff[a](x.md) [b](x.md)\r\n\r\n[c](x.md)\r\n"
    site = project(tmp_path / "site", {"index.md": page, "x.md": "# X\r\n"})
    (site / "index.md").chmod(0o640)
    assert not moved(site, "x.md", "longer/y.md").problems
    assert texts(site)["index.md"] == page.replace("x.md", "longer/y.md")
    assert (site / "index.md").stat().st_mode & 0o777 == 0o640


def test_what_cannot_follow_is_told_and_what_was_wrong_before_is_not(tmp_path: Path) -> None:
    part = "[to x](x.md)\n"
    page = '# Home\n\n--8<-- "part.txt"\n\n[gone](nowhere.md)\n'
    site = project(tmp_path / "site", {"index.md": page, "part.txt": part, "x.md": "# X\n"})
    (problem,) = moved(site, "x.md", "y.md").problems
    assert (problem.path, problem.line, problem.code) == ("part.txt", 1, "broken-link")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("docs/none.md", "docs/x.md", "there is no .*none.md"),
        ("docs/index.md", "docs/guide/tea.md", "exists already"),
        ("docs/guide", "docs/guide/more", "cannot be moved into itself"),
        ("docs/guide", "elsewhere", "the new place: it is not in the docs folder"),
        ("README.md", "docs/x.md", "cannot be moved: it is not in the docs folder"),
        ("docs", "docs/x", "cannot be moved: it is not in the docs folder"),
        ("docs/guide/tea.md", "docs/index.md/tea.md", "cannot write"),
    ],
)
def test_a_move_that_cannot_be_changes_nothing(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    site = project(tmp_path / "site", {**PAGES, "README.md": "# Read me\n"})
    with pytest.raises(ConfigError, match=message):
        moved(site, old, new)
    assert texts(site) == {**PAGES, "README.md": "# Read me\n"}


# ---------------------------------------------------------------- whatever moves

NAMES = ("index.md", "a.md", "b c.md", "sub/index.md", "sub/a.md", "sub/deep/é.md")
WAYS = ("[x]({})", "![x]({})", "[x][r]\n\n[r]: {}", '<a href="{}">x</a>')


@st.composite
def _sites(draw: st.DrawFn) -> dict[str, str]:
    """Draw pages that link to each other in several manners."""
    files = {}
    for name in NAMES:
        folder = "../" * name.count("/")
        lines = [f"# {name}"]
        for target in draw(st.lists(st.sampled_from(NAMES), max_size=3)):
            start = draw(st.sampled_from((folder, "/", folder or "./")))
            written = (start + target).replace(" ", "%20")
            lines.append(draw(st.sampled_from(WAYS)).format(written))
        files[name] = "\n\n".join(lines) + "\n"
    return files


def _leads(folder: Path) -> dict[str, list[str]]:
    """Say which files the links of each page lead to, in their order."""
    found: dict[str, list[str]] = {}
    with WholeSite(load(folder, cwd=folder), drafts=True) as site:
        site.check()
        related, snapshot = site.builder.related, site.builder.snapshot
        for path in related.outlines:
            made = document(snapshot, path, site.cache)
            assert isinstance(made, Document)
            pairs = leads(made, related.structure.urls[path], related.targets)
            found[path] = [resolved.page or link.target for link, resolved in pairs]
    return found


@settings(max_examples=8, deadline=None)
@given(
    _sites(),
    st.sampled_from((*NAMES, "sub", "sub/deep")),
    st.sampled_from(("new.md", "sub/new.md", "deeper/still/new.md", "d/x (1).md")),
)
def test_every_link_leads_where_it_led(files: dict[str, str], old: str, new: str) -> None:
    if f"{new}/".startswith(f"{old}/"):
        return
    new = new if old.endswith(".md") else new.removesuffix(".md")
    with tempfile.TemporaryDirectory() as folder:
        site = project(Path(folder), files)
        before = _leads(site)
        assert not moved(site, old, new).problems

        def there(path: str) -> str:
            return new + path[len(old) :] if f"{path}/".startswith(f"{old}/") else path

        expected = {there(page): [there(t) for t in leads] for page, leads in before.items()}
        assert _leads(site) == expected
