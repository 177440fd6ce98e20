"""What is told of a link before it is followed."""

from __future__ import annotations

from pathlib import Path

import pytest

from devserver.language.hover import hover
from tests.language.sites import Site

PAGES = {
    "tea.md": "---\ntitle: All *tea*\n---\n\n# Tea\n\nLeaves\nand water.\n\nMore.\n\n"
    "## Hot\n\nBoil it.\n",
    "under.md": "Under\n===\n\nBelow the line.\n",
    "bare.md": "# Bare\n\n## Nothing\n",
    "cup.png": "x" * 2_345,
    "part.txt": "one\ntwo\n",
}


NO_HOTT = "there is no “#hott” in tea.md, did you mean “#hot”?"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[a](▸tea.md)", "**All tea**\n\n`tea.md`\n\n---\n\nLeaves\nand water."),
        ("[a](▸tea.md#hot)", "**All tea**\n\n`tea.md`\n\n---\n\nBoil it."),
        ("[a](▸tea.md#hott)", f"**All tea**\n\n`tea.md`\n\n{NO_HOTT}"),
        ("[a](▸under.md)", "**Under**\n\n`under.md`\n\n---\n\nBelow the line."),
        ("[a](▸bare.md)", "**Bare**\n\n`bare.md`"),
        ("![a](▸cup.png)", "`cup.png`, 2 KB"),
        ("[a](▸te.md)", "there is no “te.md”, did you mean “tea.md”?"),
        ("[a][▸l]\n\n[l]: bare.md\n", "**Bare**\n\n`bare.md`"),
        ("[a][▸l]\n\n[l]: https://example.org/\n", "https://example.org/"),
        ("[a][▸none]\n", "no link is defined for “[none]”"),
        ("a[^▸1]\n\n[^1]: The note.\n", "The note."),
        ("a[^▸1]\n", "there is no such footnote"),
        ('--8<-- "▸part.txt"', "`part.txt`\n\n~~~~\none\ntwo\n\n~~~~"),
        ('--8<-- "▸none.txt"', "there is no such file"),
        ("# ▸Here\n\n[1](#here) [2](x.md#here)\n", "`x.md#here`, 2 links to it"),
        ("# ▸Here\n\n[1](#here)\n", "`x.md#here`, 1 link to it"),
        ("mere ▸text", None),
    ],
)  # fmt: skip
def test_a_link_tells_what_it_leads_to(tmp_path: Path, text: str, told: str | None) -> None:
    site = Site(tmp_path, {**PAGES, "x.md": text})
    found = hover(site.library, *site.here)
    assert (found.text if found else None) == told
    if found:
        assert found.span.path == "x.md"
        assert found.span.line == site.line
