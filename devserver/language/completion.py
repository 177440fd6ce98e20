"""Offers what could be written at the cursor: what stands before it decides what is listed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from devserver.language import catalogue, front_keys
from devserver.language.library import Library
from devserver.language.lines import Span
from devserver.language.offers import Offer, Offers, matching
from devserver.language.writing import Target, Writing
from devserver.model import Link, SourcePath
from devserver.site.wikilinks import MARK


def complete(library: Library, path: SourcePath, line: int, column: int) -> Offers:
    """Give what could stand at a place of a file."""
    writing = library.writing(path)
    before = writing.lines.line(line)[: column - 1]
    keys = front_keys.complete(library, writing, line, before)
    if keys is not None:
        return keys
    for pattern, offered in _PLACES:
        found = pattern.search(before, max(len(before) - _LOOKED_AT, 0))
        if found is not None and not _is_code(writing, line, found):
            span = Span(path, line, found.start("typed") + 1, len(found["typed"]))
            return offered(library, writing, found, span)
    return Offers()


def _is_code(writing: Writing, line: int, found: re.Match[str]) -> bool:
    return writing.is_code(writing.lines.offset(line, found.start("typed") + 1))


def _included(library: Library, writing: Writing, found: re.Match[str], span: Span) -> Offers:
    return catalogue.snippets(library, library.page(writing.path), found["typed"], span)


def _target(library: Library, writing: Writing, found: re.Match[str], span: Span) -> Offers:
    page, typed = library.page(writing.path), found["typed"]
    if "#" in typed:
        return _anchors(library, page, typed, span)
    if _SCHEME.match(typed):
        return Offers()
    picture = found.groupdict().get("image")
    return catalogue.paths(library, page, typed, span, "image" if picture else "page")


def _anchors(library: Library, page: SourcePath, typed: str, span: Span) -> Offers:
    """Offer the headings of the page that is named before the ``#``."""
    named, _, anchor = typed.partition("#")
    there = library.lead(page, Target(Link(f"{named}#x", page, span.line, 1), span)).page
    if there is None or not library.is_page(there):
        return Offers()
    titles = {each.anchor: each.heading.text for each in library.headings(there)}
    own = span._replace(column=span.column + len(named) + 1, length=len(anchor))
    offers = (
        Offer(f"#{name}", "heading", titles.get(name, ""), name, own)
        for name in library.anchors_of(there)
    )
    return matching(offers, anchor)


def _name(library: Library, writing: Writing, found: re.Match[str], span: Span) -> Offers:
    """Offer pages by name, and headings by their titles."""
    if not writing.has_names:
        return Offers()
    named, mark, title = found["typed"].partition("#")
    if not mark:
        return catalogue.names(library, named, span)
    target = Target(Link(MARK + named, writing.path, span.line, 1), span)
    page = library.page(writing.path)
    there = library.lead(page, target).page if named else page
    own = span._replace(column=span.column + len(named) + 1, length=len(title))
    headings = library.headings(there) if there and library.is_page(there) else []
    texts = dict.fromkeys(each.heading.text for each in headings)
    return matching((Offer(text, "heading", "", text, own) for text in texts), title)


def _label(library: Library, writing: Writing, found: re.Match[str], span: Span) -> Offers:
    """Offer the labels that the file defines."""
    del library
    footnotes = found["typed"].startswith("^")
    labels = writing.scan.footnotes if footnotes else writing.scan.definitions
    leads = {} if footnotes else writing.scan.definitions
    offers = (
        Offer(name, "label", leads[name][0] if name in leads else "", name, span)
        for name in sorted(labels)
    )
    return matching(offers, found["typed"])


_LOOKED_AT: Final = 2_000
"""Characters before the cursor that have a say."""

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")

_INCLUDED = re.compile(r"""^[ \t]*-+8<-+[ \t]+["'](?P<typed>[^"']*)\Z""")
_NAMED = re.compile(r"!?\[\[(?P<typed>[^\[\]|]*)\Z")
_INLINE = re.compile(
    r"""
    (?: (?P<image>!)\[[^\[\]]* | (?<!!)\[(?:[^\[\]]|\[[^\[\]]*\])* )
    \]\(\s*<?(?P<typed>[^()<>\s]*)\Z
    """,
    re.VERBOSE,
)
_DEFINED = re.compile(r"^[ \t>]*\[[^\[\]^][^\[\]]*\]:[ \t]*<?(?P<typed>[^<>\s]*)\Z")
_IN_HTML = re.compile(
    r"""
    <(?:(?P<image>img|source|video|audio|track)|a)\s
    [^<>]*?\b(?:href|src|poster)\s*=\s*["'](?P<typed>[^"'<>]*)\Z
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LABELLED = re.compile(r"\[(?P<typed>\^?[^\[\]]*)\Z")

Offered = Callable[[Library, Writing, re.Match[str], Span], Offers]

_PLACES: Final[tuple[tuple[re.Pattern[str], Offered], ...]] = (
    (_INCLUDED, _included),
    (_NAMED, _name),
    (_INLINE, _target),
    (_DEFINED, _target),
    (_IN_HTML, _target),
    (_LABELLED, _label),
)
"""What may stand before the cursor, and what is then offered."""
