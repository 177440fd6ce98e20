"""Raw HTML ends at a blank line, as on GitHub, so that Markdown can stand between its tags."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.md_in_html import MarkdownInHTMLPostprocessor
from markdown.preprocessors import Preprocessor


class RawBlock(str):
    """HTML that stands between blocks, whatever its tags are."""

    __slots__ = ()


class RawBlocks(Preprocessor):
    """Takes out raw HTML up to the next blank line (CommonMark 0.31, section 4.6, kinds 6 and 7).

    Elements with a ``markdown`` attribute, comments and preformatted text are left to md_in_html.
    """

    def run(self, lines: list[str]) -> list[str]:
        """Give the lines with a placeholder for each piece of HTML."""
        if not any(map(_TAG_FIRST.match, lines)):
            return lines
        written: list[str] = []
        position = 0
        while position < len(lines):
            end = _kept_end(lines, position)
            if end > position:
                written += lines[position:end]
            else:
                end = _blank(lines, position)
                piece = "\n".join(lines[position:end])
                indent = piece[: len(piece) - len(piece.lstrip(" "))]
                written += "", indent + self.md.htmlStash.store(RawBlock(piece.strip())), ""
            position = end
        return written


class RawBlocksPostprocessor(MarkdownInHTMLPostprocessor):
    """Puts the pieces back, without a paragraph around them."""

    def stash_to_string(self, text: str | Element) -> str:
        """Keep a piece apart from what stood in a line."""
        return text if isinstance(text, RawBlock) else super().stash_to_string(text)

    def isblocklevel(self, html: str) -> bool:
        """Tell what may not stand in a paragraph."""
        return isinstance(html, RawBlock) or super().isblocklevel(html)


class RawExtension(Extension):
    """Registers the pieces after fences are taken out and before other HTML is."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the processors; the second takes the place of md_in_html's."""
        md.preprocessors.register(RawBlocks(md), "raw-blocks", 20.5)
        md.postprocessors.register(RawBlocksPostprocessor(md), "raw_html", 30)


def makeExtension(**options: Any) -> RawExtension:  # noqa: N802 - Python-Markdown's name
    """Make the extension, as Python-Markdown asks for it."""
    return RawExtension(**options)


_BLOCK_NAMES = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|"
    "dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|"
    "header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|"
    "param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul"
)
_TAG_FIRST = re.compile(r" *<[/a-zA-Z]")
_BLOCK_TAG = re.compile(rf" *</?(?:{_BLOCK_NAMES})(?:[\s/>]|$)", re.IGNORECASE)
_LONE_TAG = re.compile(
    r"""[ ]*<(?:/[a-zA-Z][\w-]*\s*
        | [a-zA-Z][\w-]*(?:\s+[\w:.@-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s*/?
        )>\s*$""",
    re.VERBOSE,
)
_VERBATIM = re.compile(r" {0,3}<(?:(script|pre|style|textarea)\b|(!--))", re.IGNORECASE)
_MARKDOWN = re.compile(r"<([a-zA-Z][\w-]*)\s(?:[^<>]*\s)?markdown(?:[\s=>]|$)")
_ITEM = re.compile(r" *(?:[-+*]|\d{1,9}\.)(?: |$)")


def _kept_end(lines: list[str], position: int) -> int:
    """Say how far the lines go that are not to be taken out; ``position`` itself if none are."""
    line = lines[position]
    if verbatim := _VERBATIM.match(line):
        closing = "-->" if verbatim[2] else f"</{verbatim[1].lower()}>"
        for index in range(position, len(lines)):
            if closing in lines[index].lower():
                return index + 1
        return position + 1
    if not _begins(lines, position):
        return position + 1
    marked = _MARKDOWN.search("\n".join(lines[position : _blank(lines, position)]))
    return _element_end(lines, position, marked[1]) if marked else position


def _begins(lines: list[str], position: int) -> bool:
    """Tell whether a piece of raw HTML begins with this line."""
    line = lines[position]
    if not _TAG_FIRST.match(line):
        return False
    after_blank = position == 0 or not lines[position - 1].strip()
    if not (_BLOCK_TAG.match(line) or (after_blank and _LONE_TAG.match(line))):
        return False
    indent = len(line) - len(line.lstrip(" "))
    return indent < 4 or _in_item(lines, position, indent)


def _in_item(lines: list[str], position: int, indent: int) -> bool:
    """Tell an indented tag in a list item from indented code."""
    for line in reversed(lines[:position]):
        if line.strip() and len(line) - len(line.lstrip(" ")) < indent:
            return _ITEM.match(line) is not None
    return False


def _blank(lines: list[str], position: int) -> int:
    """Give the next blank line, or the end."""
    while position < len(lines) and lines[position].strip():
        position += 1
    return position


def _element_end(lines: list[str], position: int, name: str) -> int:
    """Say where the element ``name`` ends that begins at ``position``."""
    tag = re.compile(rf"<(/?){name}\b", re.IGNORECASE)
    depth = 0
    for index in range(position, len(lines)):
        for found in tag.finditer(lines[index]):
            depth += -1 if found[1] else 1
        if depth <= 0:
            return index + 1
    return len(lines)
