"""Says problems as SARIF 2.1.0 (OASIS), the form in which tools for checking hand over results."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import quote

from devserver import __version__
from devserver.model import Problem

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"

_LEVELS: Final = {"error": "error", "warning": "warning", "hint": "note"}


def sarif(problems: Iterable[Problem], prefix: str) -> str:
    """Give one run with every problem; ``prefix`` leads from the repository to the project.

    Paths are relative to a root that only the reader knows, so that the same problems are the
    same bytes on every machine.
    """
    found = list(problems)
    codes = sorted({problem.code for problem in found})
    driver = {
        "name": "devserver",
        "version": __version__,
        "rules": [{"id": code, "shortDescription": {"text": code}} for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, prefix, codes.index(problem.code)) for problem in found],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _result(problem: Problem, prefix: str, rule: int) -> dict[str, Any]:
    artifact = {"uri": quote(f"{prefix}{problem.path}"), "uriBaseId": "%SRCROOT%"}
    region = {"startLine": problem.line, "startColumn": problem.column}
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": _LEVELS[problem.severity],
        "message": {"text": problem.message},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
    }
