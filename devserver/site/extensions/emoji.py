"""Short codes such as ``:tada:`` become the characters themselves: no pictures, no network."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor


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


@cache
def characters() -> dict[str, str]:
    """Give the characters by short code; the table is read when the first code is met."""
    from pymdownx import gemoji_db

    known = {
        code: "".join(chr(int(point, 16)) for point in points.split("-"))
        for code, entry in gemoji_db.emoji.items()
        if (points := entry.get("unicode_alt") or entry.get("unicode"))
    }
    aliases = {alias: known[code] for alias, code in gemoji_db.aliases.items() if code in known}
    return known | aliases


class EmojiExtension(Extension):
    """Registers the short codes where other tools have them."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the processor."""
        md.inlinePatterns.register(Emoji(r"(?<!\w):[+\-\w]+:(?!\w)", md), "emoji", 75)


def makeExtension(**options: Any) -> EmojiExtension:  # noqa: N802 - Python-Markdown's name
    """Make the extension, as Python-Markdown asks for it."""
    return EmojiExtension(**options)
