"""What the background found is told once, and the end of it last."""

from __future__ import annotations

from pathlib import Path

from devserver.messages import Event, Indexed, ProblemsChanged, Progress
from devserver.reporter import Reporter
from tests.workbench import Workbench


def test_problems_come_before_the_word_that_everything_is_indexed(tmp_path: Path) -> None:
    files = {"docs/index.md": "# Home\n\n[a](a.md)\n", "docs/b.md": "# B\n"}
    bench = Workbench(tmp_path, files)
    heard: list[Event] = []
    reporter = Reporter(bench.builder, heard.append, lambda problem: problem.code.upper())
    assert not reporter.indexed_now(idle=True)
    bench.whole()
    assert not reporter.indexed_now(idle=True)
    bench.tell_index()
    assert not reporter.indexed_now(idle=False)
    assert reporter.indexed_now(idle=True)
    assert reporter.report(())
    told = [type(event) for event in heard if not isinstance(event, Progress)]
    assert told == [ProblemsChanged, Indexed]
    assert [problem.excerpt for problem in reporter.problems.items] == ["BROKEN-LINK"]
    assert reporter.due == float("inf")
    bench.stop()


def test_an_unchanged_list_is_not_told_again(tmp_path: Path) -> None:
    bench = Workbench(tmp_path, {"docs/index.md": "# Home\n\n[a](a.md)\n"})
    bench.whole()
    heard: list[Event] = []
    reporter = Reporter(bench.builder, heard.append, lambda _: "")
    assert reporter.report(())
    reporter.due = 0.0
    assert not reporter.report(())
    assert sum(isinstance(event, ProblemsChanged) for event in heard) == 1
    bench.stop()
