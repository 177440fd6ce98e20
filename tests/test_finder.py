"""What is typed finds the page that was meant, first, and no text that is typed ever fails."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devserver.finder import find
from devserver.index_rows import SCHEMA, Entry, Place, Section, packed
from devserver.index_table import put
from devserver.model import Digest, SourcePath, Url
from devserver.words import is_run, words

PAGES = {
    "install": ("Installation", [("", "", "How to get it.", "pip install wombat")]),
    "config": (
        "Configuration",
        [
            ("", "", "Every key of the file.", ""),
            ("cache-dir", "The cache_dir key", "Where results are kept.", 'cache_dir = "x"'),
            ("dotted", "Names", "Such as tool.wombat.sources in C++ or C#.", ""),
        ],
    ),
    "cli": ("Commands", [("opts", "Options", "Use --no-cache to install nothing.", "")]),
    "cooking": ("Crème brûlée", [("", "", "Ça dépend de la crème.", "")]),
    "japanese": ("全文検索", [("", "", "索引と検索機能について。", "")]),
    "about": ("About wombats", [("", "", "The common wombat installs burrows.", "")]),
}
HOSTILE = [
    "*" * 10_000, '"', '""', "'", "NEAR(a b)", "a NEAR/3 b", "a AND", "OR", "NOT x", "title:x",
    "{title}: x", "^x", "-x", "x*", "(", ")", "(a OR", "\0", "a\0b", ".*", "[", "\\", "%", "_",
    "(a+)+$", "\ud800", "a" * 10_000, "漢" * 10_000, '"a' * 5_000, "a b " * 5_000, "\u202e",
]  # fmt: skip


def index(pages: dict[str, tuple[str, list[tuple[str, str, str, str]]]]) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.executescript(SCHEMA)
    for name, (title, sections) in pages.items():
        text = packed([Section(*section) for section in sections])
        place = Place(Url(f"/{name}/"), title)
        put(connection, Entry(SourcePath(f"{name}.md"), place, Digest(""), text))
    return connection


@pytest.fixture(scope="module")
def pages() -> Iterator[sqlite3.Connection]:
    connection = index(PAGES)
    yield connection
    connection.close()


def names(found: list[dict[str, Any]]) -> list[str]:
    return [page["url"].strip("/") for page in found]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("configuration", "config"),
        ("conf", "config"),
        ("c", "config"),
        ("install", "install"),
        ("cache_dir", "config"),
        ("cache dir", "config"),
        ("--no-cache", "cli"),
        ("no-cache", "cli"),
        ("tool.wombat.sources", "config"),
        ("wombat.sources", "config"),
        ("C++", "config"),
        ("c#", "config"),
        ("creme", "cooking"),
        ("CRÈME BRULEE", "cooking"),
        ("検索", "japanese"),
        ("検索機能", "japanese"),
        ("索", "japanese"),
        ("能", "japanese"),
        ("wombats", "about"),
        ("burrows common", "about"),
        ('"common wombat"', "about"),
        ("instalation", "install"),
        ("confguration", "config"),
        ("burows", "about"),
        ("wombat zzzzzz", "about"),
    ],
)
def test_what_is_typed_finds_the_page(pages: sqlite3.Connection, typed: str, first: str) -> None:
    assert names(find(pages, typed))[:1] == [first]


@pytest.mark.parametrize("typed", ["zzzzzzzz", "", "   ", '"wombat common"', "+++"])
def test_what_stands_nowhere_finds_nothing(pages: sqlite3.Connection, typed: str) -> None:
    assert find(pages, typed) == []


def test_a_title_comes_before_a_heading_and_that_before_text_and_code() -> None:
    connection = index({
        "code": ("One", [("", "", "Other.", "wombat")]),
        "text": ("Two", [("", "", "A wombat.", "")]),
        "heading": ("Three", [("w", "The wombat", "Other.", "")]),
        "title": ("Wombat", [("", "", "Other.", "")]),
    })  # fmt: skip
    assert names(find(connection, "wombat")) == ["title", "heading", "text", "code"]
    connection.close()


def test_what_is_written_just_so_comes_first() -> None:
    connection = index({
        "a": ("A", [("", "", "The save of a live page.", "")]),
        "b": ("B", [("", "", "The live save.", "")]),
    })  # fmt: skip
    assert names(find(connection, "live save")) == ["b", "a"]
    connection.close()


def test_a_result_says_which_heading_and_marks_the_words(pages: sqlite3.Connection) -> None:
    (page, *_) = find(pages, "cache_dir")
    assert page["title"] == ["Configuration"]
    assert page["sections"] == [
        {
            "anchor": "cache-dir",
            "heading": ["The ", "cache_dir", " key"],
            "text": ["", "cache_dir", ' = "x"'],
            "code": True,
        }
    ]


@pytest.mark.parametrize("typed", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_query_neither_fails_nor_takes_long(
    pages: sqlite3.Connection, typed: str
) -> None:
    started = time.perf_counter()
    assert len(find(pages, typed)) <= 12
    assert time.perf_counter() - started < 2


def test_what_takes_too_long_is_given_up_and_does_not_fail(
    pages: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devserver.finder._SECONDS", -1.0)
    monkeypatch.setattr("devserver.finder._STEPS", 1)
    assert find(pages, "wombat") == []
    assert find(pages, "instalation wombat") == []
    monkeypatch.undo()
    assert find(pages, "wombat") != []


@settings(deadline=None)
@given(st.text())
def test_any_text_can_be_asked_for(pages: sqlite3.Connection, typed: str) -> None:
    assert len(find(pages, typed)) <= 12


TEXTS = st.text(min_size=1, max_size=200)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, TEXTS, st.data())
def test_every_word_of_a_page_finds_it(
    text: str, code: str, title: str, data: st.DataObject
) -> None:
    connection = index({"page": (title, [("", "", text, code)])})
    found = [word for part in (text, code, title) for word in words(part)]
    for word in data.draw(st.lists(st.sampled_from(found), max_size=3) if found else st.just([])):
        assert names(find(connection, word.folded)) == ["page"]
        if len(word.folded) > 3 and not is_run(word.folded):
            assert names(find(connection, word.folded[:3])) == ["page"]
    connection.close()


LETTERS = "abcdefghijklmnopqrstuvwxyz"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=LETTERS, min_size=6, max_size=20), st.data())
def test_a_long_word_is_found_with_a_mistake_in_it(word: str, data: st.DataObject) -> None:
    connection = index({"page": ("Title", [("", "", f"Some {word} here.", "")])})
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(LETTERS))
    wrong = data.draw(st.sampled_from([
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    ]))  # fmt: skip
    assert names(find(connection, wrong)) == ["page"]
    connection.close()
