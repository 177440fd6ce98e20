"""A page may open with data about itself; this reads it and says where the text begins."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from devserver.model import Dialect, Line, Problem, SourcePath

# The C loader is some ten times faster; where libyaml is missing the plain one means the same.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_LIMIT = 5_000
"""Values in one front matter: YAML aliases can make billions out of a few lines."""


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
    read = _read_yaml if block.fence == "---" else _read_toml
    try:
        return FrontMatter(_plain_mapping(read(text[block.start : block.end])), block.body)
    except _FrontMatterError as fault:
        return FrontMatter({}, block.body, (fault.problem(path),))


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


# ---------------------------------------------------------------- what it says


class _FrontMatterError(Exception):
    """Why a front matter cannot be read; ``line`` (from 1) within it, ``column`` from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column

    def problem(self, path: SourcePath) -> Problem:
        """Tell it with its place in the file, where the fence is the first line."""
        line = self.line + 1
        return Problem(path, line, self.column, "error", "front-matter", self.message)


def _read_yaml(source: str) -> Any:
    try:
        return yaml.load(source, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (1, 1) if mark is None else (mark.line + 1, mark.column + 1)
        raise _FrontMatterError(
            f"not valid YAML: {error.problem or error}", line, column
        ) from error
    except yaml.YAMLError as error:
        position = getattr(error, "position", 0)
        before = source[: position if isinstance(position, int) else 0]
        raise _FrontMatterError(
            "not valid YAML: a character that may not be there", before.count("\n") + 1
        ) from error
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise _FrontMatterError(f"not valid YAML: {error}") from error


def _read_toml(source: str) -> Any:
    try:
        return tomllib.loads(source.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        message = re.sub(r" \(at .*\)", "", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (source.count("\n"), 1)
        raise _FrontMatterError(f"not valid TOML: {message}", max(line, 1), column) from error


def _plain_mapping(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise _FrontMatterError("front matter must be keys with values, such as “title: My page”")
    budget = [_LIMIT]
    return {str(key): _plain(item, budget) for key, item in value.items()}


def _plain(value: Any, budget: list[int], depth: int = 0) -> Any:
    """Make ``value`` of what JSON has; dates become text, and no number is too large to keep."""
    budget[0] -= 1
    if budget[0] < 0 or depth > 50:
        raise _FrontMatterError("front matter is too large or refers to itself")
    match value:
        case Mapping():
            return {_clean(str(key)): _plain(v, budget, depth + 1) for key, v in value.items()}
        case list() | tuple() | set():
            return [_plain(item, budget, depth + 1) for item in value]
        case bool() | None:
            return value
        case int() if -(2**63) <= value < 2**63:
            return value
        case float() if math.isfinite(value):
            return value
        case _:
            return _clean(value.isoformat() if hasattr(value, "isoformat") else str(value))


def _clean(text: str) -> str:
    """Replace lone surrogates, which YAML escapes can make and UTF-8 cannot hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


# ---------------------------------------------------------------- as MkDocs has it

_MKDOCS_YAML = re.compile(r"-{3}[ \t]*\r?\n(.*?\n)(?:\.{3}|-{3})[ \t]*\r?\n", re.DOTALL)
_MULTIMARKDOWN = re.compile(r" {0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)")
_MORE = re.compile(r"(?: {4}|\t)\s*(?P<value>.*)")


def _split_mkdocs(path: SourcePath, text: str) -> FrontMatter:
    """Read YAML or MultiMarkdown metadata as MkDocs 1.6 does: what is broken is text."""
    start = _after_mark(text)
    if found := _MKDOCS_YAML.match(text, start):
        try:
            value = _read_yaml(found[1])
            if not isinstance(value, Mapping):
                return FrontMatter({}, start)
            return FrontMatter(_plain_mapping(value), _skip_newlines(text, found.end()))
        except _FrontMatterError as fault:
            return FrontMatter({}, start, (fault.problem(path),))
    return _split_multimarkdown(text, start)


def _split_multimarkdown(text: str, start: int) -> FrontMatter:
    meta: dict[str, Any] = {}
    key = ""
    while start < len(text):
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
