"""A heading becomes a title: its text, and the same as safe HTML without links."""

from __future__ import annotations

import html
import re


def render(source: str) -> tuple[str, str]:
    """Give a heading's Markdown as plain text and as safe inline HTML, by a light scan."""
    source = _ATTRIBUTES.sub("", " ".join(source[:_LONGEST].split()))
    if _PLAIN.match(source):
        return source, source
    rendered = " ".join(_inline(source, depth=0).split())
    return plain(rendered), rendered


def plain(rendered: str) -> str:
    """Give the text of inline HTML."""
    if "<" in rendered:
        rendered = _TAG.sub("", rendered)
    return html.unescape(rendered) if "&" in rendered else rendered


def safe(rendered: str) -> str:
    """Reduce inline HTML to text with code and emphasis; no attribute survives."""
    if "<" not in rendered:
        return rendered
    bare = _KEPT_WITH_ATTRIBUTES.sub(r"<\1>", rendered)
    return " ".join(_TAG.sub(lambda m: m[0] if _KEPT.fullmatch(m[0]) else "", bare).split())


def escape(text: str) -> str:
    """Make text safe to stand in HTML."""
    return html.escape(text, quote=False)


_MARKUP = re.compile(
    r"""
      \\(?P<escaped>[!-/:-@\[-`{-~])
    | (?<!`)(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)
    | !\[(?P<alt>[^\]]*)\](?:\([^)]*\)|\[[^\]]*\])
    | \[\^[^\]]+\]                                               # a footnote's mark
    | \[(?P<link>(?:[^\[\]]|\[[^\[\]]*\])*)\](?:\([^)]*\)|\[[^\]]*\])
    | <(?P<address>[a-z][a-z0-9+.-]*:[^\s<>]+)>
    | (?P<tag></?[a-zA-Z][^<>]*>|<!--.*?-->)
    | (?P<strong>\*\*|__)(?=\S)(?P<bold>.+?)(?<=\S)(?P=strong)
    | (?P<em>\*|(?<!\w)_)(?=\S)(?P<italic>.+?)(?<=\S)(?P=em)(?!\w)
    | ~~(?=\S)(?P<struck>.+?)(?<=\S)~~
    """,
    re.VERBOSE | re.IGNORECASE,
)
_PLAIN = re.compile(r"[^\\`!\[<*_~&>]*\Z")
_ATTRIBUTES = re.compile(r"[ \t]*\{:?[ \t]*[#.\w][^{}]*\}[ \t]*\Z")
_LONGEST = 1_000
"""Characters of a title that anyone could want; what follows is cut off."""
_TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
_KEPT = re.compile(r"</?(?:abbr|b|code|del|em|i|ins|kbd|mark|s|strong|sub|sup)>", re.IGNORECASE)
_KEPT_WITH_ATTRIBUTES = re.compile(
    r"<(abbr|b|code|del|em|i|ins|kbd|mark|s|strong|sub|sup)\s[^>]*>", re.IGNORECASE
)


def _inline(source: str, depth: int) -> str:
    parts: list[str] = []
    done = 0
    for found in _MARKUP.finditer(source):
        parts += _text(source[done : found.start()]), _element(found, depth + 1)
        done = found.end()
    parts.append(_text(source[done:]))
    return "".join(parts)


def _element(found: re.Match[str], depth: int) -> str:
    kind = found.lastgroup or ""
    if kind in {"escaped", "address", "alt"}:
        return escape(found[kind])
    if kind == "code":
        return f"<code>{escape(found[kind].strip())}</code>"
    if kind not in _NESTING:  # tags and footnote marks say nothing in a title
        return ""
    inner = _text(found[kind]) if depth > 8 else _inline(found[kind], depth)
    return _NESTING[kind].format(inner)


_NESTING = {
    "link": "{}",
    "bold": "<strong>{}</strong>",
    "italic": "<em>{}</em>",
    "struck": "<del>{}</del>",
}


def _text(source: str) -> str:
    """Escape text, but leave the entities that the author wrote."""
    return escape(html.unescape(source) if "&" in source else source)
