"""Problems of pages come and go with whatever causes them, on whichever page that is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.workbench import Workbench

Make = Callable[[dict[str, str]], Workbench]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    benches: list[Workbench] = []

    def made(files: dict[str, str]) -> Workbench:
        benches.append(Workbench(tmp_path, files))
        return benches[-1]

    yield made
    for bench in benches:
        bench.stop()


def codes(bench: Workbench) -> set[tuple[str, str]]:
    """Build everything, and give each problem's code with its file."""
    return {(problem.code, problem.path) for problem in bench.whole().problems}


def test_a_link_to_a_heading_is_judged_again_when_the_other_page_changes(make: Make) -> None:
    files = {"docs/index.md": "# Home\n\n[there](a.md#part)\n", "docs/a.md": "# A\n\n## Part\n"}
    bench = make(files)
    assert codes(bench) == set()
    bench.save("docs/a.md", "# A\n\n## Other\n")
    assert codes(bench) == {("broken-anchor", "docs/index.md")}
    bench.save("docs/a.md", "# A\n\n## Part\n")
    assert codes(bench) == set()


def test_a_link_is_judged_again_when_its_target_comes_or_goes(make: Make) -> None:
    bench = make({"docs/index.md": "# Home\n\n[a](a.md)\n"})
    assert codes(bench) == {("broken-link", "docs/index.md")}
    bench.save("docs/a.md", "# A\n")
    assert codes(bench) == set()
    bench.remove("docs/a.md")
    assert codes(bench) == {("broken-link", "docs/index.md")}


def test_a_missing_extension_is_told_once_where_it_is_asked_for(make: Make) -> None:
    asked = '[markdown]\nextensions = ["no_such_extension"]\n'
    files = {"devserver.toml": asked, "docs/index.md": "# Home\n", "docs/a.md": "# A\n"}
    assert codes(make(files)) == {("extension", "devserver.toml")}


def test_a_page_that_nobody_comes_to_is_an_orphan_until_a_link_leads_there(make: Make) -> None:
    hidden = "---\nnav: false\n---\n# Hidden\n\n[myself](hidden.md)\n"
    bench = make({"docs/index.md": "# Home\n", "docs/a.md": "# A\n", "docs/hidden.md": hidden})
    assert codes(bench) == {("orphan", "docs/hidden.md")}
    bench.save("docs/a.md", "# A\n\n[there](hidden.md)\n")
    assert codes(bench) == set()
    bench.remove("docs/a.md")
    assert codes(bench) == {("orphan", "docs/hidden.md")}
    bench.save("docs/hidden.md", "# Shown\n")
    assert codes(bench) == set()


def test_a_page_outside_a_configured_navigation_is_no_orphan_if_a_link_leads_there(
    make: Make,
) -> None:
    files = {
        "devserver.toml": 'nav = ["docs/index.md"]\n',
        "docs/index.md": "# Home\n\n[a](a.md)\n",
        "docs/a.md": "# A\n",
        "docs/b.md": "# B\n",
        "docs/draft.md": "---\ndraft: true\n---\n# Draft\n",
    }
    bench = make(files)
    assert codes(bench) == {
        ("not-in-nav", "docs/a.md"),
        ("not-in-nav", "docs/b.md"),
        ("orphan", "docs/b.md"),
    }
    bench.save("devserver.toml", 'nav = ["docs/index.md", "docs/a.md", "docs/b.md"]\n')
    assert codes(bench) == set()


def test_the_second_check_converts_nothing_and_finds_the_same(make: Make) -> None:
    files = {
        "docs/index.md": "# Home\n\n[a](a.md#x) [gone](gone.md) ![](p.png)\n",
        "docs/a.md": '--8<-- "none.md"\n\n[b][c]\n',
    }
    bench = make(files)
    found = bench.check()
    assert len(found) == 6
    bench.restart()
    bench.ran()
    assert bench.check() == found
    assert {step for step, _ in bench.ran()} <= {"relate"}
