"""The tables of the store, and the seal on each row: what a damaged file gives wrong is nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

import msgspec

from devserver.model import Digest, Page, Source, Url, digest

Shelf = Literal["pages", "exports"]
"""Where finished pages stand: those of the live site, and those that a build wrote last."""

SHELVES: Final[tuple[Shelf, ...]] = ("pages", "exports")

SCHEMA: Final = """
create table meta (fingerprint text not null);
create table wholes (name text primary key, seal text, value blob);
create table results (id integer primary key, step text, subject text, key text, also text,
                      sum text, seal text, value blob);
create unique index result_subjects on results (step, subject);
-- What is known of every page is read at each start: from here, not from among the values.
create index known_results on results (step, subject, key, also, sum, seal);
create table pages (url text primary key, version text, key text, status int, seal text,
                    html text);
-- What a build wrote last: it names other files than what readers of the live site get.
create table exports (url text primary key, version text, key text, status int, seal text,
                      html text);
"""

# What is read, in the order in which the functions below expect it.
PAGE: Final[dict[Shelf, str]] = {
    shelf: f"select version, key, status, seal, html from {shelf} where url = ?"
    for shelf in SHELVES
}
RESULTS: Final = "select subject, key, also, sum, seal, value from results where step = ?"
KNOWN: Final = "select subject, key, also, sum, seal from results where step = ?"
WHOLE: Final = "select seal, value from wholes where name = ?"

PUT_PAGE: Final[dict[Shelf, str]] = {
    name: f"insert or replace into {name} values (?, ?, ?, ?, ?, ?)" for name in SHELVES
}
DROP_PAGE: Final[dict[Shelf, str]] = {name: f"delete from {name} where url = ?" for name in SHELVES}
PUT_RESULT: Final = (
    "insert or replace into results (step, subject, key, also, sum, seal, value)"
    " values (?, ?, ?, ?, ?, ?, ?)"
)
PUT_WHOLE: Final = "insert or replace into wholes values (?, ?, ?)"

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A published page as readers get it, and the digest of everything it was rendered from."""

    url: Url
    version: Digest
    html: str
    status: int
    key: Digest


@dataclass(frozen=True, slots=True)
class Result:
    """What a step made of a subject, under the digest of its named inputs."""

    step: str
    subject: str
    key: Digest
    also: str
    """Inputs found while running, as the step wrote them down."""
    value: bytes


def seal(*columns: object) -> Digest:
    """Digest the columns of a row, but for the large one, whose own digest is among them."""
    return digest("\0".join(map(str, columns)))


# ---------------------------------------------------------------- what is written


def page_row(page: Page, key: Digest) -> Row:
    """Write a page and the digest of its inputs as a row."""
    said = (page.url, page.version, key, page.status)
    return (*said, seal(*said), page.html)


def result_row(result: Result) -> Row:
    """Write a result as a row."""
    said = (result.step, result.subject, result.key, result.also, digest(result.value))
    return (*said, seal(*said), result.value)


def whole_row(name: str, value: bytes) -> Row:
    """Write a value that is only ever read and written in one piece."""
    return (name, seal(name, digest(value)), value)


def packed_sources(sources: Iterable[Source]) -> bytes:
    """Write sources as one value: ten thousand rows would take five times as long to read."""
    return msgspec.msgpack.encode(list(sources))


# ---------------------------------------------------------------- what is read


def sound_page(url: Url, rows: Iterable[Row]) -> StoredPage | None:
    """Make the row of ``PAGE`` a page, unless it is not what was published at ``url``."""
    for version, key, status, sealed, html in rows:
        whole = isinstance(html, str) and digest(html) == version
        if whole and sealed == seal(url, version, key, status):
            return StoredPage(url, version, html, status, key)
    return None


def sound_results(step: str, rows: Iterable[Row]) -> Iterator[Result]:
    """Make results of the sound ones among the rows of ``RESULTS``."""
    for subject, key, also, total, sealed, value in rows:
        whole = isinstance(value, bytes) and digest(value) == total
        if whole and sealed == seal(step, subject, key, also, total):
            yield Result(step, subject, key, also, value)


def sound_known(step: str, rows: Iterable[Row]) -> Iterator[tuple[str, str, str]]:
    """Give subject, key and further inputs of the sound ones among the rows of ``KNOWN``."""
    for subject, key, also, total, sealed in rows:
        if sealed == seal(step, subject, key, also, total):
            yield subject, key, also


def sound_whole(name: str, rows: Iterable[Row]) -> bytes:
    """Give the value in the row of ``WHOLE``; an empty one if there is none, or it is damaged."""
    for sealed, value in rows:
        if isinstance(value, bytes) and sealed == seal(name, digest(value)):
            return value
    return b""


def unpacked_sources(value: bytes) -> list[Source]:
    """Read what ``packed_sources`` wrote; from anything else, nothing."""
    try:
        return msgspec.msgpack.decode(value, type=list[Source])
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return []
