"""Lists are read as GitHub reads them: Python-Markdown wants four spaces where people type two."""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from devserver.site.extensions.indentation import DELIMITERS, FENCE, ITEM_ANYWHERE, Indentation


class Lists(Preprocessor):
    """Indents what belongs to a list item by four columns a level, and parts what must be apart."""

    def run(self, lines: list[str]) -> list[str]:
        """Give the lines as Python-Markdown wants them."""
        if (
            any(map(ITEM_ANYWHERE.match, lines))
            or any(map(_glued, lines, lines[1:]))
            or sum(FENCE.match(line) is not None for line in lines) % 2
        ):
            return Indentation(lines).written
        return lines


class ListsExtension(Extension):
    """Registers the rewriting before fences are taken out, since they are indented too."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the processor."""
        md.preprocessors.register(Lists(md), "lists", 27)


def makeExtension(**options: Any) -> ListsExtension:  # noqa: N802 - Python-Markdown's name
    """Make the extension, as Python-Markdown asks for it."""
    return ListsExtension(**options)


def _glued(line: str, following: str) -> bool:
    """Tell whether a fence or a table stands there without a blank line before or after it."""
    if FENCE.match(following.lstrip(" ")):
        return bool(line.strip())
    if FENCE.match(line.lstrip(" ")):
        return bool(following.strip())
    return "|" in line and DELIMITERS.match(following) is not None
