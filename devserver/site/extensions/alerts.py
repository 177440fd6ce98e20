"""GitHub's alerts, such as ``> [!NOTE]``, are the same boxes as admonitions."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockQuoteProcessor
from markdown.extensions import Extension


class Alerts(BlockQuoteProcessor):
    """A block quote whose first line names one of the five kinds."""

    OPENING = re.compile(
        r"(?:\A|\n)(?<!>)[ ]{0,3}>[ ]?\[!(note|tip|important|warning|caution)\][ ]*(?=\n|\Z)",
        re.IGNORECASE,
    )

    def test(self, parent: Element, block: str) -> bool:
        """Accept a block with an alert in it; the lines before it are an ordinary block."""
        return "[!" in block and self._opening(block) is not None and super().test(parent, block)

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make the box, and parse what is quoted inside it."""
        block = blocks.pop(0)
        opening = self._opening(block)
        if opening is None:
            return
        if before := block[: opening.start()]:
            self.parser.parseBlocks(parent, [before])
        kind = opening[1].lower()
        box = SubElement(parent, "div", {"class": f"admonition {kind}"})
        title = SubElement(box, "p", {"class": "admonition-title"})
        title.text = kind.capitalize()
        lines = block[opening.end() :].lstrip("\n").split("\n")
        self.parser.state.set("blockquote")
        self.parser.parseChunk(box, "\n".join(self.clean(line) for line in lines))
        self.parser.state.reset()

    def _opening(self, block: str) -> re.Match[str] | None:
        """Find the alert's first line, which no other quoted line may precede."""
        found = self.OPENING.search(block)
        if found is None:
            return None
        previous = block[: found.start()].rpartition("\n")[2]
        return None if previous.lstrip().startswith(">") else found


class AlertsExtension(Extension):
    """Registers the boxes just above block quotes."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the processor."""
        md.parser.blockprocessors.register(Alerts(md.parser), "alert", 20.5)


def makeExtension(**options: Any) -> AlertsExtension:  # noqa: N802 - Python-Markdown's name
    """Make the extension, as Python-Markdown asks for it."""
    return AlertsExtension(**options)
