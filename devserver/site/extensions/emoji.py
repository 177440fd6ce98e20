"""Short codes such as ``:tada:`` become the characters themselves: no pictures, no network."""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor

from devserver.site.short_codes import SHORT_CODE, characters


class Emoji(InlineProcessor):
    """Replaces the short codes that GitHub knows, and leaves every other text alone."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's name
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - Python-Markdown's signature
    ) -> tuple[str | None, int | None, int | None]:
        """Give the character."""
        character = characters().get(m[0])
        return (None, None, None) if character is None else (character, m.start(), m.end())


class EmojiExtension(Extension):
    """Registers the short codes where other tools have them."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the processor."""
        md.inlinePatterns.register(Emoji(SHORT_CODE, md), "emoji", 75)


def makeExtension(**options: Any) -> EmojiExtension:  # noqa: N802 - Python-Markdown's name
    """Make the extension, as Python-Markdown asks for it."""
    return EmojiExtension(**options)
