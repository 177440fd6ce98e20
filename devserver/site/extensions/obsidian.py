"""Links by name, as in Obsidian: ``[[Page]]``, ``![[picture.png]]``; and its ``%% comments %%``.

Source of the syntax: https://help.obsidian.md/links
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor

from devserver.site.wikilinks import MARK, PATTERN


class WikiLinks(InlineProcessor):
    """Makes a link or picture of a name; what the name means is known only with the whole site."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's own
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        """Give the element, with its target marked as a name."""
        del data
        name, text = m["name"].strip(), (m["text"] or "").strip()
        if m["embedded"] and _PICTURE.search(name):
            size = _SIZE.match(text)
            called = name.rpartition("/")[2].rpartition(".")[0]
            alt = text if text and not size else called
            element = Element("img", {"src": MARK + name, "alt": alt})
            if size:
                element.set("width", size[1])
        else:
            element = Element("a", {"href": MARK + name})
            element.text = text or " › ".join(part for part in name.split("#") if part.strip("^ "))
        return element, m.start(0), m.end(0)


_PICTURE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp)\Z", re.IGNORECASE)
_SIZE = re.compile(r"(\d{1,4})(?:x\d{1,4})?\Z")


class Comments(Preprocessor):
    """Leaves out what stands between ``%%``, outside of code."""

    def run(self, lines: list[str]) -> list[str]:
        """Give the lines without comments."""
        text = "\n".join(lines)
        if "%%" not in text:
            return lines
        return _COMMENT.sub(lambda found: found[0] if found["code"] else "", text).split("\n")


_COMMENT = re.compile(r"(?P<code>(?P<ticks>`+)[^`\n]+(?P=ticks))|%%(?:(?!%%).)*%%", re.DOTALL)


class ObsidianExtension(Extension):
    """Registers both: links above those of Markdown, comments once code is taken out."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the processors."""
        md.inlinePatterns.register(WikiLinks(PATTERN, md), "wiki-link", 185)
        md.preprocessors.register(Comments(md), "obsidian-comments", 20.8)


def makeExtension(**options: Any) -> ObsidianExtension:  # noqa: N802 - Python-Markdown's name
    """Make the extension, as Python-Markdown asks for it."""
    return ObsidianExtension(**options)
