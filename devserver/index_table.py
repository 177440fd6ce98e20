"""Keeps the search index in step with the pages, one statement after another; ``Store`` calls it.

FTS5 forgets a text only if it is told the very words again, so that they are kept beside it.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from devserver.index_rows import Entry, Gleaned, terms_of, text_row, words_of
from devserver.model import SourcePath
from devserver.words import folded_words

_PUT: Final = (
    "insert into texts (path, url, title, trail, edition, headings, words, sections, seal)"
    " values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_OLD: Final = "select id, title, headings, words from texts where path = ?"

LOG_AT_MOST: Final = 64 << 20
"""Bytes of the write-ahead log from which on it is taken in before the end, when nobody waits."""

_MERGED: Final = 16
"""Pages of 4 KB that one step of merging writes: a millisecond."""


def put(connection: sqlite3.Connection, entry: Entry) -> set[str]:
    """Have a page found by what it says now; gives the words that it no longer has."""
    made = entry.gleaned or _stored(connection, entry.path)
    if made is None:
        return set()
    before = drop(connection, entry.path)
    number = connection.execute(_PUT, text_row(entry, made)).lastrowid
    title = folded_words(entry.place.title)
    text = f"{title} {words_of(made.words)}"
    connection.execute("insert into words (rowid, text) values (?, ?)", (number, text))
    connection.execute(
        "insert into names (rowid, title, headings) values (?, ?, ?)",
        (number, title, made.headings),
    )
    terms = terms_of(text)
    new = [(term, term[::-1]) for term in terms - before]
    connection.executemany("insert or ignore into terms values (?, ?)", new)
    return before - terms


def _stored(connection: sqlite3.Connection, path: SourcePath) -> Gleaned | None:
    kept = "select headings, words, sections from texts where path = ?"
    return next((Gleaned(*row) for row in connection.execute(kept, (path,)).fetchall()), None)


def drop(connection: sqlite3.Connection, path: SourcePath) -> set[str]:
    """Have a page found no more; gives the words that it had."""
    for number, title, headings, packed in connection.execute(_OLD, (path,)).fetchall():
        title = folded_words(title)
        try:
            text = f"{title} {words_of(packed)}"
        except (zlib.error, UnicodeDecodeError, TypeError):
            raise _damaged() from None
        connection.execute(
            "insert into words (words, rowid, text) values ('delete', ?, ?)", (number, text)
        )
        connection.execute(
            "insert into names (names, rowid, title, headings) values ('delete', ?, ?, ?)",
            (number, title, headings),
        )
        connection.execute("delete from texts where id = ?", (number,))
        return terms_of(text)
    return set()


def _damaged() -> sqlite3.DatabaseError:
    """Say what SQLite would say, had it been its own bytes."""
    error = sqlite3.DatabaseError("the words of a page are damaged")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def forget_terms(connection: sqlite3.Connection, terms: Iterable[str]) -> None:
    """Take words for mistyped from now on that no page has any more."""
    for term in terms:
        match = "select 1 from words where words match ? limit 1"
        if not connection.execute(match, (f'"{term}"',)).fetchall():
            connection.execute("delete from terms where term = ?", (term,))


def merge(connection: sqlite3.Connection) -> bool:
    """Bring what many small writes left a little closer together; whether there was anything."""
    before = connection.total_changes
    for table in ("words", "names"):
        connection.execute(f"insert into {table} ({table}, rank) values ('merge', ?)", (_MERGED,))
        if connection.total_changes - before > 1:
            return True
        before = connection.total_changes
    return False


def take_in(connection: sqlite3.Connection, log: str) -> None:
    """Move a write-ahead log that is large into the file, as far as no reader is in the way."""
    with contextlib.suppress(OSError, sqlite3.Error):
        if Path(log).stat().st_size > LOG_AT_MOST:
            connection.execute("pragma wal_checkpoint(passive)")
