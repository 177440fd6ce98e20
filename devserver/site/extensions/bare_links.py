"""Addresses in the text become links, except where HTML makes one of them already."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.util import HTML_PLACEHOLDER_RE, INLINE_PLACEHOLDER_RE
from pymdownx.magiclink import (
    RE_LINK,
    RE_MAIL,
    MagiclinkExtension,
    MagiclinkMailPattern,
    MagiclinkPattern,
)

Match = tuple[Element | None, int | None, int | None]


class BareLinks(MagiclinkPattern):  # type: ignore[misc]
    """Web addresses."""

    def handleMatch(self, m: re.Match[str], data: str) -> Match:  # noqa: N802 - as in the library
        """Make the link, unless it would stand in another."""
        if _in_link(self.md, data[: m.start()]):
            return None, None, None
        made: Match = super().handleMatch(m, data)
        return made


class BareMail(MagiclinkMailPattern):  # type: ignore[misc]
    """Mail addresses."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(self, m: re.Match[str], data: str) -> Match:  # noqa: N802 - as in the library
        """Make the link, unless it would stand in another."""
        if _in_link(self.md, data[: m.start()]):
            return None, None, None
        made: Match = super().handleMatch(m, data)
        return made


class BareLinksExtension(MagiclinkExtension):  # type: ignore[misc]
    """Registers the addresses in the place of the plain ones."""

    def setup_autolinks(self, md: Markdown, config: dict[str, Any]) -> None:
        """Add the processors."""
        super().setup_autolinks(md, config)
        links = BareLinks(RE_LINK, md)
        links.config = config
        md.inlinePatterns.register(links, "magic-link", 85)
        md.inlinePatterns.register(BareMail(RE_MAIL, md), "magic-mail", 84.9)


def makeExtension(**options: Any) -> BareLinksExtension:  # noqa: N802 - Python-Markdown's name
    """Make the extension, as Python-Markdown asks for it."""
    return BareLinksExtension(**options)


def _in_link(md: Markdown, before: str) -> bool:
    """Tell whether a link in HTML was opened in ``before``, where tags are placeholders by now."""
    if "\x02" not in before:
        return False
    stashed = getattr(md.treeprocessors["inline"], "stashed_nodes", {})
    for placeholder in reversed(list(INLINE_PLACEHOLDER_RE.finditer(before))):
        node = stashed.get(placeholder[1])
        found = HTML_PLACEHOLDER_RE.match(node) if isinstance(node, str) else None
        if found is None:
            continue
        tag = str(md.htmlStash.rawHtmlBlocks[int(found[1])]).lower()
        if tag.startswith(("<a ", "<a>", "</a")):
            return not tag.startswith("</")
    return False
