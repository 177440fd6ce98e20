"""Lines are indented anew, four columns a level, which Python-Markdown needs to nest anything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal


class Indentation:
    """One pass over the lines of a page, or of a quotation in it."""

    def __init__(self, lines: list[str]) -> None:
        self.written: list[str] = []
        self._lines = list(lines)
        self._open: list[_Box] = []
        self._unclosed: set[str] = set()
        self._after: Literal["blank", "text", "block"] = "blank"
        position = 0
        while position < len(self._lines):
            position = self._next(position)

    def _next(self, position: int) -> int:
        """Write what begins at ``position``, and say where the rest begins."""
        line = self._lines[position]
        text = line.lstrip(" ")
        if not text:
            self._part()
            return position + 1
        indent = len(line) - len(text)
        if self._after == "text" and "|" in text and self._heads_table(position):
            self._part()
        if self._after == "text" and not self._interrupts(text, indent):
            self._write(self._open[-1].output if self._open else indent, text, "text")
            return position + 1
        before, self._open = self._open, [box for box in self._open if indent >= box.least]
        column, deeper = 0, indent
        if self._open:
            column, deeper = self._open[-1].output, self._open[-1].offset(indent)
        if deeper >= 4:
            self._write(column + deeper, text, "block")
            return position + 1
        return self._begin(position, column, before)

    def _begin(self, position: int, column: int, before: list[_Box]) -> int:
        """Write the block that begins at ``position``, at ``column`` or at most three beyond."""
        line = self._lines[position]
        text = line.lstrip(" ")
        indent = len(line) - len(text)
        column = column if self._open else indent
        if text[0].isalpha():
            self._write(column, text, "text")
            return position + 1
        if (item := _ITEM.match(text)) and not _RULE.match(text):
            return self._item(position, item, before)
        end = self._verbatim_end(position, text)
        if end > position:
            return self._verbatim(position, end, column - indent)
        if text.startswith(">"):
            return self._quotation(position, column)
        heading, container = _HEADING.match(text), _CONTAINER.match(text)
        if heading:
            self._part_in_list()
        elif _RULE.match(text) and self._after == "text":
            # Below an item; it would underline the text of it.
            self._part()
        self._write(column, text, "block" if heading or container else "text")
        if container:
            self._open.append(_Box("container", indent, indent + 4, column - column % 4 + 4))
        return position + 1

    def _verbatim(self, position: int, end: int, shift: int) -> int:
        """Write a fence, a comment or preformatted HTML, apart from what stands around it."""
        if self._after != "blank":
            self._part()
        self.written += (_shift(line, shift) for line in self._lines[position:end])
        self._after = "block"
        if end < len(self._lines) and self._lines[end].strip():
            self._part()
        return end

    def _item(self, position: int, item: re.Match[str], before: list[_Box]) -> int:
        """Write an item, apart from what is no item of its list, and open its box."""
        line = self._lines[position]
        text = line.lstrip(" ")
        indent = len(line) - len(text)
        column = self._open[-1].output if self._open else 0
        kind: Kind = "number" if item[2] else "bullet"
        depth = len(self._open)
        sibling = before[depth] if len(before) > depth else None
        if sibling is not None and sibling.kind == kind:
            apart = sibling.parted
        else:
            # The first list of an item needs no blank line, and would be set wider by one.
            apart = not (self._open and self._after == "text") or self._open[-1].parted
        if apart and self._after != "blank":
            self._part()
        marker = f"{item[2]}." if item[2] else item[1]
        rest = text[item.end() :]
        spaces = len(item[3])
        least = indent + len(item[1]) + (spaces if 1 <= spaces <= 4 else 1)
        self._open.append(_Box(kind, indent, min(least, indent + 4), column + 4))
        if FENCE.match(rest):
            # A fence has to stand on a line of its own.
            self._write(column, f"{marker} ", "block")
            self._lines[position] = " " * least + rest
            return position
        self._write(column, f"{marker} {rest}", "text" if rest else "block")
        return position + 1

    def _quotation(self, position: int, column: int) -> int:
        """Write a quotation, whose lines are read as a page of their own."""
        end = position
        while end < len(self._lines) and self._lines[end].lstrip(" ").startswith(">"):
            end += 1
        inner = [_QUOTED.sub("", line, count=1) for line in self._lines[position:end]]
        if any(map(ITEM_ANYWHERE.match, inner)):
            inner = Indentation(inner).written
        self._part_in_list()
        self.written += (f"{' ' * column}> {line}".rstrip(" ") for line in inner)
        self._after = "text"
        return end

    def _interrupts(self, text: str, indent: int) -> bool:
        """Tell whether a line that follows text begins something else."""
        outside = [box for box in self._open if indent < box.least]
        if any(box.kind == "container" for box in outside):
            return True
        if text[0].isalpha():
            return False
        item, rule = _ITEM.match(text), _RULE.match(text)
        if item and not rule:
            if indent >= (self._open[-1].least if self._open else 0) + 4:
                return False
            # Only a list that begins with something, and with 1, can interrupt a paragraph.
            return bool(outside) or (item.end() < len(text) and item[2] in {None, "1"})
        return bool(
            (rule and outside)
            or text.startswith(">")
            or FENCE.match(text)
            or _HEADING.match(text)
            or _CONTAINER.match(text)
            or _VERBATIM.match(text)
        )

    def _verbatim_end(self, position: int, text: str) -> int:
        """Say where the fence, comment or preformatted HTML ends that begins here, if one does."""
        if fence := FENCE.match(text):
            marks = fence[1] or fence[2]
            closing = re.compile(rf"[ ]*{marks}{marks[0]}*[ ]*$")
            first = position + 1
        elif verbatim := _VERBATIM.match(text):
            closing = re.compile(rf".*(?:{'-->' if verbatim[2] else f'</{verbatim[1]}>'})", re.I)
            first = position
        else:
            return position
        if closing.pattern in self._unclosed:
            return position
        for index in range(first, len(self._lines)):
            if closing.match(line := self._lines[index]):
                if fence:
                    # A longer one ends it too; Python-Markdown wants as many as began it.
                    self._lines[index] = line[: len(line) - len(line.lstrip(" "))] + marks
                return index + 1
        self._unclosed.add(closing.pattern)
        if fence and not self._open:
            # As on GitHub: while the author is at it, the rest of the page is the code.
            self._lines.append(marks)
            return len(self._lines)
        return position

    def _heads_table(self, position: int) -> bool:
        """Tell whether a table begins here, whose rows stand before this line in no paragraph."""
        following = self._lines[position + 1 : position + 2]
        return bool(following) and DELIMITERS.match(following[0]) is not None

    def _part_in_list(self) -> None:
        """Write the blank line without which a block in an item would be text."""
        if self._open and self._after != "blank":
            self._part()

    def _part(self) -> None:
        self.written.append("")
        self._after = "blank"
        for box in self._open:
            box.parted = True

    def _write(self, column: int, text: str, kind: Literal["text", "block"]) -> None:
        self.written.append(" " * column + text)
        self._after = kind


Kind = Literal["bullet", "number", "container"]


@dataclass(slots=True)
class _Box:
    """An open list item or container."""

    kind: Kind
    column: int
    """Where it begins in the source."""
    least: int
    """The column of the source from which on a line belongs to it."""
    output: int
    """The column that its content is written at."""
    content: int | None = None
    """The column of its content in the source, known from its first further line."""
    parted: bool = False
    """A blank line was written in it."""

    def offset(self, indent: int) -> int:
        """Tell how much deeper than the box's content a line is that is indented by ``indent``."""
        if self.content is None:
            self.content = indent
            if indent >= self.least + 4:
                # Code, indented either from the text of the item or by twice four columns.
                self.content = self.column + 4 if indent >= self.column + 8 else self.least
        return max(indent - self.content, 0)


_ITEM = re.compile(r"([-+*]|(\d{1,9})[.)])( +(?=\S)|$)")
ITEM_ANYWHERE = re.compile(r"[ >]*(?:[-+*]|\d{1,9}[.)])(?: |$)")
DELIMITERS = re.compile(r" *\|?(?: *:?-+:? *\|)+(?: *:?-+:?)? *$")
_RULE = re.compile(r"([-*_])[ ]*(?:\1[ ]*){2,}$")
FENCE = re.compile(r"(`{3,})[^`]*$|(~{3,})")
_VERBATIM = re.compile(r"<(pre|script|style|textarea)\b|(<!--)", re.IGNORECASE)
# What Python-Markdown's extensions indent by four columns: boxes, tabs, footnotes, definitions.
_CONTAINER = re.compile(r"!!! |\?\?\?\+? |===[!+]* [\"']|\[\^[^\]]+\]:|: ")
_HEADING = re.compile(r"#{1,6}(?: |$)")
_QUOTED = re.compile(r" *> ?")


def _shift(line: str, columns: int) -> str:
    """Indent a line by so many columns more, or less as far as it is indented."""
    if columns >= 0:
        return " " * columns + line if line else line
    return line[min(-columns, len(line) - len(line.lstrip(" "))) :]
