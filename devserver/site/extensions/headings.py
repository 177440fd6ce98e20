"""Headings get the ids that GitHub gives them, and a link to themselves."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import HashHeaderProcessor, SetextHeaderProcessor
from markdown.extensions.toc import TocExtension, TocTreeprocessor


class Slugs:
    """Makes ids as GitHub does: a second “Examples” is ``examples-1``."""

    def __init__(self) -> None:
        self._times: dict[str, int] = {}

    def __call__(self, title: str, separator: str) -> str:
        """Make the id of the page's next heading."""
        base = _DROPPED.sub("", title.strip().lower()).replace(" ", separator) or "section"
        slug = base
        while slug in self._times:
            self._times[base] += 1
            slug = f"{base}{separator}{self._times[base]}"
        self._times[slug] = 0
        return slug

    def clear(self) -> None:
        """Forget the headings of the last page."""
        self._times.clear()


_DROPPED = re.compile(r"[^\w\- ]")


class Headings(TocTreeprocessor):
    """Appends a link to every heading; the style sheet draws it, so that no text is added."""

    def run(self, doc: Element) -> None:
        """Give the ids, then name the links after their headings for those who do not see them."""
        super().run(doc)
        titles = dict(_titles(getattr(self.md, "toc_tokens", [])))
        for link in doc.iter("a"):
            if link.get("class") == "headerlink":
                title = titles.get(link.attrib["href"][1:], "")
                link.set("aria-label", f"Link to “{title}”")

    def add_permalink(self, c: Element, elem_id: str) -> None:
        """Add a link without text."""
        SubElement(c, "a", {"class": "headerlink", "href": f"#{elem_id}"})


def _titles(tokens: list[Any]) -> Iterator[tuple[str, str]]:
    for token in tokens:
        yield token["id"], html.unescape(token["name"])
        yield from _titles(token["children"])


class HashHeadings(HashHeaderProcessor):
    """Reads a heading that opens with hashes; one is closed by hashes only if a space is before."""

    RE = re.compile(
        r"(?:^|\n)(?P<level>#{1,6})(?=[ ])(?P<header>[^\n]*?)(?:[ \t]+#+)?[ \t]*(?:\n|$)"
    )


class UnderlinedHeadings(SetextHeaderProcessor):
    """Reads a heading that is underlined; a quotation is none, and the line below it is a rule."""

    RE = re.compile(r"^(?! {0,3}>).*?\n(?:=+|-+)[ ]*(\n|$)", re.MULTILINE)


class HeadingsExtension(TocExtension):
    """Headings and the table of contents of Python-Markdown, as GitHub reads and names them."""

    TreeProcessorClass = Headings

    def __init__(self, **options: Any) -> None:
        self._slugs = Slugs()
        super().__init__(**{"slugify": self._slugs, "permalink": True, **options})

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the processors in the places of Python-Markdown's."""
        super().extendMarkdown(md)
        md.parser.blockprocessors.register(HashHeadings(md.parser), "hashheader", 70)
        md.parser.blockprocessors.register(UnderlinedHeadings(md.parser), "setextheader", 60)

    def reset(self) -> None:
        """Prepare for the next page."""
        super().reset()
        self._slugs.clear()


def makeExtension(**options: Any) -> HeadingsExtension:  # noqa: N802 - Python-Markdown's name
    """Make the extension, as Python-Markdown asks for it."""
    return HeadingsExtension(**options)
