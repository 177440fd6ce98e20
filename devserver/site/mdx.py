"""What in MDX is a program is left out or said in Markdown, so that a page reads as it was meant.

Source of the syntax: https://mdxjs.com/docs/what-is-mdx/ and
https://docusaurus.io/docs/markdown-features
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from devserver.model import Expanded, SourcePath
from devserver.site.lines import FENCE, LONGEST, SourceLine, closes, joined, lines_of


def without_programs(path: SourcePath, expanded: Expanded, start: int) -> Expanded:
    """Rewrite a page; its text begins at the offset ``start``."""
    lines = lines_of(path, expanded)
    first = expanded.text.count("\n", 0, start)
    return joined([*lines[:first], *_Reader().read(lines[first:])], expanded)


_PROGRAM = re.compile(
    r"(?:import\s+(?:[\w{*\"'].*)|export\s+(?:default|const|let|var|function|class|async|\{|\*).*)\Z"
)
_BRACKETS = re.compile(r"[(\[{]|[)\]}]")
_COMMENT = re.compile(r"\{/\*.*?\*/\}")
_TAG = re.compile(
    r"""</?(?P<name>[A-Z][\w.]*|>)?(?P<said>(?:\s+(?:\{\.\.\.[^{}]*\}
      | [\w:-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|
        \{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}))?))*)\s*/?>""",
    re.VERBOSE,
)
_COMPONENT = re.compile(r"</?[A-Z][\w.]*(?:\s[^<>]*)?/?>|</?>")
_ATTRIBUTE = re.compile(
    r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|\{\s*["'`]([^"'`]*)["'`]\s*\})"""
)
_PROPERTY = re.compile(r"\s+[\w:-]+=\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}")
_CLASS = re.compile(r"\sclassName=(?=[\"'])")
_HTML = re.compile(r"<[a-z][\w-]*(?:\s[^<>]*)?>")
_EXPRESSION = re.compile(r"(?<![\\$])\{(?:[A-Za-z_$][\w$.]*(?:\([^{}()]*\))?|[\"'`] *[\"'`])\}")
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_OPENS = re.compile(r"[ \t]*<[A-Z][\w.]*(?:\s[^<>]*)?\Z")
_MOST_LINES = 60
"""A tag or a statement goes on over so many lines at most; what is longer is text."""


class _Reader:
    """Reads a page line by line."""

    def __init__(self) -> None:
        self._tabs: list[_Tabs] = []

    def read(self, lines: list[SourceLine]) -> Iterator[SourceLine]:
        at = 0
        while at < len(lines):
            line = lines[at]
            fence = FENCE.match(line.text)
            if fence:
                end = _fence_end(lines, at, fence["mark"])
                yield from map(self._placed, _code(lines[at:end]))
                at = end
            elif self._is_program(lines, at):
                at = _statement_end(lines, at)
            elif "{/*" in line.text and (end := _comment_end(lines, at)):
                rest = _whole(lines[at:end])
                yield from self._text(line._replace(text=_COMMENT.sub("", rest)))
                at = end
            elif _OPENS.match(line.text) and (end := _tag_end(lines, at)):
                yield from self._text(line._replace(text=_whole(lines[at:end])))
                at = end
            else:
                yield from self._text(line)
                at += 1

    @property
    def _base(self) -> int:
        """How far what stands in the innermost open item has to be indented."""
        tabs = self._tabs[-1]
        return tabs.base + 4 if tabs.item is not None else tabs.base

    def _placed(self, line: SourceLine) -> SourceLine:
        """Indent a line as far as the tab that it stands in; its own indent means nothing."""
        if not self._tabs or self._tabs[-1].item is None or not line.text.strip():
            return line
        free = min(len(line.text) - len(line.text.lstrip(" ")), self._tabs[-1].item)
        moved = line._replace(text=line.text[free:], added=line.added - free)
        return moved.indented(self._base)

    @staticmethod
    def _is_program(lines: list[SourceLine], at: int) -> bool:
        """Whether a statement begins here: only where a paragraph could."""
        if not _PROGRAM.match(lines[at].text):
            return False
        before = lines[at - 1].text if at else ""
        return not before.strip() or before.startswith(("import ", "export ", "}"))

    def _text(self, line: SourceLine) -> Iterator[SourceLine]:
        """Write one line of text, in which tags may stand."""
        if len(line.text) > LONGEST or ("<" not in line.text and "{" not in line.text):
            yield self._placed(line)
            return
        pieces: list[str] = []
        done = 0
        for found in _CODE.finditer(line.text):
            pieces += _bare(line.text[done : found.start()]), found[0]
            done = found.end()
        tabs = list(self._tab_lines(line))
        if tabs:
            yield from tabs
            return
        text = "".join([*pieces, _bare(line.text[done:])])
        if text.strip() or not line.text.strip():
            yield self._placed(line._replace(text=text))
        else:
            yield line._replace(text="")

    def _tab_lines(self, line: SourceLine) -> Iterator[SourceLine]:
        """Write ``<Tabs>`` and ``<TabItem>`` as content tabs are written."""
        text, indent = line.text.strip(), len(line.text) - len(line.text.lstrip())
        item = re.fullmatch(r"<TabItem(\s.*?)?>(.*?)(</TabItem>)?", text) if self._tabs else None
        if re.fullmatch(r"<Tabs(?:\s.*)?>", text):
            self._tabs.append(_Tabs(self._base if self._tabs else indent))
            yield line._replace(text="")
        elif text == "</Tabs>" and self._tabs:
            self._tabs.pop()
            yield line._replace(text="")
        elif text == "</TabItem>" and self._tabs:
            self._tabs[-1].item = None
            yield line._replace(text="")
        elif item:
            said = {name: a or b or c for name, a, b, c in _ATTRIBUTE.findall(item[1] or "")}
            label = (said.get("label") or said.get("value") or "Tab").replace('"', "”")
            head = " " * self._tabs[-1].base + f'=== "{label}"'
            yield from (line._replace(text=each) for each in ("", head, ""))
            self._tabs[-1].item = indent
            if item[2]:
                yield self._placed(line._replace(text=" " * indent + _bare(item[2])))
            if item[3]:
                self._tabs[-1].item = None


