"""When the first level of the navigation is tabs, by a rule that is told."""

from __future__ import annotations

import pytest

from devserver.model import NavLook, NavPage, NavSection, SourcePath
from tests.site.sites import structure


def sections(*sizes: int, loose: int = 1) -> list[str]:
    inside = [f"s{s}/{page}.md" for s, size in enumerate(sizes) for page in range(size)]
    return [*(f"p{page}.md" for page in range(loose)), *inside]


@pytest.mark.parametrize(
    ("pages", "tabbed"),
    [
        pytest.param(sections(7, 7, 7), True, id="three large ones"),
        pytest.param(sections(20, 20), False, id="two are not many"),
        pytest.param(sections(20, 20, 3), False, id="a small one does not count"),
        pytest.param(sections(9, 9, 9, 1), True, id="it does no harm"),
        pytest.param(sections(9, 9, 9, loose=6), False, id="too many for a line"),
        pytest.param(sections(loose=100), False, id="no section at all"),
    ],
)
def test_the_first_level_is_tabs_if_there_are_few_and_large_sections(
    pages: list[str], *, tabbed: bool
) -> None:
    assert structure(pages).tabbed is tabbed


def test_numbered_chapters_are_no_tabs() -> None:
    paths = sections(9, 9, 9, loose=0)
    chapters = tuple(
        NavPage(
            SourcePath(f"docs/s{n}/0.md"),
            children=tuple(
                NavPage(SourcePath(f"docs/{path}")) for path in paths if path.startswith(f"s{n}/")
            ),
            look=NavLook(number=f"{n + 1}."),
        )
        for n in range(3)
    )
    assert not structure(paths, nav=chapters).tabbed
    parts = tuple(NavSection(f"Part {n}", (chapter,)) for n, chapter in enumerate(chapters))
    assert structure(paths, nav=parts).tabbed
