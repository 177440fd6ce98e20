"""The tables of the search index, and the seal on what they say of a page."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import msgspec

from devserver.model import Digest, SourcePath, Url, digest
from devserver.words import folded_words, is_run

_WORDS: Final = "content = '', tokenize = \"ascii tokenchars '+#'\""
"""FTS5 gets words that were cut and folded before, and keeps none of the text."""

SCHEMA: Final = f"""
create table texts (id integer primary key, path text unique, url text, title text, trail text,
                    edition text, headings text, words blob, sections blob, seal text);
create virtual table words using fts5(text, prefix = '3', {_WORDS});
create virtual table names using fts5(title, headings, prefix = '1 2 3', {_WORDS});
create table terms (term text primary key, reversed text) without rowid;
create index reversed_terms on terms (reversed);
-- FTS5 would merge in the middle of a save: it is done a little at a time, when nobody waits.
insert into words (words, rank) values ('automerge', 0), ('crisismerge', 1900);
insert into names (names, rank) values ('automerge', 0), ('crisismerge', 1900);
"""

# What is read, in the order in which the functions below expect it.
TEXT: Final = "select path, url, title, trail, edition, sections, seal from texts where id = ?"
SHOWN: Final = "select path, url, title, trail, edition from texts"

Row = tuple[Any, ...]


class Section(NamedTuple):
    """What stands between two headings of a page, without markup; ``code`` are its blocks."""

    anchor: str
    heading: str
    text: str
    code: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands, as search shows it: plain text."""

    url: Url
    title: str
    trail: str = ""
    """The titles above it, from the top."""


@dataclass(frozen=True, slots=True)
class Gleaned:
    """What a worker found to search in one page, ready to be stored."""

    headings: str
    """Folded words."""
    words: bytes
    """The same, of all of the page, compressed."""
    sections: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """One page in the index."""

    path: SourcePath
    place: Place
    edition: Digest
    """Names everything that the page's text was made from."""
    gleaned: Gleaned | None
    """``None`` if the text is the same as before."""


@dataclass(frozen=True, slots=True)
class Text:
    """A page as the index has it."""

    path: SourcePath
    place: Place
    sections: list[Section]


def packed(sections: list[Section]) -> Gleaned:
    """Make of a page's sections what is stored of them."""
    texts = (part for _, heading, text, code in sections for part in (heading, text, code))
    return Gleaned(
        folded_words(" ".join(heading for _, heading, _, _ in sections)),
        zlib.compress(" ".join(map(folded_words, texts)).encode(), 1),
        zlib.compress(msgspec.msgpack.encode(sections), 6),
    )


def words_of(packed: bytes) -> str:
    """Give the words of a page; raises ``zlib.error`` if that is not what it is."""
    return zlib.decompress(packed).decode()


_SHORTEST, _LONGEST = 3, 30


def terms_of(text: str) -> set[str]:
    """Give the words in which somebody may mistake a letter."""
    return {
        word
        for word in text.split()
        if _SHORTEST <= len(word) <= _LONGEST and not word.isdigit() and not is_run(word)
    }


# ---------------------------------------------------------------- rows


def text_row(entry: Entry, made: Gleaned) -> Row:
    """Write a page as a row of ``texts``, but for its number."""
    place = entry.place
    said = (entry.path, place.url, place.title, place.trail, entry.edition)
    sealed = _seal(*said, digest(made.sections))
    return (*said, made.headings, made.words, made.sections, sealed)


def sound_text(rows: list[Row]) -> Text | None:
    """Make the row of ``TEXT`` a page, unless it is not what was stored."""
    for path, url, title, trail, edition, packed, sealed in rows:
        whole = isinstance(packed, bytes)
        if whole and sealed == _seal(path, url, title, trail, edition, digest(packed)):
            sections = msgspec.msgpack.decode(zlib.decompress(packed), type=list[Section])
            return Text(path, Place(url, title, trail), sections)
    return None


def _seal(*columns: object) -> Digest:
    return digest("\0".join(map(str, columns)))
