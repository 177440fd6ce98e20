"""One save can be followed through every process, and its stages can be shown."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.benchmarks.bars import bars
from tests.benchmarks.figures import Figure, read_run
from tests.benchmarks.stages import (
    BUSY,
    STAGES,
    WHOLE,
    Stamp,
    busy_table,
    durations,
    measure_of,
    stage_table,
    without_other_workers,
)
from tests.benchmarks.stamps import MOMENTS
from tests.tools import benchmark

PROGRAM = [moment.name for moment in MOMENTS]
MAIN = 100
BROWSER = (30.0, 31.0, 32.0, 33.0, 35.0)
"""When the browser came to the end of each of its stages."""


def stamps(start: float = 10.0) -> list[Stamp]:
    """Give a moment every second."""
    return [Stamp(name, start + at, MAIN) for at, name in enumerate(PROGRAM)]


def test_one_save_is_followed_through_the_real_program(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    printed = benchmark("profile", "--pages", "3", "--rounds", "2", "--json", str(kept))
    for stage in STAGES:
        assert re.search(rf"^\| {stage.name} +\| {stage.where} +\| +\d+\.\d \|", printed, re.M)
    samples = {figure.measure: figure.samples for figure in read_run(kept).figures}
    assert all(len(taken) == 2 for taken in samples.values())
    for name in ("written", "converted", "rendered", "parsed", "changed"):
        assert min(samples[f"{WHOLE}: {name}"]) > 0


def test_a_save_is_followed_while_the_whole_site_is_converted(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    benchmark("profile-busy", "--pages", "600", "--rounds", "1", "--json", str(kept))
    samples = {figure.measure: figure.samples for figure in read_run(kept).figures}
    assert all(samples[measure_of(stage, BUSY)][0] >= 0 for stage in STAGES)


def test_without_a_background_nothing_is_measured_beside_it(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    benchmark("profile-busy", "--pages", "3", "--rounds", "2", "--json", str(kept))
    assert read_run(kept).failed == ("devserver, 3 pages: it was over; take more pages",)


def test_every_stage_ends_at_a_moment_of_the_program_or_of_the_browser() -> None:
    took = durations((9.0, 9.5), stamps(), BROWSER)
    assert list(took) == [stage.name for stage in STAGES]
    assert took["written"] == took["heard"] == 500.0
    assert all(took[name] == 1000.0 for name in PROGRAM[1:])
    assert took["painted"] == 2000.0
    assert sum(took.values()) == 26_000.0


def test_what_else_goes_on_is_not_taken_for_the_save() -> None:
    others = [
        Stamp("heard", 9.2, MAIN),  # The file was emptied, and is not whole yet.
        Stamp("converted", 10.5, MAIN),  # Another page of the background.
        Stamp("encoded", 14.5, MAIN),  # Word that a change was taken up.
        Stamp("published", 40.0, MAIN),  # What was found in the background is saved.
    ]
    plain = durations((9.0, 9.5), stamps(), BROWSER)
    assert durations((9.0, 9.5), [*others, *stamps()], BROWSER) == plain


def test_of_all_workers_that_of_edited_pages_counts() -> None:
    near, other = Stamp("arrived", 2.0, 101), Stamp("arrived", 1.0, 102)
    heard = Stamp("heard", 0.0, MAIN)
    assert without_other_workers([heard, other, near]) == [heard, near]


def test_an_editor_that_runs_again_late_wrote_no_longer_than_until_the_event() -> None:
    took = durations((9.0, 10.7), stamps(), BROWSER)
    assert (took["written"], took["heard"]) == (1000.0, 0.0)


@pytest.mark.parametrize("missing", PROGRAM)
def test_a_moment_to_which_a_save_does_not_come_is_an_error(missing: str) -> None:
    seen = [stamp for stamp in stamps() if stamp.name != missing]
    with pytest.raises(ValueError, match=missing):
        durations((9.0, 9.5), seen, BROWSER)


def figures(pages: int) -> list[Figure]:
    """Give stages of a millisecond each."""
    names = [measure_of(stage) for stage in STAGES]
    whole = Figure(WHOLE, "devserver", pages, "ms", (20.0,), (34.0, 1.0, 35.0))
    return [*(Figure(name, "devserver", pages, "ms", (1.0, 1.0)) for name in names), whole]


def test_the_table_adds_up_and_has_plain_markdown_beside_it() -> None:
    table = stage_table([*figures(10), *figures(1000)])
    first, second = table.split("\n\n")
    assert "stage, of 10 pages " in first
    assert "stage, of 1,000 pages " in second
    *stages, bare = first.splitlines()[2:]
    assert len(stages) == len(STAGES)
    assert f"| painted | browser | 1.0 | 5% | {len(STAGES)}.0 |" in " ".join(stages[-1].split())
    assert "| – | – | 34.0 | 179% | – |" in " ".join(bare.split())


def test_stages_while_converting_stand_beside_those_of_a_save_alone() -> None:
    names = [measure_of(stage, BUSY) for stage in STAGES]
    busy = Figure(BUSY, "devserver", 10, "ms", (40.0,), (36.0,))
    slower = [*(Figure(name, "devserver", 10, "ms", (2.0,)) for name in names), busy]
    *_, last, whole, bare = busy_table([*figures(10), *slower]).splitlines()
    assert "| painted | browser | 1.0 | 2.0 | +1.0 |" in " ".join(last.split())
    count = len(STAGES)
    assert f"| {count}.0 | {2 * count}.0 | +{count}.0 |" in " ".join(whole.split())
    assert "| 34.0 | 36.0 | +2.0 |" in " ".join(bare.split())


def test_the_picture_has_a_bar_for_each_stage_in_the_colour_of_its_process() -> None:
    drawn = ElementTree.fromstring(bars(figures(100)))
    texts = [element.text for element in drawn.iter() if element.text]
    assert {stage.name for stage in STAGES} | {stage.where for stage in STAGES} <= set(texts)
    assert f"One save, from the file to the frame: {len(STAGES)}.0 ms" in texts
    groups = drawn.findall("{*}g")
    legend = len({stage.where for stage in STAGES})
    assert len(groups) == legend + len(STAGES) + 1
    assert groups[-1].get("class") == ""
