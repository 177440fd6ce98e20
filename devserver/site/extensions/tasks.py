"""List items that open with ``[ ]`` or ``[x]`` are tasks, and say so to everyone."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor


class Tasks(Treeprocessor):
    """Puts a named, disabled checkbox where the mark stood, before inline text is parsed."""

    MARK = re.compile(r"\s*\[([ xX])\][ \t]+(?=\S)")

    def run(self, root: Element) -> None:
        """Turn every task of the page."""
        for kind in ("ul", "ol"):
            for items in root.iter(kind):
                if sum(self._turn(item) for item in items):
                    items.set("class", "task-list")

    def _turn(self, item: Element) -> bool:
        holder = item
        if not (item.text or "").strip() and len(item) and item[0].tag == "p":
            holder = item[0]
        found = self.MARK.match(holder.text or "")
        if found is None or item.tag != "li":
            return False
        done = found[1] != " "
        box = Element("input", {"type": "checkbox", "disabled": "disabled"})
        box.set("aria-label", "Done" if done else "To do")
        if done:
            box.set("checked", "checked")
        box.tail = " " + (holder.text or "")[found.end() :]
        holder.text = ""
        holder.insert(0, box)
        item.set("class", "task-list-item")
        return True


class TasksExtension(Extension):
    """Registers the tasks above the inline patterns, which would see links in the marks."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the processor."""
        md.treeprocessors.register(Tasks(md), "tasks", 25)


def makeExtension(**options: Any) -> TasksExtension:  # noqa: N802 - Python-Markdown's name
    """Make the extension, as Python-Markdown asks for it."""
    return TasksExtension(**options)
