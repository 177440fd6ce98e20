"""Offers what the front matter of a page may say: its keys, and values that are known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from devserver.language.library import Library
from devserver.language.lines import Span
from devserver.language.offers import Offer, Offers, matching
from devserver.language.writing import Writing

KEYS: Final = {
    "title": "what the page is called",
    "description": "a sentence for search engines and previews",
    "template": "the template that shows it",
    "tags": "a list of words",
    "draft": "true: left out of the finished site",
    "order": "a number: its place among its siblings",
    "nav": "false: in no navigation",
    "sidebar_label": "what the navigation calls it",
    "date": "when it was published",
    "updated": "when it was last changed",
    "icon": "a picture before its title",
    "status": "a word such as new or deprecated",
    "hide": "a list of navigation, toc, path, tags, footer",
    "search": "exclude: true leaves it out of search",
}
"""Every key that means something, and what."""

_VALUES: Final = {
    "draft": ("true", "false"),
    "nav": ("true", "false"),
    "hide": ("navigation", "toc", "path", "tags", "footer"),
    "status": ("new", "deprecated"),
}


def complete(library: Library, writing: Writing, number: int, before: str) -> Offers | None:
    """Offer a key or a value in line ``number``, of which ``before`` stands before the cursor.

    ``None``: the line is none of the front matter.
    """
    fence = writing.lines.line(1).rstrip()
    if number < 2 or fence not in {"---", "+++"}:
        return None
    above = [writing.lines.line(n) for n in range(2, number)]
    if any(line.rstrip() in {fence, "..."} for line in above):
        return None
    typed = _TYPED.sub("", before)
    span = Span(writing.path, number, len(typed) + 1, len(before) - len(typed))
    key = _key(before, above)
    if key is not None:
        offers = (Offer(v, "value", "", v, span) for v in _values(library, writing, key))
        return matching(offers, before[span.column - 1 :])
    return _keys(writing, number, fence, span) if span.column == 1 else Offers()


def _key(before: str, above: list[str]) -> str | None:
    """Say whose value stands at the cursor; ``None`` if it is a key itself."""
    found = _SET.match(before)
    if found:
        return found[1]
    if not before.lstrip().startswith("-"):
        return None
    for line in reversed(above):
        found = _SET.match(line)
        if found or not line.lstrip().startswith("-"):
            return found[1] if found else ""
    return ""


def _keys(writing: Writing, number: int, fence: str, span: Span) -> Offers:
    rest = range(2, writing.lines.count + 1)
    end = next((n for n in rest if writing.lines.line(n).rstrip() == fence), number + 1)
    lines = (writing.lines.line(n) for n in range(2, max(end, number + 1)) if n != number)
    given = {found[1] for line in lines if (found := _SET.match(line))}
    mark = ": " if fence == "---" else " = "
    offers = [
        Offer(key, "key", about, key + mark, span)
        for key, about in KEYS.items()
        if key not in given
    ]
    return matching(offers, writing.lines.line(number)[: span.length])


def _values(library: Library, writing: Writing, key: str) -> Iterable[str]:
    """Give the values of a key that are known."""
    if key == "template":
        names = library.related.theme.templates
        return sorted(n for n in names if "/" not in n and not n.startswith("base"))
    if key == "tags":
        others = (each for path, each in library.outlines.items() if path != writing.path)
        return sorted({tag for outline in others for tag in outline.tags})
    return _VALUES.get(key, ())


_TYPED = re.compile(r"[^\s\[,:=\"']*\Z")
_SET = re.compile(r"[\"']?([\w-]+)[\"']?[ \t]*[:=]")
