"""A page is cut into segments, each of which becomes the same whatever stands before and after it.

Python-Markdown parses blocks one after another, and many of its block processors look at what the
last block became: an item joins the list before it, an indented block the item, ``: text`` turns
the paragraph before it into a term. Segments begin where they certainly do not look.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal


def cut(text: str, *, elements: bool) -> list[str]:
    """Cut ``text``, as the preprocessors leave it, into texts whose blocks are those of the page.

    ``elements`` says that placeholders may stand for elements, such as lists, and not for text.
    """
    segments: list[list[str]] = [[]]
    before: _Kind = "bound"
    for block in text.split("\n\n"):
        kind = _kind(block.removeprefix("\n"), elements=elements)
        if kind == "free" and block[0] == "\n":
            # A box takes the line break before it, which else belongs to code that it follows.
            kind = "bound"
        if kind in {"prose", "free"} or (kind == "joining" and before == "prose"):
            segments.append([])
        elif kind == "meaning" and len(segments) > 1:
            # It takes the paragraph before it, and then looks at what stands before that.
            last = segments.pop()
            segments[-1] += last
        segments[-1].append(block)
        if kind != "blank":
            before = kind
    for earlier, later in pairwise(segments):
        if later[0][:1] == "\n":
            earlier.append("\n")
            later[0] = later[0][1:]
    return ["\n\n".join(blocks) for blocks in segments if blocks]


_Kind = Literal["blank", "prose", "free", "joining", "meaning", "bound"]
"""What a block does to its neighbours.

It leaves paragraphs and headings and nothing else (``prose``); begins with what does not look back,
and leaves something (``free``); continues the last block if that is of its kind, which no paragraph
is (``joining``); looks back at two blocks (``meaning``, in a definition list); or may look for
anything, or leave nothing (``bound``).
"""


def _kind(block: str, *, elements: bool) -> _Kind:
    if _PROSE.fullmatch(block):
        return "prose"
    if not block:
        return "blank"
    if meaning := _MEANING.search(block):
        return "bound" if block[: meaning.start()].strip() else "meaning"
    if block[0] == "\x02" and _PLACEHOLDER.fullmatch(block):
        return "free" if elements else "prose"
    if _JOINS.match(block):
        return "joining"
    return "bound" if _LOOKS_BACK.match(block) else "free"


# No block processor looks for a line that begins like this, unless it is the first of an item or
# of a table, whose second line begins otherwise.
_PROSE = re.compile(
    r"""(?!\d+\.\ ) (?:(?:[^\W_] | [`"'(<] | \*\*?[^\W_] | _[^\W_]) [^\n]*(?:\n|\Z))+
      | \#{1,6}\ [^\n]*""",
    re.VERBOSE,
)
_MEANING = re.compile(r"(?:\A|\n) {0,3}: ")
_PLACEHOLDER = re.compile(r"\x02wzxhzdk:\d+\x03")
_JOINS = re.compile(r" {4}|[>=]|(?:[-+*]|\d+\.) ")
# Definitions leave nothing behind.
_LOOKS_BACK = re.compile(r"[\s:\x02]|\*?\[[^\n]*\] ?:")
