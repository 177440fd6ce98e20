"""Inline Markdown as text, by the rules of Python-Markdown and of a page's extensions."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from functools import cached_property

from devserver.model import Dialect
from devserver.site import typography
from devserver.site.short_codes import with_characters
from devserver.site.title import escape, plain


class InlineText:
    """Reads headings of one page, whose ``source`` tells which labels are defined."""

    def __init__(self, source: str, dialect: Dialect) -> None:
        self._source = source
        self._dialect = dialect
        self._kept: list[str] = []
        self._markup = _markup(dialect)

    def rendered(self, written: str) -> tuple[str, str]:
        """Give a heading as plain text, and as safe HTML with inline code and emphasis."""
        if self._dialect.has("pymdownx.critic"):
            written = _CRITIC.sub(lambda found: "".join(filter(None, found.groups())), written)
        if self._dialect.has("attr_list"):
            written = _ATTRIBUTES.sub("", written)
        if self._dialect.has("pymdownx.emoji"):
            written = with_characters(written)
        text = self._inline(written, depth=0)
        text = typography.applied(html.unescape(text), self._dialect)
        shown = " ".join(self._filled(escape(text)).split())
        return plain(shown), shown

    # ------------------------------------------------------------ what is kept as it is

    def _keep(self, shown: str) -> str:
        """Put HTML aside, under a character that nothing else is taken for."""
        self._kept.append(shown)
        return f"{_MARK}{len(self._kept) - 1}{_MARK}"

    def _filled(self, text: str) -> str:
        while _KEPT.search(text):
            text = _KEPT.sub(lambda found: self._kept[int(found[1])], text)
        return text

    # ------------------------------------------------------------ markup

    def _inline(self, written: str, depth: int) -> str:
        if depth > _DEEPEST:
            return written
        parts: list[str] = []
        done = 0
        for found in self._markup.finditer(written):
            shown = self._element(found, depth + 1)
            if shown is not None:
                parts += written[done : found.start()], shown
                done = found.end()
        return "".join((*parts, written[done:]))

    def _element(self, found: re.Match[str], depth: int) -> str | None:
        """Give what a match becomes; ``None`` leaves it as it is written."""
        kind = "reference" if found["reference"] is not None else found.lastgroup or ""
        if kind in self._special:
            return self._special[kind](found[kind])
        if kind == "reference" and not self._is_defined(found["label"] or found[kind]):
            return None
        before, after = _AROUND.get(kind, ("", ""))
        shown = self._inline(found[kind], depth)
        return f"{self._keep(before)}{shown}{self._keep(after)}" if before else shown

    @cached_property
    def _special(self) -> Mapping[str, Callable[[str], str | None]]:
        """Give what becomes of that inside of which there is no more markup."""
        return {
            "code": lambda inner: self._keep(f"<code>{escape(self._code(inner))}</code>"),
            "escaped": lambda inner: self._keep(escape(inner)),
            "bare": self._keep,
            "address": lambda inner: self._keep(escape(html.unescape(inner))),
            "alt": lambda inner: self._keep(escape(html.unescape(inner))),
            "tag": lambda _: self._keep(""),
            "note": lambda name: "" if self._is_defined(f"^{name}") else None,
            "keys": self._keys,
        }

    def _code(self, inner: str) -> str:
        """Drop what names the language of inline code."""
        stripped = inner.strip()
        if self._dialect.has("pymdownx.inlinehilite"):
            return _LANGUAGE.sub("", stripped)
        return stripped

    def _keys(self, inner: str) -> str | None:
        from pymdownx.keymap_db import aliases, keymap  # Few headings name a key.

        names = [aliases.get(key, key) for key in inner.split("+")]
        known = [keymap["en"].get(name) if "en" in keymap else keymap.get(name) for name in names]
        return None if None in known else self._keep(escape("+".join(map(str, known))))

    # ------------------------------------------------------------ labels

    def _is_defined(self, label: str) -> bool:
        return " ".join(label.split()).lower() in self._labels

    @cached_property
    def _labels(self) -> frozenset[str]:
        found = _LABEL.findall(self._source)
        return frozenset(" ".join(label.split()).lower() for label in found)


_DEEPEST = 8
_MARK = "\ue00f"
"""A character for private use, which no font has."""
_KEPT = re.compile(f"{_MARK}([0-9]+){_MARK}")
_LABEL = re.compile(r"^ {0,3}\[([^\[\]\n]+)\]:", re.MULTILINE)
_ATTRIBUTES = re.compile(r"[ ]+\{:?[ ]*[^}\n ][^\n]*\}[ ]*\Z")
_CRITIC = re.compile(
    r"\{\+\+(.*?)\+\+\}|\{--(.*?)--\}|\{==(.*?)==\}|\{>>(.*?)<<\}|\{~~(.*?)~>(.*?)~~\}"
)
_LANGUAGE = re.compile(r"\A(?:#!|:{3,})[\w#.+-]+ +")
_AROUND = {
    "bold": ("<strong>", "</strong>"),
    "bold_word": ("<strong>", "</strong>"),
    "italic": ("<em>", "</em>"),
    "italic_word": ("<em>", "</em>"),
    "struck": ("<del>", "</del>"),
}

_CORE = r"""
      (?<!\\)(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)
    | \\(?P<escaped>[\\`*_{}\[\]()>\#+.!~^=:|<&"'/-])
    | !\[(?P<alt>[^\]]*)\](?:\([^)]*\)|\[[^\]]*\])
    | \[(?P<link>(?:[^\[\]]|\[[^\[\]]*\])*)\]
      \((?:<[^<>]*>|[^()\s]|\([^()]*\))*(?:\s+["'(].*?["')])?\s*\)
    | <(?P<address>(?:[a-z][a-z0-9+.-]*:[^\s<>]*|[^<>@\s]+@[^<>@\s]+))>
    | (?P<tag></?[a-zA-Z][^<>]*>|<!--.*?-->)
"""
_NOTE = r"| \[\^(?P<note>[^\]]+)\]"
_REFERENCE = r"""
    | \[(?P<reference>(?:[^\[\]^]|\[[^\[\]]*\])(?:[^\[\]]|\[[^\[\]]*\])*)\]
      (?:[ ]?\[(?P<label>[^\[\]]*)\])?
"""
_EMPHASIS = r"""
    | (?:(?<=\s)|^)(?P<bare>\*{1,3}|_{1,3})(?=\s|$)
    | \*\*\*(?P<both>.+?)\*\*\*
    | \*\*(?P<bold>.+?)\*\*
    | \*(?P<italic>[^*]+)\*(?!\*)
    | (?<!\w)__(?!_)(?P<bold_word>.+?)(?<!_)__(?!\w)
    | (?<!\w)_(?!_)(?P<italic_word>.+?)(?<!_)_(?!\w)
"""
_MORE = {
    "pymdownx.keys": r"| \+\+(?P<keys>[\w-]+(?:\+[\w-]+)*)\+\+",
    "pymdownx.mark": r"| ==(?P<marked>\S(?:.*?\S)?)==",
    "pymdownx.caret": r"| \^\^(?P<inserted>\S(?:.*?\S)?)\^\^ | \^(?P<raised>[^\s^]+)\^",
    "pymdownx.tilde": r"| ~~(?P<struck>\S(?:.*?\S)?)~~ | ~(?P<lowered>[^\s~]+)~",
}


def _markup(dialect: Dialect) -> re.Pattern[str]:
    """Put together what is markup in a dialect; what comes first wins."""
    names = tuple(name for name in (*_MORE, "footnotes") if dialect.has(name))
    if names not in _PATTERNS:
        note = _NOTE if "footnotes" in names else ""
        more = "".join(_MORE[name] for name in names if name in _MORE)
        whole = f"{_CORE}{note}{_REFERENCE}{more}{_EMPHASIS}"
        _PATTERNS[names] = re.compile(whole, re.VERBOSE | re.IGNORECASE)
    return _PATTERNS[names]


_PATTERNS: dict[tuple[str, ...], re.Pattern[str]] = {}
