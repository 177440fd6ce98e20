"""Short codes such as ``:tada:`` become the characters themselves: no pictures, no network."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from devserver.site.icon_files import plain_name
from devserver.site.short_codes import SHORT_CODE, characters


class Emoji(InlineProcessor):
    """Replaces the short codes that GitHub knows, and those of Material's icons by their names.

    Pictures of icons are left to projects of MkDocs: a page must not depend on what is installed.
    """

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's name
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - Python-Markdown's signature
    ) -> tuple[str | Element | None, int | None, int | None]:
        """Give the character, or the name."""
        shown: str | Element | None = characters().get(m[0])
        if shown is None and (name := plain_name(m[0])):
            shown = Element("span", {"class": "icon"})
            shown.text = AtomicString(name)
        return (None, None, None) if shown is None else (shown, m.start(), m.end())


class EmojiExtension(Extension):
    """Registers the short codes where other tools have them."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the processor."""
        md.inlinePatterns.register(Emoji(SHORT_CODE, md), "emoji", 75)


def makeExtension(**options: Any) -> EmojiExtension:  # noqa: N802 - Python-Markdown's name
    """Make the extension, as Python-Markdown asks for it."""
    return EmojiExtension(**options)
