"""Boxes between lines of colons, as Docusaurus, VitePress and MyST have them, become admonitions.

Source of the syntax: https://docusaurus.io/docs/markdown-features/admonitions, and for braces
https://mystmd.org/guide/admonitions
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from devserver.model import Expanded, SourcePath
from devserver.site.lines import FENCE, LONGEST, SourceLine, closes, in_code, joined, lines_of


def with_boxes(path: SourcePath, expanded: Expanded, start: int) -> Expanded:
    """Rewrite the boxes of a page; its text begins at the offset ``start``."""
    text = expanded.text
    if ":::" not in text and "```{" not in text:
        return expanded
    lines = lines_of(path, expanded)
    first = text.count("\n", 0, start)
    return joined([*lines[:first], *_boxes(_directives(lines[first:]))], expanded)


_OPENING = re.compile(
    r"""(?P<before>[ ]*)(?P<colons>:{3,})[ ]*
    (?P<brace>\{)?(?P<kind>[a-zA-Z][\w-]*)(?(brace)\})
    (?:[ ]*\[(?P<bracketed>.*)\]|[ ]+(?P<title>(?!\{).*?))?
    [ ]*(?:\{[^{}]*\})?[ ]*\Z""",
    re.VERBOSE,
)
_CLOSING = re.compile(r"[ ]*(?P<colons>:{3,})[ ]*\Z")
_OPTION = re.compile(r"[ ]*:[\w-]+:")
_FENCED = re.compile(r"(?P<before>[ ]*)(?P<mark>`{3,})\{(?P<kind>[\w-]+)\}[ ]*(?P<title>.*?)[ ]*\Z")
_KINDS = {
    "note": "note", "tip": "tip", "info": "info", "warning": "warning", "danger": "danger",
    "caution": "warning", "important": "important", "success": "success", "secondary": "note",
    "hint": "tip", "attention": "warning", "error": "danger", "seealso": "info",
    "admonition": "note",
}  # fmt: skip
_CODE = frozenset({"code", "code-block", "code-cell", "sourcecode"})
_FOLDED = frozenset({"details", "dropdown"})
_DEEPEST = 20


def _boxes(lines: Iterable[SourceLine]) -> Iterator[SourceLine]:
    """Indent what stands in a box, below a line that says what it is."""
    open_: list[tuple[int, int]] = []
    options = False
    for line, code in in_code(lines):
        code = code or len(line.text) > LONGEST
        opening = None if code else _OPENING.match(line.text)
        closing = None if code or not open_ else _CLOSING.match(line.text)
        inner = sum(indent for _, indent in open_)
        if closing and len(closing["colons"]) >= 3:
            open_.pop()
            yield line._replace(text="")
        elif opening and len(open_) < _DEEPEST and (head := _head(opening)):
            yield line._replace(text="").indented(0)
            yield line._replace(text=opening["before"] + head).indented(inner)
            open_.append((len(opening["colons"]), 4))
            options = True
            continue
        elif options and _OPTION.match(line.text):
            continue
        else:
            yield line.indented(inner)
        options = False


def _head(found: re.Match[str]) -> str | None:
    """Give the line that opens an admonition; ``None`` for what is no box that we know."""
    kind = found["kind"].lower()
    title = (found["bracketed"] or found["title"] or "").strip().replace('"', "”")
    if kind in _FOLDED:
        return f'??? note "{title or "Details"}"'
    if kind not in _KINDS:
        return None
    usual = kind.capitalize() if kind != "seealso" else "See also"
    return f'!!! {_KINDS[kind]} "{title or usual}"'


def _directives(lines: Iterable[SourceLine]) -> Iterator[SourceLine]:
    """Write MyST's fences that are boxes as colons; the others stay the code they look like."""
    mark = other = ""
    options = False
    for line in lines:
        if options and _OPTION.match(line.text):
            continue
        options = False
        if mark and closes(line.text, mark):
            yield line._replace(text=":::")
            mark = ""
            continue
        if other:
            other = "" if closes(line.text, other) else other
        elif not mark and (found := _fenced(line.text)):
            if found["kind"].lower() in _KINDS.keys() | _FOLDED:
                mark = found["mark"]
                title = f" {found['title']}" if found["title"] else ""
                line = line._replace(text=f"{found['before']}:::{{{found['kind']}}}{title}")
            else:
                other = found["mark"]
                language = _language(found)
                options = bool(language)
                line = (
                    line._replace(text=f"{found['before']}{other}{language}") if language else line
                )
        elif not mark and (fence := FENCE.match(line.text)):
            other = fence["mark"]
        yield line


def _fenced(line: str) -> re.Match[str] | None:
    return _FENCED.match(line) if len(line) <= LONGEST else None


def _language(found: re.Match[str]) -> str:
    """Give the language of a directive that is code; nothing for any other."""
    kind = found["kind"].lower()
    if kind in {"mermaid", "math"}:
        return kind
    return (found["title"].split() or ["text"])[0] if kind in _CODE else ""
