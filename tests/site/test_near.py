"""Suggestions for mistyped names."""

from __future__ import annotations

import time

from devserver.site.near import Names

NAMES = Names(["index.md", "guide/setup.md", "guide/intro.md", "api/setup.md", "img/logo.svg"])


def test_same_name_in_another_folder_comes_first() -> None:
    assert NAMES.nearest("api/intro.md") == "guide/intro.md"
    assert NAMES.nearest("guid/setup.md") == "guide/setup.md"


def test_mistyped_name_is_found() -> None:
    assert NAMES.nearest("guide/stup.md") == "guide/setup.md"
    assert NAMES.nearest("img/Logo.svg") == "img/logo.svg"


def test_name_like_no_other_finds_nothing() -> None:
    assert NAMES.nearest("changelog/2024") is None
    assert Names([]).nearest("x") is None


def test_suggestion_among_ten_thousand_takes_milliseconds() -> None:
    names = Names([f"section-{i % 100}/page-number-{i}.md" for i in range(10_000)])
    assert names.nearest("section-5/page-numbr-4205.md") == "section-5/page-number-4205.md"
    started = time.perf_counter()
    for i in range(20):
        names.nearest(f"section-5/pag-number-{i * 37}.md")
    assert time.perf_counter() - started < 2


def test_suggestion_for_a_very_long_name_takes_milliseconds() -> None:
    names = Names([f"section-{i % 50}/page-{i}-letters/" for i in range(3_000)])
    started = time.perf_counter()
    for wanted in ("letters-" * 4_000, "page-1-" * 4_000, "/x" * 4_000):
        names.nearest(wanted)
        names.nearest_few(wanted, 5)
    assert time.perf_counter() - started < 2


def test_suggestion_among_thousands_of_one_name_takes_milliseconds() -> None:
    names = Names([f"section-{i % 50}/part-{i}/index.md" for i in range(5_000)])
    assert names.nearest("section-7/part-2007/deeper/index.md") == "section-7/part-2007/index.md"
    started = time.perf_counter()
    for i in range(100):
        names.nearest(f"part-{i}/index.md")
    assert time.perf_counter() - started < 2
