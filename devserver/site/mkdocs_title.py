"""MkDocs calls a page after an H1 that opens it; this finds that heading without converting it."""

from __future__ import annotations

import re
from typing import NamedTuple

from devserver.model import Dialect
from devserver.site.inline_text import InlineText


class Heading(NamedTuple):
    """A heading as plain text, and as safe HTML with inline code and emphasis."""

    text: str
    html: str


def opening_heading(text: str, start: int, dialect: Dialect) -> Heading | None:
    """Give the H1 that is the first thing a reader sees of ``text`` from ``start``, if it is one.

    What stands above it without being seen does not matter: blank lines, and the definitions of
    links, footnotes and abbreviations.
    """
    written = _opening(text, start, dialect)
    if not written:
        return None
    if _PLAIN.fullmatch(written):
        return Heading(written, written)
    inline = InlineText(text, dialect)
    heading = Heading(*inline.rendered(written[:_LONGEST]))
    return heading if heading.text else None


_LONGEST = 2_000
"""Characters of a title that anyone could want; what follows is cut off."""
_PLAIN = re.compile(r"(?:[^\W_]|(?<=\S) (?=\S)|[,;%]|(?<!-)-(?!-))+")


def _opening(text: str, start: int, dialect: Dialect) -> str:
    """Give the Markdown of the heading; empty if there is none."""
    unseen = _unseen(dialect)
    while found := unseen.match(text, start):
        start = found.end()
    hashes = _SPACED_HASH if "pymdownx.saneheaders" in dialect.extensions else _HASH
    if found := hashes.match(text, start):
        return found["heading"].strip()
    if found := _UNDERLINED.match(text, start):
        return found["heading"].strip()
    return ""


# The hashes that close a heading are no part of it.
_HASH = re.compile(r"#(?!#)(?P<heading>(?:\\.|[^\\#\n]|#++(?=[^#\n]))*)#*(?:\n|\Z)")
_SPACED_HASH = re.compile(r"#(?=[ \t])(?P<heading>(?:\\.|[^\\#\n]|#++(?=[^#\n]))*)#*(?:\n|\Z)")
# Four spaces make code of it, whatever stands below.
_UNDERLINED = re.compile(r"(?! {4}|\t) *(?P<heading>\S[^\n]*)\n=+ *(?:\n|\Z)")


def _unseen(dialect: Dialect) -> re.Pattern[str]:
    """Match one thing that is not seen: a blank line, a definition."""
    abbreviations = dialect.has("abbr")
    footnotes = dialect.has("footnotes")
    return _UNSEEN[abbreviations, footnotes]


_DEFINITION = (
    r" {0,3}\[(?!\^)[^\[\]\n]*\]: *(?:\n *)?[^\s]++ *(?:\n *)?"
    r"(?:(?P<q>[\"']).*(?P=q) *|\(.*\) *)?(?:\n|\Z)"
)
_ABBREVIATION = r"[*]\[[^\\\n]*?\] ?: *\n? *[^\n]*(?:\n|\Z)"
_FOOTNOTE = r" {0,3}\[\^[^\]\n]*\]:[^\n]*(?:\n|\Z)(?:(?:[ \t]*\n)*(?: {4}|\t)[^\n]*(?:\n|\Z))*"
_UNSEEN = {
    (abbreviations, footnotes): re.compile(
        "|".join(
            (
                r"[ \t]*\n",
                _DEFINITION,
                *([_ABBREVIATION] if abbreviations else []),
                *([_FOOTNOTE] if footnotes else []),
            )
        )
    )
    for abbreviations in (False, True)
    for footnotes in (False, True)
}
