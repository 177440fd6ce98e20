"""A heading takes its links along, and a label its uses."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devserver.build.linking import leads
from devserver.language.library import Library
from devserver.language.renaming import RenameError, renamable, renamed
from devserver.model import Job, SourcePath
from devserver.site.links import check_anchor
from devserver.site.markdown import convert
from devserver.site.renaming import Edit
from tests.language.sites import Site


def after(site: Site, name: str) -> Site:
    """Rename what is at the cursor."""
    site.apply(renamed(site.library, *site.here, name))
    return site


PAGES = {
    "tea.md": "# Tea\n\n## ▸Hot water ##\n\n[below](#hot-water)\n\n## Cold {#iced}\n",
    "index.md": "[a](tea.md#hot-water) [b](tea.md#iced)\n\n[c]: tea/#hot-water 'title'\n",
    "deep/x.md": '<a href="../tea.md#hot-water">x</a> `[x](../tea.md#hot-water)`\n',
}


def test_every_link_to_a_heading_follows(tmp_path: Path) -> None:
    site = after(Site(tmp_path, PAGES), "Boiling *water*!")
    assert site.text("tea.md").startswith(
        "# Tea\n\n## Boiling *water*! ##\n\n[below](#boiling-water)\n"
    )
    assert site.text("index.md") == (
        "[a](tea.md#boiling-water) [b](tea.md#iced)\n\n[c]: tea/#boiling-water 'title'\n"
    )
    assert site.text("deep/x.md") == (
        '<a href="../tea.md#boiling-water">x</a> `[x](../tea.md#hot-water)`\n'
    )


def test_an_id_that_is_said_outright_stays(tmp_path: Path) -> None:
    pages = {**PAGES, "tea.md": PAGES["tea.md"].replace("▸", "").replace("Cold", "▸Cold")}
    site = Site(tmp_path, pages)
    assert renamed(site.library, *site.here, "Ice") == (Edit(site.path, 7, 4, "Cold", "Ice"),)


def test_headings_of_the_same_name_are_numbered_anew(tmp_path: Path) -> None:
    text = "## ▸A\n\n## A\n\n## A\n\n[1](#a) [2](#a-1) [3](#a-2)\n"
    site = after(Site(tmp_path, {"x.md": text, "y.md": "[3](x.md#a-2)\n"}), "B")
    assert site.text("x.md") == "## B\n\n## A\n\n## A\n\n[1](#b) [2](#a) [3](#a-1)\n"
    assert site.text("y.md") == "[3](x.md#a-1)\n"


def test_an_underlined_heading_and_one_in_a_list_are_headings_too(tmp_path: Path) -> None:
    site = after(Site(tmp_path, {"x.md": "Old ▸title\n===\n\n[x](#old-title)\n"}), "New")
    assert site.text("x.md") == "New\n===\n\n[x](#new)\n"
    site = after(Site(tmp_path / "2", {"x.md": "- ## Old▸\n\n[x](#old)\n"}), "New")
    assert site.text("x.md") == "- ## New\n\n[x](#new)\n"


def test_a_heading_of_an_included_file_is_renamed_for_every_page_that_shows_it(
    tmp_path: Path,
) -> None:
    include = '--8<-- "part.txt"\n'
    pages = {
        "part.txt": "## ▸Shared\n\n[up](#shared)\n",
        "a.md": include,
        "b.md": f"## Shared\n\n{include}",
        "c.md": "[1](a.md#shared) [2](b.md#shared) [3](b.md#shared-1)\n",
    }
    site = after(Site(tmp_path, pages), "Common")
    assert site.text("part.txt").startswith("## Common\n")
    assert site.text("c.md") == "[1](a.md#common) [2](b.md#shared) [3](b.md#common)\n"


def test_letters_are_written_as_the_author_writes_them(tmp_path: Path) -> None:
    pages = {"x.md": "# ▸Thé\n", "y.md": "[a](x.md#thé) [b](x.md#th%C3%A9)\n"}
    site = after(Site(tmp_path, pages), "Café")
    assert site.text("y.md") == "[a](x.md#café) [b](x.md#caf%C3%A9)\n"


def test_links_by_name_say_the_title(tmp_path: Path) -> None:
    pages = {
        "devserver.toml": '[markdown]\nextensions = ["obsidian"]\n',
        "docs/tea.md": "# Tea\n\n## ▸Hot\n",
        "docs/x.md": "[[tea#Hot|it]] and [[tea#Hot]]\n",
    }
    site = after(Site(tmp_path, pages), "Very *hot*")
    assert site.text("docs/x.md") == "[[tea#Very hot|it]] and [[tea#Very hot]]\n"


def test_a_project_of_mkdocs_has_its_own_anchors(tmp_path: Path) -> None:
    pages = {
        "mkdocs.yml": "site_name: x\nmarkdown_extensions: [{toc: {separator: _}}]\n",
        "docs/index.md": "# A\n\n## ▸One thing\n\n[x](#one_thing)\n",
    }
    site = after(Site(tmp_path, pages), "Two things")
    assert site.text("docs/index.md") == "# A\n\n## Two things\n\n[x](#two_things)\n"


def test_unsaved_texts_count(tmp_path: Path) -> None:
    site = Site(tmp_path, {"a.md": "# A\n", "b.md": "[old](a.md#a)\n"})
    site.cover(a="# A\n\n## ▸New\n", b="\n[x](a.md#new)\n")
    edits = renamed(site.library, *site.here, "Newer")
    assert [(e.path, e.line, e.column, e.new) for e in edits] == [
        ("a.md", 3, 4, "Newer"),
        ("b.md", 2, 10, "newer"),
    ]


@pytest.mark.parametrize(
    ("text", "name", "becomes"),
    [
        ("[a][▸l], [L][], [l]\n\n[l]: x.png\n", "m", "[a][m], [L][m], [l][m]\n\n[m]: x.png\n"),
        ("[a][l]\n\n[▸l]: x.png\n", "M n", "[a][M n]\n\n[M n]: x.png\n"),
        ("a[^▸1] `[^1]`\n\n[^1]: note\n", "2", "a[^2] `[^1]`\n\n[^2]: note\n"),
        ("a[^▸1]\n\n[^1]: note\n", "^n", "a[^n]\n\n[^n]: note\n"),
        ("![▸l]\n\n[l]: x.png\n", "m", "![l][m]\n\n[m]: x.png\n"),
        ("[a][▸l], [l]\n\n[l]: x.png\n", "L", "[a][L], [l]\n\n[L]: x.png\n"),
    ],
)
def test_a_label_is_renamed_in_its_file(tmp_path: Path, text: str, name: str, becomes: str) -> None:
    assert after(Site(tmp_path, {"x.md": text, "x.png": ""}), name).text("x.md") == becomes


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        ("# ▸A\n", " ", "one line"),
        ("# ▸A\n", "a\nb", "one line"),
        ("# ▸A\n", "#", "no heading"),
        ("some ▸text\n", "x", "only headings"),
        ("[a](▸b.md)\n", "x", "only headings"),
        ("[a][▸l]\n\n[l]: x\n[m]: y\n", "M", "defined already"),
        ("[a][▸l]\n\n[l]: x\n", "a]b", "no brackets"),
    ],
)
def test_what_cannot_be_is_said(tmp_path: Path, text: str, name: str, why: str) -> None:
    site = Site(tmp_path, {"x.md": text})
    with pytest.raises(RenameError, match=why):
        renamed(site.library, *site.here, name)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("## A ▸title {: #x } \n", "A title"),
        ("[a][▸Label]\n\n[label]: x\n", "Label"),
        ("a[^▸1]\n\n[^1]: x\n", "1"),
        ("te▸xt\n", None),
        ("[▸a](b.md)\n", None),
    ],
)
def test_what_can_be_renamed_is_shown_before(tmp_path: Path, text: str, found: str | None) -> None:
    site = Site(tmp_path, {"x.md": text})
    there = renamable(site.library, *site.here)
    assert (there.name if there else None) == found
    if there:
        assert site.shown(there.span).endswith(f":{found}")


# ---------------------------------------------------------------- whatever is renamed

TITLES = ("Tea", "Hot tea", "Tea & *cup*", "Tea 1", "`tea`", "Tea {#own}", "1. Thé")
WAYS = ("[x]({} 'title')", "[x]: {}", '<a href="{}">x</a>')


@st.composite
def _sites(draw: st.DrawFn) -> dict[str, str]:
    """Draw two pages with like headings, and links to what those may be called."""
    files = {}
    for name in ("a.md", "sub/b.md"):
        blocks = [
            draw(st.sampled_from(("## {}", "{}\n---", "> ## {}", "# {} {{#own}}"))).format(title)
            for title in draw(st.lists(st.sampled_from(TITLES), min_size=1, max_size=4))
        ]
        for _ in range(draw(st.integers(0, 5))):
            target = draw(st.sampled_from(("", "../a.md", "a.md", "b.md", "/sub/b.md")))
            anchor = draw(st.sampled_from(("tea", "hot-tea", "tea-1", "tea-2", "tea--cup", "own")))
            # What HTML says of an anchor of its own page, headings' links to themselves say too.
            ways = WAYS if target else WAYS[:2]
            blocks.append(draw(st.sampled_from(ways)).format(f"{target}#{anchor}"))
        files[name] = "\n\n".join(draw(st.permutations(blocks))) + "\n\n[r]: #own\n"
    return files


def _led(site: Site) -> tuple[list[int], int]:
    """Say to which heading of its page each link leads, by the real thing; and the problems."""
    library = site.library
    made = {path: convert(_job(library, path)) for path in sorted(library.cards)}
    led, problems = [], 0
    for path, document in made.items():
        problems += len(document.problems)
        for link, to in leads(document, library.url(path), library.related.targets):
            ids = [heading.id for heading in made[to.page].headings] if to.page else []
            led.append(ids.index(to.anchor) if to.anchor in ids else -1)
            problems += to.problem is not None
            there = made[to.page].anchors if to.page else ()
            problems += check_anchor(link, to, there) is not None
    return led, problems


def _job(library: Library, path: SourcePath) -> Job:
    return Job(path, library.whole(path).expanded, library.dialect)


@settings(max_examples=60, deadline=None)
@given(_sites(), st.integers(0, 3), st.sampled_from(TITLES))
def test_every_link_leads_to_the_heading_that_it_led_to(
    files: dict[str, str], number: int, title: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder), files)
        # An underlined “1. Thé” is none.
        headings = [h for h in site.library.headings(SourcePath("a.md")) if h.anchor]
        if not headings:
            return
        before, wrong = _led(site)
        span = headings[number % len(headings)].span
        try:
            site.apply(renamed(site.library, span.path, span.line, span.column, title))
        except RenameError:
            return
        after, still_wrong = _led(Site(Path(folder), {}))
        # A link that led nowhere may lead somewhere now.
        assert [new for old, new in zip(before, after, strict=True) if old >= 0] == [
            old for old in before if old >= 0
        ]
        assert still_wrong <= wrong
