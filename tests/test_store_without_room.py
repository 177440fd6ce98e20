"""The store when the disk is full or may not be written to: what was published stands."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from devserver.model import Digest, Page, Url, digest
from devserver.reader import Reader
from devserver.store import Store, StoreError
from tests.small_disk import SmallDisk, small_disk

A, B = Url("/a/"), Url("/b/")


def page(url: Url, html: str) -> tuple[Page, Digest]:
    return Page(url, digest(html), html), Digest("key")


def html_at(source: Store | Reader, url: Url) -> str | None:
    stored = source.page(url)
    return stored.html if stored is not None else None


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk") as made:
        yield made


def test_full_disk_leaves_what_was_published_and_heals_by_itself(disk: SmallDisk) -> None:
    with closing(Store(disk.folder / "site", "us")) as store:
        store.publish([page(A, "before"), page(B, "before")])
        disk.fill()
        with pytest.raises(StoreError):
            store.publish([page(A, "after" * 100_000)], removed=[B])
        with closing(Reader(str(store.path))) as reader:
            assert html_at(reader, A) == html_at(reader, B) == "before"
        assert html_at(store, A) == html_at(store, B) == "before"
        disk.free()
        store.publish([page(A, "after")], removed=[B])
        assert (html_at(store, A), html_at(store, B)) == ("after", None)
        assert store.notice == ""


def test_disk_that_is_full_at_the_start_heals_too(
    disk: SmallDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(disk.folder))
    disk.fill()
    with closing(Store(disk.folder / "site", "us")) as store:
        assert "nothing is remembered" in store.notice
        with pytest.raises(StoreError):
            store.publish([page(A, "a" * 100_000)])
        assert html_at(store, A) is None
        disk.free()
        assert html_at(store, A) is None
        store.publish([page(A, "a")])
        assert html_at(store, A) == "a"


def test_damage_found_while_the_disk_is_full_is_no_crash(disk: SmallDisk) -> None:
    with closing(Store(disk.folder / "site", "us")) as store:
        store.publish([page(A, "a" * 100_000)])
    with closing(Store(disk.folder / "site", "us")) as store:
        with store.path.open("r+b") as file:
            file.seek(2 * 4096)  # What was read at the start stays readable.
            file.write(b"\xff" * 100_000)
        disk.fill()
        assert html_at(store, A) is None
        disk.free()
        assert html_at(store, A) is None
        store.publish([page(A, "a")])
        assert html_at(store, A) == "a"


def test_cache_folder_that_may_not_be_written_to_is_done_without(disk: SmallDisk) -> None:
    with closing(Store(disk.folder / "site", "us")) as store:
        store.publish([page(A, "before")])
    disk.lock()
    with closing(Store(disk.folder / "site", "us")) as store:
        assert "nothing is remembered" in store.notice
        store.publish([page(A, "after")])
        assert html_at(store, A) == "after"
