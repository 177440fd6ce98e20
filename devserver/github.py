"""Says problems as GitHub's workflow commands, which it shows beside the lines they are about."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from devserver.model import Problem
from devserver.terminal import plain

_COMMANDS: Final = {"error": "error", "warning": "warning", "hint": "notice"}

_IN_TEXT: Final = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_MESSAGES: Final = str.maketrans(_IN_TEXT)
_IN_PROPERTIES: Final = str.maketrans({**_IN_TEXT, ":": "%3A", ",": "%2C"})
"""From the runner's own toolkit (``@actions/core``, ``command.ts``)."""


def annotated(problems: Iterable[Problem], prefix: str) -> str:
    """Give a line a problem. ``prefix`` leads from the repository's folder to the project's."""
    return "".join(_annotation(problem, prefix) for problem in problems)


def _annotation(problem: Problem, prefix: str) -> str:
    properties = {
        "file": f"{prefix}{problem.path}",
        "line": problem.line,
        "col": problem.column,
        "title": problem.code,
    }
    said = ",".join(f"{n}={str(v).translate(_IN_PROPERTIES)}" for n, v in properties.items())
    message = plain(problem.message).translate(_IN_MESSAGES)
    return f"::{_COMMANDS[problem.severity]} {said}::{message}\n"
