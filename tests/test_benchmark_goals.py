"""Kept figures are compared with what is to be reached."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import main
from tests.benchmarks.figures import Figure, Run, this_machine, write_run
from tests.benchmarks.goals import GOALS, Goal
from tests.benchmarks.kept import FiguresError, Kept
from tests.benchmarks.verdicts import said, verdict_table, verdicts

HTTP, CHROMIUM = "save → HTTP", "save → Chromium"


def run(*figures: Figure) -> Run:
    return Run("", "2025-01-31", this_machine(), {}, figures)


def kept(*figures: Figure) -> Kept:
    return Kept({"kept.json": run(*figures)})


def figure(measure: str, pages: int, *samples: float, program: str = "devserver") -> Figure:
    return Figure(measure, program, pages, "ms", samples, (10.0, 12.0))


def states(goal: str, *figures: Figure) -> dict[int | None, str]:
    """Say by size how the goal that reads like ``goal`` stands."""
    (chosen,) = [one for one in GOALS if said(one) == goal]
    return {one.pages: one.state for one in verdicts(kept(*figures), [chosen])}


def test_a_plain_bound_is_for_the_median() -> None:
    figures = (figure(CHROMIUM, 100, 40.0, 39.0, 90.0), figure(CHROMIUM, 1000, 40.1))
    assert states("save → Chromium ≤ 40.0 ms", *figures) == {
        100: "reached",
        1000: "not reached",
        10_000: "not measured",
    }


def test_no_goal_is_reached_if_a_save_was_lost() -> None:
    quick = figure(CHROMIUM, 100, 20.0)
    goal = "save → Chromium ≤ 40.0 ms"
    assert states(goal, quick)[100] == "reached"
    assert states(goal, replace(quick, lost=1))[100] == "not reached"


def test_a_bound_may_be_relative_to_plain_markdown() -> None:
    figures = (figure(HTTP, 100, 17.0), figure(HTTP, 1000, 17.1))
    found = states("save → HTTP ≤ plain Markdown + 6.00 ms", *figures)
    assert (found[100], found[1000]) == ("reached", "not reached")
    bare = replace(figures[0], bare=())
    assert states("save → HTTP ≤ plain Markdown + 6.00 ms", bare)[100] == "not measured"


def test_a_bound_may_be_relative_to_another_program() -> None:
    ours = figure(CHROMIUM, 100, 35.0)
    theirs = figure(CHROMIUM, 100, 50.0, program="vitepress")
    slower = figure(CHROMIUM, 1000, 36.0)
    goal = "save → Chromium ≤ 0.7 × vitepress"
    assert states(goal, ours, theirs, slower)[100] == "reached"
    assert states(goal, ours, theirs, slower)[1000] == "not measured"
    assert states(goal, figure(CHROMIUM, 100, 35.1), theirs)[100] == "not reached"


def test_a_bound_may_be_relative_to_another_measure_of_the_same_size() -> None:
    goal = f"title edit → HTTP ≤ 1.3 × {HTTP}"
    figures = (figure(HTTP, 100, 20.0), figure("title edit → HTTP", 100, 26.0))
    assert states(goal, *figures) == {100: "reached"}
    more = figure("title edit → HTTP", 10, 26.0)
    assert states(goal, *figures, more) == {10: "not measured", 100: "reached"}
    assert states(goal, figures[0]) == {None: "not measured"}


def test_sizes_are_compared_with_each_other_if_there_are_some() -> None:
    goal = "save → HTTP ≤ 1.2 × the least of the three"
    figures = (figure(HTTP, 100, 20.0), figure(HTTP, 10_000, 25.0))
    assert states(goal, figures[0])[100] == "not measured"
    small = figure(HTTP, 10, 15.0)  # It is none of the three.
    assert states(goal, small, *figures) == {
        100: "reached",
        1000: "not measured",
        10_000: "not reached",
    }


def test_the_tail_is_compared_with_the_median() -> None:
    goal = "save → HTTP, p95 ≤ 2 × median"
    assert states(goal, figure(HTTP, 100, 10.0, 10.0, 20.0))[100] == "reached"
    assert states(goal, figure(HTTP, 100, 10.0, 10.0, 20.1))[100] == "not reached"


def test_no_two_goals_are_the_same() -> None:
    lines = [(said(goal), goal.pages) for goal in GOALS]
    assert len(set(lines)) == len(lines)


def test_a_verdict_is_a_row() -> None:
    goals = [Goal(HTTP, (100, 1000), plus=40), Goal("idle processor", (), plus=0.5, unit="%")]
    rows = verdict_table(verdicts(kept(figure(HTTP, 1000, 1500.0)), goals)).splitlines()[2:]
    assert [" ".join(row.split()) for row in rows] == [
        "| save → HTTP ≤ 40.0 ms | 100 | – | – | not measured |",
        "| save → HTTP ≤ 40.0 ms | 1,000 | 40.0 ms | 1.50 s | not reached |",
        "| idle processor ≤ 0.50 % | – | – | – | not measured |",
    ]


@pytest.mark.parametrize(("milliseconds", "status"), [(250.0, 0), (251.0, 1)])
def test_the_status_says_whether_a_goal_was_missed(
    milliseconds: float, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kept.json"
    write_run(file, run(figure("save → last of 200 tabs", 100, milliseconds)))
    with pytest.raises(SystemExit) as ended:
        main(["goals", str(file)])
    assert ended.value.code == status
    assert ("not reached" in capsys.readouterr().out) == bool(status)


def test_a_figure_that_is_there_twice_is_refused() -> None:
    runs = {"a.json": run(figure(HTTP, 100, 20.0)), "b.json": run(figure(HTTP, 100, 30.0))}
    with pytest.raises(FiguresError, match=r"b\.json has save → HTTP of devserver at 100 pages"):
        Kept(runs)
