"""A page may open with data about itself; this reads it and says where the text begins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from devserver.model import Dialect, Line, Problem, SourcePath
from devserver.site.data import DataError, plain_mapping, read_toml, read_yaml


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands above a page's text: ``meta`` is plain JSON, ``body`` an offset in characters."""

    meta: dict[str, Any]
    body: int
    problems: tuple[Problem, ...] = ()


def split_front_matter(path: SourcePath, text: str, dialect: Dialect) -> FrontMatter:
    """Read the front matter of ``text``; what is broken is a problem, and the body still begins."""
    if dialect.mkdocs:
        return _split_mkdocs(path, text)
    block = _find(text)
    if block is None:
        return FrontMatter({}, _after_mark(text))
    if block.end is None:
        problem = Problem(
            path, 1, 1, "error", "front-matter", f"front matter is never closed by “{block.fence}”"
        )
        return FrontMatter({}, block.body, (problem,))
    read = read_yaml if block.fence == "---" else read_toml
    try:
        return FrontMatter(plain_mapping(read(text[block.start : block.end])), block.body)
    except DataError as fault:
        return FrontMatter({}, block.body, (_problem(path, fault),))


def _problem(path: SourcePath, fault: DataError) -> Problem:
    """Tell a fault with its place in the file, where the fence is the first line."""
    line = fault.line + 1
    return Problem(path, line, fault.column, "error", "front-matter", fault.message)


def body_start(text: str, dialect: Dialect) -> int:
    """Where the text of a page begins, as an offset, without reading what stands above it."""
    if dialect.mkdocs:
        return _split_mkdocs(SourcePath(""), text).body
    block = _find(text)
    return _after_mark(text) if block is None else block.body


def key_line(text: str, key: str) -> Line:
    """Give the line on which a top-level ``key`` of the front matter is set."""
    found = re.search(rf"^[\"']?{re.escape(key)}[\"']?[ \t]*[:=]", text, re.MULTILINE)
    return Line(1 if found is None else text.count("\n", 0, found.start()) + 1)


# ---------------------------------------------------------------- where it stands


@dataclass(frozen=True, slots=True)
class _Block:
    fence: Literal["---", "+++"]
    start: int
    end: int | None
    body: int


_OPENING = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*\r?\n")
_CLOSING = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*(?:\r?\n|\Z)", re.MULTILINE),
}
# A page may open with a thematic break: only what looks like a key makes it front matter.
_LOOKS_LIKE_DATA = {
    "---": re.compile(r"(?:[ \t]*#.*\r?\n)*[\"']?[^\s#\"':{\[`*<>|-][^:\n]*:(?:\s|\Z)|(?:---|\{)"),
    "+++": re.compile(r"(?:[ \t]*(?:#.*)?\r?\n)*(?:[\w\"'.-]+[ \t]*=|\[|\+\+\+)"),
}
_BLANK_LINE = re.compile(r"^[ \t]*\r?$", re.MULTILINE)


def _find(text: str) -> _Block | None:
    if not text.startswith(("---", "+++", "\ufeff")):
        return None
    opening = _OPENING.match(text)
    if opening is None:
        return None
    fence: Literal["---", "+++"] = "---" if opening[1] == "---" else "+++"
    start = opening.end()
    if not _LOOKS_LIKE_DATA[fence].match(text, start):
        return None
    closing = _CLOSING[fence].search(text, start)
    if closing is not None:
        return _Block(fence, start, closing.start(), closing.end())
    blank = _BLANK_LINE.search(text, start)
    return _Block(fence, start, None, len(text) if blank is None else blank.start())


def _after_mark(text: str) -> int:
    """Skip a byte order mark, which some editors leave at the top."""
    return 1 if text.startswith("\ufeff") else 0


# ---------------------------------------------------------------- as MkDocs has it

_MKDOCS_YAML = re.compile(r"-{3}[ \t]*\r?\n(.*?\n)(?:\.{3}|-{3})[ \t]*\r?\n", re.DOTALL)
_MULTIMARKDOWN = re.compile(r" {0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)")
_MORE = re.compile(r"(?: {4}|\t)\s*(?P<value>.*)")
_LONGEST = 50_000
"""Characters of metadata; what looks like more of it is text."""


def _split_mkdocs(path: SourcePath, text: str) -> FrontMatter:
    """Read YAML or MultiMarkdown metadata as MkDocs 1.6 does: what is broken is text."""
    start = _after_mark(text)
    if found := _MKDOCS_YAML.match(text, start):
        try:
            value = read_yaml(found[1])
            if not isinstance(value, Mapping):
                return FrontMatter({}, start)
            return FrontMatter(plain_mapping(value), _skip_newlines(text, found.end()))
        except DataError as fault:
            return FrontMatter({}, start, (_problem(path, fault),))
    return _split_multimarkdown(text, start)


def _split_multimarkdown(text: str, start: int) -> FrontMatter:
    meta: dict[str, Any] = {}
    key = ""
    while start < min(len(text), _LONGEST):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end]
        if not line.strip():
            start = end + 1
            break
        if found := _MULTIMARKDOWN.match(line):
            key = found["key"].lower()
        elif not key or not (found := _MORE.match(line)):
            break
        value = found["value"].strip()
        meta[key] = f"{meta[key]} {value}" if key in meta else value
        start = end + 1
    return FrontMatter(meta, _skip_newlines(text, min(start, len(text))))


def _skip_newlines(text: str, start: int) -> int:
    while text.startswith(("\n", "\r\n"), start):
        start += 1 if text[start] == "\n" else 2
    return start
