"""The store: published whole or not at all, and made anew whenever anything about it is odd."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from devserver.lock import RootBusyError
from devserver.model import Digest, Page, Source, SourcePath, Stamp, Url, digest
from devserver.rows import Result
from devserver.store import Store, StoreError, folder_of

KEY = Digest("key")


def page(url: str, html: str) -> tuple[Page, Digest]:
    return Page(Url(url), digest(html), html), KEY


def result(subject: str, value: bytes) -> Result:
    return Result("parse", subject, KEY, "", value)


def html_at(store: Store, url: str) -> str | None:
    stored = store.page(Url(url))
    return stored.html if stored is not None else None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "site"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    opened = Store(folder, "us")
    yield opened
    opened.close()


def test_what_was_published_is_there_at_the_next_start(folder: Path) -> None:
    source = Source(SourcePath("a.md"), Stamp(1, 2, 3, 4), digest("a"))
    with closing(Store(folder, "us")) as store:
        store.publish([page("/a/", "<p>é</p>")])
        store.save([result("a.md", b"document")])
        store.remember([source], b"outlines")
    assert [path.name for path in folder.iterdir()] == ["store.sqlite"]
    with closing(Store(folder, "us")) as store:
        assert store.notice == ""
        assert html_at(store, "/a/") == "<p>é</p>"
        assert store.result("parse", "a.md") == result("a.md", b"document")
        assert store.known("parse") == [("a.md", KEY, "")]
        assert store.sources() == {source.path: source}
        assert store.outlines() == b"outlines"


def test_a_publication_that_fails_changes_nothing(store: Store) -> None:
    store.publish([page("/a/", "before"), page("/b/", "before")])

    def failing() -> Iterator[Url]:
        yield Url("/b/")
        raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(StoreError, match="disk is full"):
        store.publish([page("/a/", "after")], removed=failing())
    assert html_at(store, "/a/") == html_at(store, "/b/") == "before"
    store.publish([page("/a/", "after")])
    assert html_at(store, "/a/") == "after"


def test_results_are_remembered_all_or_none(store: Store) -> None:
    def failing() -> Iterator[Result]:
        yield result("a.md", b"document")
        raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(StoreError, match="disk is full"):
        store.save(failing())
    assert store.result("parse", "a.md") is None


def test_what_is_gone_is_forgotten(store: Store) -> None:
    sources = [Source(SourcePath(name), Stamp(1, 2, 3, 4), digest(name)) for name in ("a", "b")]
    store.publish([page("/a/", "a")])
    store.save([result("a", b"1"), result("b", b"2")])
    store.remember(sources, b"")
    store.publish([], removed=[Url("/a/")])
    store.remember(sources[1:], b"", gone=[SourcePath("a")])
    assert html_at(store, "/a/") is None
    assert list(store.sources()) == ["b"]
    assert [subject for subject, _, _ in store.known("parse")] == ["b"]


def test_a_store_of_another_version_is_not_trusted(folder: Path) -> None:
    with closing(Store(folder, "them")) as store:
        store.publish([page("/a/", "theirs")])
    with closing(Store(folder, "us")) as store:
        assert "another version" in store.notice
        assert html_at(store, "/a/") is None


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 9000])
def test_a_damaged_file_is_made_anew(folder: Path, content: bytes) -> None:
    folder.mkdir(parents=True)
    (folder / "store.sqlite").write_bytes(content)
    (folder / "store.sqlite-wal").write_bytes(b"nonsense")
    with closing(Store(folder, "us")) as store:
        assert "damaged" in store.notice
        store.publish([page("/a/", "new")])
        assert html_at(store, "/a/") == "new"


def test_a_file_damaged_while_in_use_is_made_anew(folder: Path) -> None:
    with closing(Store(folder, "us")) as store:
        store.publish([page("/a/", "a" * 100_000)])
    with closing(Store(folder, "us")) as store:
        with (folder / "store.sqlite").open("r+b") as file:
            file.seek(2 * 4096)  # What was read at the start stays readable.
            file.write(b"\xff" * 100_000)
        assert html_at(store, "/a/") is None
        assert "damaged" in store.notice
        store.publish([page("/a/", "again")])
        assert html_at(store, "/a/") == "again"


def test_a_row_that_is_not_what_was_written_is_as_good_as_none(folder: Path, store: Store) -> None:
    store.publish([page("/a/", "a")])
    store.save([result("a.md", b"document")])
    with closing(sqlite3.connect(folder / "store.sqlite")) as connection, connection:
        connection.execute("update pages set html = 'b'")
        connection.execute("update results set value = x'00'")
    assert store.page(Url("/a/")) is None
    assert store.result("parse", "a.md") is None


def test_a_second_program_is_told_who_holds_the_root(folder: Path, store: Store) -> None:
    store.announce(pid="7", url="http://127.0.0.1:8000/")
    with pytest.raises(RootBusyError) as busy:
        Store(folder, "us")
    assert busy.value.holder == {"pid": "7", "url": "http://127.0.0.1:8000/"}


def test_without_a_cache_folder_it_stands_in_a_temporary_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file" / "site", "us")
    assert "nothing is remembered" in store.notice
    store.publish([page("/a/", "a")])
    assert html_at(store, "/a/") == "a"
    store.close()
    assert not store.path.parent.exists()


def test_every_root_has_a_readable_folder_of_its_own() -> None:
    first, second = folder_of(Path("/a/my docs")), folder_of(Path("/b/my docs"))
    assert first != second
    assert first.name.startswith("my-docs-")
    assert folder_of(Path("/")).name.startswith("root-")
