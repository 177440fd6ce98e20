"""The guide says what the kept figures say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.benchmarks import guide
from tests.benchmarks.figures import Figure, Run, this_machine
from tests.benchmarks.kept import FOLDER, FiguresError, Kept, read


def test_the_guide_says_what_the_kept_figures_say() -> None:
    texts = guide.texts(read(FOLDER.glob("*.json")))
    stale = [path.name for path, text in texts.items() if path.read_text("utf-8") != text]
    assert not stale, "run: python -m tests.benchmarks page"


def test_a_new_figure_is_brought_into_the_guide(tmp_path: Path) -> None:
    shutil.copytree(guide.DOCS, tmp_path / "docs")
    new = Figure("save → Chromium", "hugo", 7, "ms", (12_300.0,))
    runs = dict(read(FOLDER.glob("*.json")).runs)
    runs["new.json"] = Run("", "2025-01-31", this_machine(), {}, (new,))
    changed = guide.write(Kept(runs), tmp_path / "docs")
    assert {path.name for path in changed} == {"how-fast.md", "save-chromium.svg"}
    told = (tmp_path / "docs/how-fast.md").read_text("utf-8")
    table = told.partition("<!-- measured: save → Chromium -->")[2].partition("<!-- end -->")[0]
    head, _, ours, *others = [
        [c.strip() for c in row.split("|")] for row in table.split("\n")[2:-1]
    ]
    assert (head[2], ours[1:3]) == ("7 pages", ["devserver", "–"])
    assert ["hugo", "12.3\N{NO-BREAK SPACE}s"] in [row[1:3] for row in others]
    assert not guide.write(Kept(runs), tmp_path / "docs")


def test_all_of_our_figures_are_in_the_guide_by_measure_and_size(tmp_path: Path) -> None:
    shutil.copytree(guide.DOCS, tmp_path / "docs")
    figures = (
        Figure("a new edit", "devserver", 7, "ms", (12.0, 14.0)),
        Figure("a new edit", "hugo", 7, "ms", (99.0,)),
    )
    runs = dict(read(FOLDER.glob("*.json")).runs)
    runs["new.json"] = Run("", "2025-01-31", this_machine(), {}, figures)
    guide.write(Kept(runs), tmp_path / "docs")
    told = (tmp_path / "docs/how-fast.md").read_text("utf-8")
    (row,) = [line for line in told.splitlines() if line.startswith("| a new edit ")]
    assert [cell.strip() for cell in row.split("|")[2:4]] == [
        "13.0\N{NO-BREAK SPACE}ms (14.0\N{NO-BREAK SPACE}ms)",
        "–",
    ]
    assert "one save" not in told.partition("<!-- measured: ours -->")[2].partition("<!-- end")[0]


def test_the_guide_does_not_leave_out_what_was_not_measured() -> None:
    with pytest.raises(FiguresError, match="nothing was measured"):
        guide.texts(Kept({}))
