"""The server's view of the store: always one whole publication, and never in the way of main."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from devserver.model import Digest, Page, Url, digest
from devserver.reader import Reader
from devserver.store import Store

A = Url("/a/")


def publish(store: Store, *htmls: str) -> None:
    """Publish pages at /a/, /b/ and so on."""
    pages = [Page(Url(f"/{chr(97 + n)}/"), digest(html), html) for n, html in enumerate(htmls)]
    store.publish([(page, Digest("key")) for page in pages])


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "a folder?#", "us")
    yield opened
    opened.close()


@pytest.fixture
def reader(store: Store) -> Iterator[Reader]:
    opened = Reader(str(store.path))
    yield opened
    opened.close()


def test_a_publication_is_seen_at_once(store: Store, reader: Reader) -> None:
    assert reader.page(A) is None
    for html in ("one", "two"):
        publish(store, html)
        page = reader.page(A)
        assert page is not None
        assert (page.html, page.version) == (html, digest(html))


def test_readers_and_main_do_not_wait_for_each_other(store: Store, reader: Reader) -> None:
    publish(store, "x" * 50_000)
    over = threading.Event()
    wrong: list[object] = []

    def read_on() -> None:
        with closing(Reader(str(store.path))) as own:
            while not over.is_set():
                page = own.page(A)
                if page is None or page.version != digest(page.html):
                    wrong.append(page)

    thread = threading.Thread(target=read_on)
    thread.start()
    for n in range(200):
        publish(store, f"{n}" * 50_000)
    over.set()
    thread.join()
    assert not wrong
    last = reader.page(A)
    assert last is not None
    assert last.html.startswith("199")


def test_a_store_made_anew_is_followed(store: Store, reader: Reader) -> None:
    publish(store, "one")
    assert reader.page(A) is not None
    store.start_anew()
    assert reader.page(A) is None
    publish(store, "two")
    page = reader.page(A)
    assert page is not None
    assert page.html == "two"


def test_a_page_that_is_not_what_was_published_is_not_shown(store: Store, reader: Reader) -> None:
    publish(store, "one")
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.execute("update pages set html = 'two'")
    assert reader.page(A) is None


def test_a_store_that_is_gone_or_damaged_is_no_exception(tmp_path: Path) -> None:
    assert Reader(str(tmp_path / "nothing")).page(A) is None
    (tmp_path / "damaged").write_bytes(b"nonsense" * 1000)
    assert Reader(str(tmp_path / "damaged")).page(A) is None


def test_once_closed_it_leaves_no_log_beside_the_store(store: Store) -> None:
    publish(store, "one")
    reader = Reader(str(store.path))
    reader.page(A)
    reader.close()
    store.close()
    assert [path.name for path in store.path.parent.iterdir()] == ["store.sqlite"]
