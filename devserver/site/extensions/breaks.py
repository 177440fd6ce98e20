"""A backslash at the end of a line breaks it, as on GitHub; two spaces there cannot be seen."""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import SubstituteTagInlineProcessor


class BreaksExtension(Extension):
    """Registers the break above escapes, which know no newline."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the processor."""
        md.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "break", 185)


def makeExtension(**options: Any) -> BreaksExtension:  # noqa: N802 - Python-Markdown's name
    """Make the extension, as Python-Markdown asks for it."""
    return BreaksExtension(**options)
