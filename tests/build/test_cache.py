"""What earlier builds found out is found again, and nothing else is."""

from __future__ import annotations

from pathlib import Path

from devserver.build.cache import Cache
from devserver.build.step import PARSE, Outlined
from devserver.model import Digest, Document, Outline, Page, Source, SourcePath, Stamp, Url, digest
from devserver.store import Store

DOCUMENT = Document(SourcePath("a.md"), ("<p>a</p>",))
KEY = Digest("k1")


def test_a_result_is_recalled_only_for_the_inputs_it_was_made_from() -> None:
    cache = Cache()
    cache.keep(PARSE, "a.md", KEY, DOCUMENT)
    assert cache.recall(PARSE, "a.md", KEY) == DOCUMENT
    assert cache.recall(PARSE, "a.md", Digest("k2")) is None
    assert cache.recall(PARSE, "b.md", KEY) is None


def test_a_result_does_not_hold_when_a_file_looked_up_differs_or_appears() -> None:
    cache = Cache()
    cache.keep(PARSE, "a.md", KEY, DOCUMENT, (("part.md", "d1"), ("gone.md", "")))
    there = {"part.md": "d1"}
    assert cache.holds("a.md", KEY, lambda path: there.get(path, ""))
    assert not cache.holds("a.md", KEY, lambda path: {"part.md": "d2"}.get(path, ""))
    assert not cache.holds("a.md", KEY, lambda _: "d1")
    assert cache.includers == {"part.md": {"a.md"}, "gone.md": {"a.md"}}


def test_results_and_pages_outlive_the_program_once_saved(tmp_path: Path) -> None:
    store = Store(tmp_path, "test")
    cache = Cache(store)
    cache.keep(PARSE, "a.md", KEY, DOCUMENT, (("part.md", "d1"),))
    page = Page(Url("/a/"), digest("html"), "html")
    cache.publish([(page, Digest("made of"))], [])
    assert cache.waiting == 1
    cache.save()
    assert cache.waiting == 0
    store.close()
    again = Store(tmp_path, "test")
    later = Cache(again)
    assert later.recall(PARSE, "a.md", KEY) == DOCUMENT
    assert later.published(Url("/a/")) == (page.version, "made of")
    assert later.includers == {"part.md": {"a.md"}}
    again.close()


def test_outlines_outlive_the_program_until_they_are_read_in_another_way(tmp_path: Path) -> None:
    store = Store(tmp_path, "test")
    cache = Cache(store)
    paths = SourcePath("a.md"), SourcePath("b.md")
    a, b = (Outlined(digest(path), Outline(path, path, path)) for path in paths)
    for made in (a, b):
        cache.keep_outline(KEY, made)
    assert cache.outlines_are_new
    cache.remember([Source(paths[0], Stamp(1, 2, 3, 4), digest("a"))], gone=[paths[1]])
    assert not cache.outlines_are_new
    store.close()
    again = Store(tmp_path, "test")
    assert Cache(again).outlines(KEY) == {"a.md": a}
    assert Cache(again).outlines(Digest("k2")) == {}
    again.close()


def test_a_forgotten_page_is_not_recalled() -> None:
    cache = Cache()
    cache.keep(PARSE, "a.md", KEY, DOCUMENT)
    cache.forget("a.md")
    assert cache.recall(PARSE, "a.md", KEY) is None
    assert not cache.holds("a.md", KEY, lambda _: "")
