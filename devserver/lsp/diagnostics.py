"""Turns problems into diagnostics: with a range in the text that they are about, and no other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from lsprotocol.types import Diagnostic, DiagnosticSeverity, PublishDiagnosticsParams

from devserver.lsp.documents import saved
from devserver.lsp.root import Root
from devserver.lsp.texts import Text, clean
from devserver.model import digest

_SEVERITIES: Final = {
    "error": DiagnosticSeverity.Error,
    "warning": DiagnosticSeverity.Warning,
    "hint": DiagnosticSeverity.Hint,
}

_TARGETS: Final = frozenset(
    {"broken-link", "broken-anchor", "missing-image", "undefined-reference", "empty-link"}
)
"""Problems of a target: it ends where its link does. Others go on to the end of their line."""

_CLOSING: Final = {"<": ">", "[": "]", "(": ")", '"': '"', "'": "'"}


@dataclass(frozen=True)
class Document:
    """A file as its editor has it, or as it lies on the disk: then it has no version."""

    uri: str
    content: Text
    version: int | None = None


class Documents(Protocol):
    """Where texts are to be had."""

    def opened(self, file: Path) -> Document | None:
        """Give a document if an editor has it open."""

    def closed(self, file: Path) -> Document:
        """Give a document as it lies on the disk."""


class Diagnostics:
    """What a client has been told of each file of a root; it is told of changes only."""

    def __init__(
        self, documents: Documents, publish: Callable[[PublishDiagnosticsParams], None]
    ) -> None:
        self._documents = documents
        self._publish = publish
        self._shown: dict[str, _Shown] = {}
        """By path from the project folder."""

    def refresh(self, root: Root) -> None:
        """Show the problems of every file whose newest text they are about.

        For any other open file the client keeps what it shows, which it moves along with the
        text, until the ``watch`` has caught up.
        """
        by_path: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for problem in root.told.problems:
            by_path[problem["path"]].append(problem)
        for path in [*by_path, *(p for p in self._shown if p not in by_path)]:
            document = self._documents.opened(root.file(path))
            if document is None or _is_about(root, path, document):
                self._show(root.file(path), path, by_path.get(path, []), document)

    def _show(
        self, file: Path, path: str, problems: list[dict[str, Any]], document: Document | None
    ) -> None:
        before = self._shown.get(path)
        version = document.version if document else None
        if before is not None and (before.problems, before.version) == (problems, version):
            return
        document = document or self._documents.closed(file)
        if before is not None and before.uri != document.uri:
            self._publish(PublishDiagnosticsParams(before.uri, []))
        found = [diagnostic(problem, document.content) for problem in problems]
        self._publish(PublishDiagnosticsParams(document.uri, found, version))
        if found:
            self._shown[path] = _Shown(document.uri, version, problems)
        else:
            self._shown.pop(path, None)


@dataclass(frozen=True)
class _Shown:
    uri: str
    version: int | None
    problems: list[dict[str, Any]]


def _is_about(root: Root, path: str, document: Document) -> bool:
    """Whether what was last said of a file is about the text that its editor has."""
    text = clean(document.content.text)
    if root.file(path) in root.config.files:
        return text == saved(root.file(path))  # Only what is saved is in force.
    return root.told.texts.get(path) == digest(text)


def diagnostic(problem: dict[str, Any], content: Text) -> Diagnostic:
    """Say a problem as the protocol does."""
    line, column = problem["line"], problem["column"]
    text = content.line(line - 1)
    end = target_end(text, column) if problem["code"] in _TARGETS else len(text.rstrip()) + 1
    return Diagnostic(
        range=content.span(line, column, max(column, end)),
        message=problem["message"],
        severity=_SEVERITIES[problem["severity"]],
        code=problem["code"],
        source="devserver",
    )


def target_end(line: str, column: int) -> int:
    """Give the column after a target (or a whole ``[label]``) that begins at a column, from 1."""
    at = column - 1
    if line[at : at + 2] == "![":
        at += 1
    if line[at : at + 1] in ("<", "["):
        at = _closed(line, at)
        # ``[text][label]`` is one reference.
        return (_closed(line, at) if line[at : at + 1] == "[" else at) + 1
    depth = 0
    while at < len(line) and not line[at].isspace() and line[at] not in "\"'<>]":
        depth += {"(": 1, ")": -1}.get(line[at], 0)
        if depth < 0:
            break
        at += 2 if line[at] == "\\" else 1
    return min(at, len(line)) + 1


def _closed(line: str, at: int) -> int:
    """Give the index after what closes the bracket at an index; the line's end if nothing does."""
    opening, closing, depth = line[at], _CLOSING[line[at]], 0
    while at < len(line):
        depth += (line[at] == opening) - (line[at] == closing)
        at += 2 if line[at] == "\\" else 1
        if depth == 0:
            return at
    return len(line)
