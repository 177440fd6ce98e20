"""Which steps run for each kind of edit: those that must, and no other."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devserver.sources.files import content_of
from tests.workbench import Workbench

SETUP, USAGE, GUIDE, HOME = "/guide/setup/", "/guide/usage/", "/guide/", "/"
ALL = (HOME, GUIDE, SETUP, USAGE)


def test_body_edit_leaves_other_pages_alone(bench: Workbench) -> None:
    bench.save("docs/guide/usage.md", "# Usage\n\nMore words.\n")
    assert "More words." in bench.build(*ALL)[USAGE]
    assert bench.ran() == [
        ("outline", "docs/guide/usage.md"),
        ("parse", "docs/guide/usage.md"),
        ("render", USAGE),
    ]


def test_title_edit_reaches_every_page_that_shows_the_title(bench: Workbench) -> None:
    bench.save("docs/guide/usage.md", "# Using it\n")
    assert all("Using it" in html for html in bench.build(*ALL).values())
    assert sorted(bench.ran()) == [
        ("outline", "docs/guide/usage.md"),
        ("parse", "docs/guide/usage.md"),
        *(("render", url) for url in sorted(ALL)),
    ]


def test_title_edit_renders_only_what_somebody_looks_at(bench: Workbench) -> None:
    bench.save("docs/guide/usage.md", "# Using it\n")
    assert "Using it" in bench.build(HOME)[HOME]
    assert bench.ran() == [("outline", "docs/guide/usage.md"), ("render", HOME)]


@pytest.mark.parametrize(
    ("front", "steps"),
    [
        pytest.param("order: 1", {"outline", "relate", "parse", "render"}, id="order"),
        pytest.param("nav: false", {"outline", "relate", "parse", "render"}, id="nav"),
        pytest.param("draft: true", {"outline", "relate", "parse", "render"}, id="draft"),
        pytest.param("template: plain.html", {"outline", "parse", "render"}, id="template"),
        pytest.param("tags: [a]", {"outline", "parse", "render"}, id="tags"),
        pytest.param("mood: glad", {"outline", "parse", "render"}, id="anything else"),
    ],
)
def test_front_matter_relates_pages_anew_only_if_it_moves_one(
    bench: Workbench, front: str, steps: set[str]
) -> None:
    bench.save("docs/guide/usage.md", f"---\n{front}\n---\n# Usage\n")
    bench.build(USAGE)
    ran = bench.ran()
    assert {step for step, _ in ran} == steps
    assert {subject for step, subject in ran if step != "relate"} <= {"docs/guide/usage.md", USAGE}


def test_include_edit_parses_the_pages_that_include_it(bench: Workbench) -> None:
    bench.save("snippets/note.md", "Take good note.\n")
    assert "Take good note." in bench.build(*ALL)[SETUP]
    assert bench.ran() == [
        ("expand", "docs/guide/setup.md"),
        ("parse", "docs/guide/setup.md"),
        ("render", SETUP),
    ]


def test_include_inside_an_include_counts_too(bench: Workbench) -> None:
    bench.save("snippets/deep.md", "Deeper still.\n")
    assert "Deeper still." in bench.build(*ALL)[SETUP]
    assert [step for step, _ in bench.ran()] == ["expand", "parse", "render"]


def test_missing_include_heals_when_it_appears(bench: Workbench) -> None:
    bench.save("docs/guide/usage.md", '# Usage\n\n--8<-- "snippets/late.md"\n')
    assert [p.code for p in bench.whole().problems if p.path == "docs/guide/usage.md"] == [
        "missing-include"
    ]
    bench.ran()
    bench.save("snippets/late.md", "Better late.\n")
    assert "Better late." in bench.build(*ALL)[USAGE]
    assert [step for step, _ in bench.ran()] == ["expand", "parse", "render"]
    assert not [p for p in bench.whole().problems if p.code == "missing-include"]


def test_folder_of_includes_that_is_renamed_is_noticed(bench: Workbench) -> None:
    bench.rename("snippets", "parts")
    assert "Take note." not in bench.build(*ALL)[SETUP]
    assert [step for step, _ in bench.ran()] == ["expand", "parse", "render"]


def test_template_edit_renders_the_pages_that_use_it(bench: Workbench) -> None:
    bench.save("docs/guide/usage.md", "---\ntemplate: plain.html\n---\n# Usage\n")
    bench.whole()
    bench.ran()
    bench.save("theme/plain.html", "<b>{{ page.title }}</b>")
    assert bench.build(*ALL)[USAGE] == "<b>Usage</b>"
    assert bench.ran() == [("render", USAGE)]


def test_partial_edit_renders_the_pages_that_reach_it(bench: Workbench) -> None:
    bench.save("docs/guide/usage.md", "---\ntemplate: plain.html\n---\n# Usage\n")
    bench.whole()
    bench.ran()
    bench.save("theme/partials/foot.html", "<p>toe</p>")
    assert bench.build(*ALL)[USAGE] == "<p>Usage</p><p>toe</p>"
    assert bench.ran() == [("render", USAGE)]


def test_template_laid_over_a_built_in_one_renders_everything(bench: Workbench) -> None:
    bench.save("theme/partials/crumbs.html", "<p>crumbs</p>")
    bench.build(*ALL)
    assert sorted(bench.ran()) == [("render", url) for url in sorted(ALL)]


@pytest.mark.parametrize("path", ["docs/extra.css", "theme/static/own.css"])
def test_stylesheet_edit_runs_nothing(bench: Workbench, path: str) -> None:
    bench.save(path, "p { color: teal }\n")
    assert bench.take() is not None
    bench.build(*ALL)
    assert bench.ran() == []


def test_configuration_edit_renders_and_converts_nothing_anew(bench: Workbench) -> None:
    bench.save("devserver.toml", 'title = "Manual"\ntemplates = "theme"\n')
    assert all("Manual" in html for html in bench.build(*ALL).values())
    assert sorted(bench.ran()) == [("relate", ""), *(("render", url) for url in sorted(ALL))]


def test_other_extensions_convert_everything_anew(bench: Workbench) -> None:
    bench.save("devserver.toml", '[markdown]\nextensions = ["smarty"]\n')
    bench.build(USAGE)
    assert bench.ran() == [
        ("relate", ""),
        ("parse", "docs/guide/usage.md"),
        ("render", USAGE),
    ]


def test_new_page_is_the_only_one_that_is_read(bench: Workbench) -> None:
    bench.save("docs/guide/new.md", "# New\n")
    bench.build(USAGE, "/guide/new/")
    assert sorted(bench.ran()) == [
        ("outline", "docs/guide/new.md"),
        ("parse", "docs/guide/new.md"),
        ("relate", ""),
        ("render", "/guide/new/"),
        ("render", USAGE),
    ]


def test_deleted_page_is_gone_from_the_others(bench: Workbench) -> None:
    bench.remove("docs/guide/usage.md")
    assert "Usage" not in bench.build(SETUP)[SETUP]
    assert bench.ran() == [("relate", ""), ("render", SETUP)]


def test_renamed_folder_moves_its_pages(bench: Workbench) -> None:
    bench.rename("docs/guide", "docs/manual")
    built = bench.build("/manual/setup/", SETUP)
    assert list(built) == ["/manual/setup/"]
    assert sorted(bench.ran()) == [
        ("expand", "docs/manual/setup.md"),
        ("outline", "docs/manual/index.md"),
        ("outline", "docs/manual/setup.md"),
        ("outline", "docs/manual/usage.md"),
        ("parse", "docs/manual/setup.md"),
        ("relate", ""),
        ("render", "/manual/setup/"),
    ]


@pytest.mark.parametrize(
    "path", ["docs/guide/usage.md", "snippets/note.md", "theme/plain.html", "docs/guide"]
)
def test_touch_without_change_runs_nothing(bench: Workbench, path: str) -> None:
    bench.touch(path)
    assert bench.take() is None
    assert bench.ran() == []


def test_edit_undone_before_anybody_looked_runs_nothing(bench: Workbench) -> None:
    bench.save("docs/guide/usage.md", "# Something else\n")
    bench.save("docs/guide/usage.md", "# Usage\n")
    assert bench.take() is None


def test_edit_undone_gives_the_page_as_it_was(bench: Workbench) -> None:
    before = bench.build(*ALL)
    bench.save("docs/guide/usage.md", "# Usage\n\nMore words.\n")
    bench.build(*ALL)
    bench.ran()
    bench.save("docs/guide/usage.md", "# Usage\n")
    assert bench.build(*ALL) == before
    assert [step for step, _ in bench.ran()] == ["outline", "parse", "render"]


def test_image_that_appears_mends_its_page_without_converting_it(bench: Workbench) -> None:
    assert [p.code for p in bench.whole().problems] == ["missing-image"]
    bench.save("docs/plan.png", "png")
    bench.build(*ALL)
    assert {step for step, _ in bench.ran()} <= {"relate", "render"}
    assert bench.whole().problems == frozenset()


@pytest.mark.parametrize("name", ["index.html", "a\\b.png"])
def test_file_that_could_not_be_published_is_forgotten_once_it_is_gone(
    bench: Workbench, name: str
) -> None:
    before = bench.whole().problems
    bench.save(f"docs/guide/{name}", "")
    assert len(bench.whole().problems) == len(before) + 1
    bench.remove(f"docs/guide/{name}")
    assert bench.whole().problems == before


def test_page_that_fails_to_render_is_tried_again_only_for_a_reason(bench: Workbench) -> None:
    before = bench.build(USAGE)
    bench.save("theme/page.html", "{{ 1 / 0 }}")
    assert bench.build(USAGE) == before
    assert bench.ran() == [("render", USAGE)]
    bench.build(USAGE)
    assert bench.ran() == []
    assert [p.path for p in bench.whole().problems if p.code == "template"] == ["theme/page.html"]
    bench.remove("theme/page.html")
    assert bench.build(USAGE) == before
    assert not [p for p in bench.whole().problems if p.code == "template"]


def test_first_start_reads_each_page_once_and_the_next_reads_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def content(absolute: str) -> tuple[bytes, os.stat_result]:
        read.append(absolute)
        return content_of(absolute)

    monkeypatch.setattr("devserver.sources.contents.content_of", content)
    for n in range(600):
        page = tmp_path / f"project/docs/{n}.md"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"# Page {n}\n", encoding="utf-8")
        os.utime(page, (1e9, 1e9))
    clock = time.time_ns() + 10**10
    monkeypatch.setattr(time, "time_ns", lambda: clock)
    bench = Workbench(tmp_path, {})
    assert len(read) == len(set(read)) == 600
    assert bench.ran()[-1] == ("relate", "")
    bench.restart()
    assert len(read) == 600
    assert bench.ran() == [("relate", "")]
    bench.store.close()


def test_one_of_a_thousand_pages_costs_one_page(tmp_path: Path) -> None:
    pages = {f"docs/{n // 50}/{n}.md": f"# Page {n}\n" for n in range(1000)}
    bench = Workbench(tmp_path, pages)
    bench.build("/0/1/")
    bench.ran()
    bench.save("docs/0/1.md", "# Page 1\n\nMore words.\n")
    bench.build("/0/1/")
    assert bench.ran() == [
        ("outline", "docs/0/1.md"),
        ("parse", "docs/0/1.md"),
        ("render", "/0/1/"),
    ]
    bench.save("docs/0/2.md", "# Renamed\n")
    assert "Renamed" in bench.build("/0/1/")["/0/1/"]
    assert bench.ran() == [("outline", "docs/0/2.md"), ("render", "/0/1/")]
    bench.store.close()


# ---------------------------------------------------------------- a book

BOOK = {
    "book.toml": "",
    "src/SUMMARY.md": "# Summary\n\n- [The *first*](one.md)\n  - [Two](two.md)\n",
    "src/one.md": "# One\n\n{{#include ../code/a.rs:x}}\n\n[two](two.html#two)\n",
    "src/two.md": "# Two\n",
    "src/three.md": "# Three\n",
    "code/a.rs": "// ANCHOR: x\nlet a = 1;\n// ANCHOR_END: x\n",
}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Workbench]:
    made = Workbench(tmp_path, BOOK)
    made.remove("devserver.toml")
    made.restart()
    yield made
    made.store.close()


def test_a_book_has_the_pages_and_titles_of_its_summary(book: Workbench) -> None:
    home = book.build("/")["/"]
    assert "let a = 1;" in home
    assert '<a href="two/#two">' in home
    assert '<span class="number">1.</span> The <em>first</em></a>' in home
    assert "/SUMMARY/" not in book.whole().pages
    assert {p.code for p in book.check()} == {"not-in-nav", "orphan"}


def test_an_edit_of_the_summary_is_one_of_the_navigation(book: Workbench) -> None:
    book.whole()
    book.ran()
    book.save("src/SUMMARY.md", "[Three](three.md)\n- [One](one.md)\n- [Gone](tow.md)\n")
    assert "Three" in book.build("/")["/"]
    assert ("relate", "") in book.ran()
    (missing,) = (p for p in book.check() if p.code == "nav-missing-file")
    assert missing.where() == "src/SUMMARY.md:3:10"
    assert missing.message == "there is no page “tow.md”, did you mean “two.md”?"
    book.remove("src/SUMMARY.md")
    (gone,) = (p for p in book.check() if p.code == "nav-missing-file")
    assert gone.where() == "book.toml:1:1"
    assert book.whole() == book.built_anew()


def test_an_edit_of_included_code_is_one_of_its_page(book: Workbench) -> None:
    book.build("/")
    book.ran()
    book.save("code/a.rs", "// ANCHOR: x\nlet a = 2;\n// ANCHOR_END: x\n")
    assert "let a = 2;" in book.build("/")["/"]
    assert book.ran() == [("expand", "src/one.md"), ("parse", "src/one.md"), ("render", "/")]