@dataclass(slots=True)
class _Tabs:
    """A set of tabs that is being read: where it stands, and how far its open item is indented."""

    base: int
    item: int | None = None


def _bare(text: str) -> str:
    """Drop components, what is computed, and attributes that HTML does not have."""
    text = _COMMENT.sub("", text)
    if "<" in text:
        text = _HTML.sub(lambda tag: _PROPERTY.sub("", _CLASS.sub(r" class=", tag[0])), text)
        text = _TAG.sub(lambda tag: "" if tag["name"] or tag[0] in {"<>", "</>"} else tag[0], text)
        text = _COMPONENT.sub("", text)
    return _EXPRESSION.sub("", text) if "{" in text else text


def _whole(lines: Iterable[SourceLine]) -> str:
    return " ".join(line.text.strip() if index else line.text for index, line in enumerate(lines))


def _fence_end(lines: list[SourceLine], at: int, mark: str) -> int:
    """Say which line comes after the code; all of them, if it never ends."""
    for index in range(at + 1, len(lines)):
        if closes(lines[index].text, mark):
            return index + 1
    return len(lines)


def _statement_end(lines: list[SourceLine], at: int) -> int:
    """Say which line comes after a statement: its brackets are closed, or a line is empty."""
    depth = 0
    for index in range(at, min(len(lines), at + _MOST_LINES)):
        for bracket in _BRACKETS.findall(lines[index].text):
            depth += 1 if bracket in "([{" else -1
        if depth <= 0:
            return index + 1
    return at + 1


def _comment_end(lines: list[SourceLine], at: int) -> int:
    for index in range(at, min(len(lines), at + 10 * _MOST_LINES)):
        if "*/}" in lines[index].text:
            return index + 1
    return 0


def _tag_end(lines: list[SourceLine], at: int) -> int:
    for index in range(at + 1, min(len(lines), at + _MOST_LINES)):
        if lines[index].text.rstrip().endswith(">") and "=>" not in lines[index].text:
            return index + 1
        if not lines[index].text.strip():
            return 0
    return 0


# ---------------------------------------------------------------- code

_RANGES = re.compile(r"\{([\d,\s-]+)\}")
_TITLE = re.compile(r"""title=(?:"([^"]*)"|'([^']*)')""")
_MAGIC = re.compile(r"(?://|#|/\*|<!--|--|\{/\*)\s*highlight-(next-line|start|end)\b")


def _code(block: list[SourceLine]) -> Iterator[SourceLine]:
    """Say in our words what a fence says of its code; lines that only mark others go."""
    fence = FENCE.match(block[0].text)
    if fence is None:
        return
    info = fence["info"]
    ranges = _RANGES.search(info)
    marked = re.split(r"[\s,]+", ranges[1].strip(", ")) if ranges else []
    kept: list[SourceLine] = []
    inside = after = False
    for line in block[1:]:
        if magic := _MAGIC.search(line.text):
            after = magic[1] == "next-line"
            inside = magic[1] == "start"
            continue
        kept.append(line)
        if inside or after:
            marked.append(str(len(kept)))
        after = False
    title = _TITLE.search(info)
    words = info.split()
    language = words[0] if words and re.fullmatch(r"[\w+#.-]+", words[0]) else ""
    said = [language or ("text" if title or marked else "")]
    said += [f'title="{(title[1] or title[2]).replace(chr(34), "”")}"'] if title else []
    said += ['linenums="1"'] if "showLineNumbers" in words else []
    said += [f'hl_lines="{" ".join(marked)}"'] if marked else []
    yield block[0]._replace(text=f"{fence['before']}{fence['mark']}{' '.join(filter(None, said))}")
    yield from kept
