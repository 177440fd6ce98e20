"""A link of an MkDocs project is written as ``mkdocs build`` writes it, to the letter."""

from __future__ import annotations

import re
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from devserver.model import Url


class Split(NamedTuple):
    """A target in its parts, all as written but for ``path``, which is decoded."""

    path: str
    query: str
    anchor: str

    @classmethod
    def of(cls, target: str) -> Split:
        """Take a target apart; one that no standard makes sense of is its path as a whole."""
        try:
            found = urlsplit(target)
        except ValueError:
            return cls(target, "", "")
        return cls(unquote(found.path), found.query, found.fragment)

    def leading_to(self, path: str) -> str:
        """Write the reference to ``path`` that has the same query and anchor."""
        return urlunsplit(("", "", path, self.query, self.anchor))


def source(page: str, path: str) -> str:
    """Name the file that ``path`` on ``page`` means, both relative to the docs folder."""
    folder = page.rpartition("/")[0]
    return normpath(f"{folder}/{path}" if folder and not path.startswith("/") else path.lstrip("/"))


def reference(from_url: Url, to_url: Url) -> str:
    """Give the relative reference of ``mkdocs.utils.get_relative_url``, percent-encoded."""
    here = from_url.split("/")[1:-1]
    there = [part for part in to_url.split("/") if part]
    common = 0
    for left, right in zip(here, there, strict=False):
        if left != right:
            break
        common += 1
    written = "/".join([*[".."] * (len(here) - common), *map(quote, there[common:])]) or "."
    return f"{written}/" if to_url.endswith("/") else written


def escape(href: str) -> str:
    """Escape a reference for its attribute as Python-Markdown does, which leaves entities alone."""
    href = _AMPERSAND.sub("&amp;", href) if "&" in href else href
    return href.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


_AMPERSAND = re.compile(r"&(?!(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)
