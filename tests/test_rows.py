"""The seal on each row: whatever bit of a store's file flips, no row is taken for another."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from devserver.model import Digest, Page, Source, SourcePath, Stamp, Url, digest
from devserver.rows import KNOWN, SCHEMA, Result, packed_sources, unpacked_sources
from devserver.store import FILE, Store

ROWS = 40
OUTLINES = b"what the pages say of themselves" * 100


def a_page(n: int) -> tuple[Page, Digest]:
    html = f"<p>{n}</p>" * 60
    return Page(Url(f"/{n}/"), digest(html), html), digest(f"key {n}")


def a_result(n: int) -> Result:
    return Result("parse", f"{n}.md", digest(f"{n}"), f'[["{n}.txt", ""]]', b"document %d" % n * 40)


def a_source(n: int) -> Source:
    return Source(SourcePath(f"{n}.md"), Stamp(n, n, n, n), digest(f"{n}"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Fill a store; gives the bytes of its file."""
    folder = tmp_path_factory.mktemp("whole")
    with closing(Store(folder, "us")) as store:
        numbers = range(ROWS)
        store.publish(map(a_page, numbers))
        store.save(map(a_result, numbers))
        store.remember(map(a_source, numbers), OUTLINES)
    return (folder / FILE).read_bytes()


@pytest.mark.parametrize("flips", [1, 5, 50])
@pytest.mark.parametrize("seed", range(20))
def test_flipped_bits_lose_rows_and_change_none(
    whole: bytes, tmp_path: Path, flips: int, seed: int
) -> None:
    chance = random.Random(1000 * flips + seed)
    damaged = bytearray(whole)
    for _ in range(flips):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    (tmp_path / FILE).write_bytes(damaged)
    with closing(Store(tmp_path, "us")) as store:
        assert_right_or_absent(store)
        page, key = a_page(ROWS)
        store.publish([(page, key)])
        assert store.page(page.url) is not None


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_truncated_file_loses_rows_and_changes_none(
    whole: bytes, tmp_path: Path, share: float
) -> None:
    (tmp_path / FILE).write_bytes(whole[: int(len(whole) * share)])
    with closing(Store(tmp_path, "us")) as store:
        assert_right_or_absent(store)
        assert store.notice == "the store was damaged, and is made anew"


def test_damaged_sources_are_none_at_all() -> None:
    packed = packed_sources([a_source(1)])
    for damaged in (packed[:-1], packed.replace(b"1.md", b"\x80.md"), b""):
        assert unpacked_sources(damaged) == []


def test_what_is_known_is_told_without_a_look_at_the_values() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(SCHEMA)
        plan = connection.execute(f"explain query plan {KNOWN}", ("parse",)).fetchall()
    assert "COVERING INDEX" in str(plan)


def assert_right_or_absent(store: Store) -> None:
    for n in range(ROWS):
        (page, key), result = a_page(n), a_result(n)
        read = store.page(page.url)
        assert read is None or (read.url, read.html, read.key) == (page.url, page.html, key)
        assert store.result("parse", result.subject) in (None, result)
    known = {(result.subject, result.key, result.also) for result in map(a_result, range(ROWS))}
    assert set(store.known("parse")) <= known
    assert set(store.sources().values()) in (set(), set(map(a_source, range(ROWS))))
    assert store.outlines() in (b"", OUTLINES)
