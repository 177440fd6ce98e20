"""A problem's range is what is wrong in the text, and nothing beside it."""

from __future__ import annotations

import pytest
from lsprotocol.types import DiagnosticSeverity, Position, Range

from devserver.lsp.diagnostics import diagnostic, target_end
from devserver.lsp.texts import Text


@pytest.mark.parametrize(
    ("line", "begins", "target"),
    [
        ("see [x](a.md) there", "a.md", "a.md"),
        ("see [x](a.md 'Title')", "a.md", "a.md"),
        ("see [x](a_(b).md) there", "a_", "a_(b).md"),
        ("see [x](a\\).md) there", "a", "a\\).md"),
        ("see [x](<a b.md>)", "<", "<a b.md>"),
        ("[x]: a.md", "a.md", "a.md"),
        ('<img src="a.png" alt>', "a.png", "a.png"),
        ("a [text [in] it][label] here", "[text", "[text [in] it][label]"),
        ("a [label] here", "[label", "[label]"),
        ("an ![alt](x.png)", "![", "![alt]"),
        ("a [text without end", "[", "[text without end"),
        ("short", "", "short"),
    ],
)
def test_a_target_ends_where_its_link_does(line: str, begins: str, target: str) -> None:
    start = line.index(begins)
    assert line[start : target_end(line, start + 1) - 1] == target


def test_a_problem_is_told_in_the_clients_units() -> None:
    content = Text("# A\r\n\r\n𝄞 [x](y.md) and\r\n", "utf-16")
    problem = {"path": "a.md", "line": 3, "column": 7, "message": "there is no “y.md”"}
    told = diagnostic({**problem, "severity": "error", "code": "broken-link"}, content)
    assert told.range == Range(Position(2, 7), Position(2, 11))
    assert (told.source, told.code) == ("devserver", "broken-link")
    assert told.severity == DiagnosticSeverity.Error
    told = diagnostic({**problem, "severity": "hint", "code": "orphan", "column": 1}, content)
    assert told.range == Range(Position(2, 0), Position(2, 16))
    assert told.severity == DiagnosticSeverity.Hint


def test_a_place_that_is_not_there_is_no_fault_of_ours() -> None:
    problem = {"line": 9, "column": 4, "severity": "warning", "code": "math", "message": ""}
    assert diagnostic(problem, Text("a", "utf-16")).range == Range(Position(8, 0), Position(8, 0))
