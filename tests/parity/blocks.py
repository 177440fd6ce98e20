"""An article's HTML as a list of blocks: what a reader cannot see is left out, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Final
from xml.etree.ElementTree import Element

import html5lib

_AS_WRITTEN: Final = frozenset({"pre", "textarea", "script", "style"})
"""Where every space counts."""

_INLINE: Final = re.compile(
    "a|abbr|audio|b|bd[io]|br|button|cite|code|data|del|dfn|em|i|iframe|img|input|ins|kbd|label"
    "|mark|math|meter|object|output|picture|progress|q|rp|rt|ruby|s|samp|select|small|span|strong"
    "|su[bp]|svg|time|u|var|video|wbr"
)
"""Elements beside which a space is seen; beside all others it is only layout of the source."""

_LEADING: Final = ("href", "src", "poster", "data", "action", "cite")


def blocks(html: str, resolve: Callable[[str], str]) -> list[str]:
    """Write the children of an article in one way each; ``resolve`` makes links absolute."""
    fragment = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    whole = Element("article")
    whole.text, whole[:] = fragment.text, list(fragment)
    return [block for block in _children(whole, resolve, spaces_count=False) if block.strip()]


def _children(
    element: Element, resolve: Callable[[str], str], *, spaces_count: bool
) -> Iterator[str]:
    """Write text and elements; spaces at the edges of blocks are layout."""
    before: Element | None = None
    text = element.text or ""
    for child in (*element, None):
        if text and not spaces_count:
            text = _collapsed(text, element, before, child)
        if text:
            yield escape(text, quote=False)
        if child is not None:
            yield _written(child, resolve, spaces_count=spaces_count)
            before, text = child, child.tail or ""


def _collapsed(text: str, around: Element, before: Element | None, after: Element | None) -> str:
    words = " ".join(text.split())
    lead = text[:1].isspace() and _shows_space(before, around)
    trail = text[-1:].isspace() and _shows_space(after, around)
    if not words:
        return " " if lead and trail else ""
    return f"{' ' if lead else ''}{words}{' ' if trail else ''}"


def _shows_space(beside: Element | None, around: Element) -> bool:
    """Whether a space is seen next to this element, or at the edge of what is around it."""
    found = around if beside is None else beside
    name = found.tag if isinstance(found.tag, str) else ""
    return name != "br" and _INLINE.fullmatch(name) is not None


def _written(element: Element, resolve: Callable[[str], str], *, spaces_count: bool) -> str:
    if not isinstance(element.tag, str):
        return f"<!--{element.text}-->"
    name = element.tag
    attributes = "".join(
        f' {key}="{escape(resolve(value) if key in _LEADING else value)}"'
        for key, value in sorted(element.attrib.items(), key=lambda pair: str(pair[0]))
    )
    inside = spaces_count or name in _AS_WRITTEN
    body = "".join(_children(element, resolve, spaces_count=inside))
    return f"<{name}{attributes}>{body}</{name}>"
