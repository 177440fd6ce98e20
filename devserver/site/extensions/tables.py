"""A table wider than the page scrolls in a box of its own, also by keyboard."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions.tables import TableExtension, TableProcessor


class ScrollingTables(TableProcessor):
    """Puts each table into ``<div class="table-scroll">``."""

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make the box, and the table in it."""
        box = SubElement(parent, "div", {"class": "table-scroll", "tabindex": "0"})
        super().run(box, blocks)


class TablesExtension(TableExtension):
    """The tables of Python-Markdown, each in its box."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the processor in the place of the plain one."""
        super().extendMarkdown(md)
        processor = ScrollingTables(md.parser, self.getConfigs())
        md.parser.blockprocessors.register(processor, "table", 75)


def makeExtension(**options: Any) -> TablesExtension:  # noqa: N802 - Python-Markdown's name
    """Make the extension, as Python-Markdown asks for it."""
    return TablesExtension(**options)
