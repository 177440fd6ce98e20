"""Code that did not change is not highlighted again: it looks the same in every page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

from devserver.site.remembering.memory import Memory


def remember_code(md: Markdown, memory: Memory) -> None:
    """Give ``md``, which has all of its extensions, a memory for what it highlights."""
    extensions: list[Any] = md.registeredExtensions
    for extension in extensions:
        if _is(extension, "pymdownx.highlight.HighlightExtension"):
            highlighter = _Highlighter(extension.get_pymdownx_highlighter(), memory)
            extension.get_pymdownx_highlighter = lambda given=highlighter: given
    for name, known in _INDENTED.items():
        if name in md.treeprocessors and _is(plain := md.treeprocessors[name], known):
            md.treeprocessors.register(_Indented(plain, memory), name, 30)
    fences = "fenced_code_block"
    if fences in md.preprocessors and _is(md.preprocessors[fences], _FENCES):
        md.preprocessors.register(_Fences(md.preprocessors[fences], memory), fences, 25)


_FENCES = "markdown.extensions.fenced_code.FencedBlockPreprocessor"
_INDENTED = {
    "hilite": "markdown.extensions.codehilite.HiliteTreeprocessor",
    "indent-highlight": "pymdownx.highlight.HighlightTreeprocessor",
}


def _is(thing: object, name: str) -> bool:
    """Tell whether something is of exactly this class, which need not be imported for that."""
    return f"{type(thing).__module__}.{type(thing).__qualname__}" == name


class _Highlighter:
    """Takes the place of pymdownx's class, of which an instance is made for every piece of code."""

    def __init__(self, plain: Callable[..., Any], memory: Memory) -> None:
        self._plain = plain
        self._memory = memory

    def __call__(self, md: Markdown, **options: Any) -> _Highlight:
        return _Highlight(self._plain(md, **options), options, self._memory)


class _Highlight:
    """Highlights one piece of code."""

    def __init__(self, plain: Any, options: dict[str, Any], memory: Memory) -> None:
        self._plain = plain
        self._options = options
        self._memory = memory

    def highlight(self, src: str, language: str, *more: Any, **named: Any) -> Any:
        """Give the HTML of a block; an element for code in a line, which is not remembered."""
        if named.get("inline") or not self._is_alike_everywhere():
            return self._plain.highlight(src, language, *more, **named)
        if not any(self._options.get(option) for option in _NUMBERED):
            named["code_block_count"] = 0
        key = src, language, repr((more, named, self._options))
        known = self._memory.recall(key)
        if known is None:
            known = self._plain.highlight(src, language, *more, **named)
            self._memory.keep(key, known, len(src) + len(key[2]) + len(known))
        return known

    def _is_alike_everywhere(self) -> bool:
        """Tell whether the title is part of the HTML, and not put into the stash of the page."""
        options = self._options
        return options.get("title_mode", "text") == "text" and not options.get("auto_title_map")


_NUMBERED = ("line_spans", "line_anchors", "anchor_linenums")
"""Options with which the number of the block in the page is part of its HTML."""


class _Fences(Preprocessor):
    """Hands the fences of a page to Python-Markdown's processor one by one."""

    def __init__(self, plain: Any, memory: Memory) -> None:
        super().__init__(plain.md)
        self._plain = plain
        self._memory = memory

    def run(self, lines: list[str]) -> list[str]:
        """Give the lines with a placeholder for each fence."""
        text = "\n".join(lines)
        written: list[str] = []
        end = 0
        for fence in self._plain.FENCED_BLOCK_RE.finditer(text):
            placeholder = self._placeholder(fence[0])
            if placeholder is None:
                # It is no fence after all, but one might begin inside it.
                return list(self._plain.run(lines))
            written += text[end : fence.start()], "\n", placeholder, "\n"
            end = fence.end()
        return "".join([*written, text[end:]]).split("\n")

    def _placeholder(self, fence: str) -> str | None:
        stash = self.md.htmlStash
        key = self, fence
        known = self._memory.recall(key)
        if known is not None:
            return stash.store(known)
        placeholder = stash.get_placeholder(stash.html_counter)
        if self._plain.run(fence.split("\n")) != ["", placeholder, ""]:
            return None
        known = stash.rawHtmlBlocks[-1]
        self._memory.keep(key, known, len(fence) + len(known))
        return placeholder


class _Indented(Treeprocessor):
    """Hands the indented code of a page to the processor that highlights it, one by one."""

    def __init__(self, plain: Any, memory: Memory) -> None:
        super().__init__(plain.md)
        self._plain = plain
        self._memory = memory

    def run(self, root: Element) -> None:
        """Put placeholders in the place of code."""
        for block in list(root.iter("pre")):
            if len(block) == 1 and block[0].tag == "code" and block[0].text:
                self._turn(block, block[0].text)

    def _turn(self, block: Element, code: str) -> None:
        key = self, code
        known = self._memory.recall(key)
        if known is not None:
            block.clear()
            block.tag = "p"
            block.text = self.md.htmlStash.store(known)
            return
        page = Element("div")
        page.append(block)
        self._plain.run(page)
        if found := HTML_PLACEHOLDER_RE.fullmatch(block.text or ""):
            known = self.md.htmlStash.rawHtmlBlocks[int(found[1])]
            self._memory.keep(key, known, len(code) + len(known))
