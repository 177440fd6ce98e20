"""Formulas between dollar signs become MathML, which browsers show without any script."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Any, Literal
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString, code_escape

Display = Literal["inline", "block"]


@lru_cache(maxsize=2048)
def mathml(formula: str, display: Display) -> str:
    """Convert TeX; raises ``ValueError``, which says why, for what is not a formula."""
    from latex2mathml.converter import convert

    try:
        converted: str = convert(formula, display=display)
    except Exception as error:
        reason = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__).removesuffix(" Error")
        raise ValueError(f"not a formula that can be read: {reason.lower()}") from error
    if unknown := re.search(r"<m[io]>(\\\w+)</m[io]>", converted):
        raise ValueError(f"{unknown[1]} is not a command of TeX that is known here")
    return converted


class MathExtension(Extension):
    """Registers formulas in lines and in blocks, and keeps what could not be read."""

    def __init__(self, **options: Any) -> None:
        self.refused: list[tuple[str, str]] = []
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the processors: what stands in backticks is code, except for GitHub's ``$`x`$``."""
        md.registerExtension(self)
        if "$" not in md.ESCAPED_CHARS:
            md.ESCAPED_CHARS.append("$")
        md.inlinePatterns.register(InlineMath(_QUOTED, md, self), "math-quoted", 190.5)
        md.inlinePatterns.register(InlineMath(_INLINE, md, self), "math", 189)
        md.parser.blockprocessors.register(MathBlocks(md, self), "math", 79)

    def reset(self) -> None:
        """Prepare for the next page."""
        self.refused.clear()

    def render(self, formula: str, display: Display) -> str | None:
        """Give the MathML, or nothing for a formula that has to be shown as code."""
        try:
            return mathml(formula.strip(), display)
        except ValueError as error:
            self.refused.append((formula, str(error)))
            return None


def makeExtension(**options: Any) -> MathExtension:  # noqa: N802 - Python-Markdown's name
    """Make the extension, as Python-Markdown asks for it."""
    return MathExtension(**options)


# What stands between more backticks is code, and shows how to write this.
_QUOTED = r"(?<![\\$`])\$`(?P<formula>[^`\n]+)`\$(?![\w`])"
# Dollars that touch digits, words or brackets outside are money and shell variables.
_INLINE = (
    r"(?<![\\$\w])(?:\$\$(?P<block>[^$]+)\$\$"
    r"|\$(?![\s$`])(?P<formula>(?:\\.|[^\\$])+?)(?<![\s\\])\$)(?![\w$({])"
)
_MONEY = re.compile(r"\d[\d.,]*(?:[kKmM]\b)?\s*(?:[-–—/,;)]|\s[A-Za-z]{2,}\s)")


class InlineMath(InlineProcessor):
    """A formula in a line of text."""

    def __init__(self, pattern: str, md: Markdown, math: MathExtension) -> None:
        super().__init__(pattern, md)
        self._math = math

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's name
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - Python-Markdown's signature
    ) -> tuple[Element | str | None, int | None, int | None]:
        """Give the formula, or its source as code."""
        display: Display = "inline" if m["formula"] else "block"
        formula = m["formula"] or m["block"]
        if _MONEY.match(formula):
            return None, None, None
        rendered = self._math.render(formula, display)
        if rendered is None:
            code = Element("code", {"class": "math"})
            code.text = AtomicString(code_escape(m[0]))
            return code, m.start(), m.end()
        return self.md.htmlStash.store(rendered), m.start(), m.end()


class MathBlocks(BlockProcessor):
    """A formula on lines of its own."""

    BLOCK = re.compile(r"(?:\A|\n)[ ]{0,3}\$\$(?P<formula>.+?)\$\$[ ]*(?=\n|\Z)", re.DOTALL)

    def __init__(self, md: Markdown, math: MathExtension) -> None:
        super().__init__(md.parser)
        self._stash = md.htmlStash
        self._math = math

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002
        """Accept a block with a formula in it; what stands around it is an ordinary block."""
        return "$$" in block and self.BLOCK.search(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Make the formula, and parse what stands before it; what follows comes next."""
        block = blocks.pop(0)
        found = self.BLOCK.search(block)
        if found is None:
            return
        if before := block[: found.start()].strip("\n"):
            self.parser.parseBlocks(parent, [before])
        SubElement(parent, "p").text = self._stash.store(
            _box(found["formula"], self._math.render(found["formula"], "block"))
        )
        if after := block[found.end() :].strip("\n"):
            blocks.insert(0, after)


def fence(source: str, _language: str, _name: str, _options: Any, md: Markdown, **_: Any) -> str:
    """Format a ``math`` fence, called by pymdownx.superfences."""
    for extension in md.registeredExtensions:
        if isinstance(extension, MathExtension):
            return _box(source, extension.render(source, "block"))
    return _box(source, None)


def _box(formula: str, rendered: str | None) -> str:
    source = html.escape(formula.strip("\n"), quote=False)
    shown = rendered or f'<pre><code class="math">{source}</code></pre>'
    return f'<div class="math">{shown}</div>'
