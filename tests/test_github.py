"""Problems as workflow commands, by the runner's rules of escaping."""

from __future__ import annotations

from devserver.github import annotated
from devserver.model import Problem, SourcePath


def test_each_problem_is_one_command_with_its_place_from_the_repository() -> None:
    problems = [
        Problem(SourcePath("docs/a.md"), 3, 5, "error", "broken-link", "there is no “b.md”"),
        Problem(SourcePath("docs/a.md"), 9, 1, "warning", "duplicate-id", "twice"),
        Problem(SourcePath("docs/a.md"), 1, 1, "hint", "orphan", "nobody"),
    ]
    assert annotated(problems, "site/").splitlines() == [
        "::error file=site/docs/a.md,line=3,col=5,title=broken-link::there is no “b.md”",
        "::warning file=site/docs/a.md,line=9,col=1,title=duplicate-id::twice",
        "::notice file=site/docs/a.md,line=1,col=1,title=orphan::nobody",
    ]


def test_nothing_in_a_name_or_message_ends_a_command_or_begins_another() -> None:
    odd = Problem(SourcePath("a,b:c%.md"), 1, 1, "error", "x", "50% off: a, b\n::error::mine")
    (line,) = annotated([odd], "").splitlines()
    assert line.startswith("::error file=a%2Cb%3Ac%25.md,line=1,")
    assert line.endswith("::50%25 off: a, b\\n::error::mine")
