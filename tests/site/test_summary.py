"""The chapters of an mdBook: their order, depth and titles, and what is wrong with them."""

from __future__ import annotations

import pytest

from devserver.model import NavEntry, NavLink, NavPage, NavSection, SourcePath
from devserver.site.summary import read_summary
from devserver.site.tree import Nav

SUMMARY = SourcePath("src/SUMMARY.md")


def read(text: str) -> Nav:
    return read_summary(SUMMARY, text, "src/")


def drawn(entries: tuple[NavEntry, ...] | None, indent: str = "") -> list[str]:
    """Draw a navigation, a line an entry: its number, its title, and what it leads to."""
    lines = []
    for entry in entries or ():
        match entry:
            case NavPage(path=path, title=title, look=look, children=children):
                rule = "--- " if look.ruled else ""
                lines.append(f"{indent}{rule}{look.number}{title} {path.removeprefix('src/')}")
                lines += drawn(children, indent + "  ")
            case NavSection(title=title, look=look, children=children):
                rule = "--- " if look.ruled else ""
                lines.append(f"{indent}{rule}{look.number}{title}")
                lines += drawn(children, indent + "  ")
            case NavLink(title=title, href=href):
                lines.append(f"{indent}{title} -> {href}")
    return lines


def test_chapters_are_numbered_and_nested_as_they_are_indented() -> None:
    nav = read(
        "# Summary\n\n[Preface](preface.md)\n\n- [One](one.md)\n    - [Deep](one/deep.md)\n"
        "        * [Deeper](one/deep/er.md)\n    - [Next](one/next.md)\n2. [Two](./two.md)\n\n"
        "[End](end.md)\n"
    )
    assert drawn(nav.entries) == [
        "Preface preface.md",
        "1.One one.md",
        "  1.1.Deep one/deep.md",
        "    1.1.1.Deeper one/deep/er.md",
        "  1.2.Next one/next.md",
        "2.Two two.md",
        "End end.md",
    ]
    assert nav.problems == ()


def test_parts_hold_what_follows_them_and_numbers_go_on() -> None:
    nav = read("# Summary\n\n# First `part`\n\n- [A](a.md)\n\n# Second\n\n- [B](b.md)\n[Z](z.md)\n")
    assert drawn(nav.entries) == ["First part", "  1.A a.md", "Second", "  2.B b.md", "Z z.md"]
    assert isinstance(nav.entries, tuple)
    assert isinstance(nav.entries[0], NavSection)
    assert nav.entries[0].look.html == "First <code>part</code>"


def test_a_rule_stands_above_what_follows_it_and_a_draft_leads_nowhere() -> None:
    nav = read("- [A](a.md)\n\n---\n\n- [Draft]()\n  - [B](b.md)\n")
    assert drawn(nav.entries) == ["1.A a.md", "--- 2.Draft", "  2.1.B b.md"]


def test_titles_and_targets_are_read_as_markdown() -> None:
    nav = read(
        '- [The `[x]` and *y*](a.md)\n- [B \\] b](<b c.md>)\n- [C](c%20d.md#part "t")\n'
        "- [Site](https://a.example/)\n<!--\n- [Hidden](no.md)\n-->\n"
    )
    assert drawn(nav.entries) == [
        "1.The [x] and y a.md",
        "2.B ] b b c.md",
        "3.C c d.md",
        "Site -> https://a.example/",
    ]
    first = (nav.entries or ())[0]
    assert isinstance(first, NavPage)
    assert first.look.html == "The <code>[x]</code> and <em>y</em>"


def test_a_chapter_knows_where_it_is_named() -> None:
    (entry,) = read("# Summary\n\n- [One](one.md)\n").entries or ()
    assert isinstance(entry, NavPage)
    assert (entry.line, entry.column) == (3, 9)


def test_the_first_page_is_the_home_page() -> None:
    assert read("[Draft]()\n# Part\n- [One](one.md)\n- [Two](two.md)\n").home == "src/one.md"
    assert read("").home is None


def test_what_is_no_chapter_is_told_at_its_line_and_the_rest_holds() -> None:
    nav = read("Any words.\n\n- [A](a.md)\n- loose words\n- [Out](../out.md)\n  - [B](b.md)\n")
    assert drawn(nav.entries) == ["1.A a.md", "2.Out", "  2.1.B b.md"]
    assert [(p.line, p.column, p.code) for p in nav.problems] == [
        (4, 1, "nav-missing-file"),
        (5, 9, "nav-missing-file"),
    ]


def test_chapters_without_end_are_read() -> None:
    text = "\n".join(f"{'  ' * depth}- [{depth}](p.md)" for depth in range(2_000))
    assert len(drawn(read(text).entries)) == 2_000


@pytest.mark.parametrize("line", ["# {}x", "- [{}x", "{}- ["])
def test_lines_without_end_are_passed_over(line: str) -> None:
    assert drawn(read(line.format(" " * 1_000_000) + "\n- [A](a.md)\n").entries) == ["1.A a.md"]
