"""The benchmarks run, on the same pages every time, and their figures can be shown."""

from __future__ import annotations

import posixpath
import re
import signal
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import cast
from xml.etree import ElementTree

import pytest

from devserver.model import digest
from tests.benchmarks.__main__ import main
from tests.benchmarks.bare import Bare
from tests.benchmarks.bench import Bench, Edit, Running, Site, words
from tests.benchmarks.chromium import Chromium
from tests.benchmarks.content import LARGE, LARGE_PAGE, MARK, PAGE, page, path_of
from tests.benchmarks.figures import Figure, Run, read_run, this_machine, write_run
from tests.benchmarks.http import Http
from tests.benchmarks.peers.known import PEERS
from tests.benchmarks.plots import plot
from tests.benchmarks.product import Devserver
from tests.benchmarks.program import Program
from tests.benchmarks.saves import Saves
from tests.benchmarks.tables import wide_table
from tests.serve import event_loop
from tests.tools import benchmark, require


def test_pages_are_the_same_every_time() -> None:
    texts = [page(number, 150) for number in range(151)]
    assert texts == [page(number, 150) for number in range(151)]
    # Figures of two days can be compared only while this stays as it is.
    assert digest("".join(texts)) == "74c1821113c7c9194f673d16a9e205ae"


def test_every_page_has_its_size_and_one_word_to_edit() -> None:
    for number in range(150):
        text = page(number, 150)
        assert PAGE <= len(text) < 6_000
        assert len(MARK.findall(text)) == 1
    assert LARGE <= len(page(150, 150)) < LARGE + 1_000


def test_every_link_leads_to_a_page() -> None:
    paths = [*map(path_of, range(150)), LARGE_PAGE]
    for number, path in enumerate(paths):
        targets = re.findall(r"\]\(([^)]+)\.md\)", page(number, 150))
        assert targets
        for target in targets:
            assert posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) in paths


@pytest.mark.parametrize("name", sorted(PEERS))
def test_peers_have_the_same_words(name: str) -> None:
    theirs = page(7, 150, PEERS[name].flavour)
    ours = page(7, 150)
    assert set(re.findall(r"[A-Za-z]{3,}", ours)) <= set(re.findall(r"[A-Za-z]{3,}", theirs))


def test_tiny_table_runs(tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    printed = benchmark("save", "--pages", "3", "--rounds", "2", "--json", str(kept))
    for measure in ("save → HTTP", "save → Chromium"):
        assert re.search(rf"\| {measure} +\| devserver +\| +3 \|.* ms \| 2 \|", printed)
    assert kept.exists()


def test_a_build_is_measured_from_nothing_again_and_after_an_edit() -> None:
    printed = benchmark("build", "--pages", "3", "--starts", "1")
    for measure in ("build", "build again", "build after an edit"):
        assert re.search(rf"\| {measure} +\| devserver +\| +3 \|.* m?s \| 1 \|", printed)


def test_what_an_editor_asks_is_measured() -> None:
    printed = benchmark("answers", "--pages", "3", "--rounds", "2")
    for measure in ("completion of a link", "references", "a page that moves"):
        assert re.search(rf"\| editor: {measure} +\| devserver +\| +3 \|.* ms \| 2 \|", printed)


def test_ctrl_c_keeps_what_was_measured_until_then(tmp_path: Path) -> None:
    require("chromium", "google-chrome", package="chromium")
    kept = tmp_path / "kept.json"
    run = ("save", "--pages", "3,4", "--rounds", "2", "--json", str(kept))
    with subprocess.Popen(
        (sys.executable, "-m", "tests.benchmarks", *run),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as going:
        assert going.stderr is not None
        assert going.stderr.readline().startswith("save → HTTP: devserver, 3 pages: ")
        going.send_signal(signal.SIGINT)
        assert going.wait(60) == 0, going.stderr.read()
    (figure,) = read_run(kept).figures
    assert figure.measure == "save → HTTP"
    assert len(figure.samples) == 2


def test_a_save_that_never_comes_to_the_page_is_counted(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("Text.\n", "utf-8")
    recorded: list[Figure] = []
    bench = Bench(
        folder=tmp_path,
        rounds=3,
        starts=0,
        edits=0,
        browser=cast("Chromium", None),
        record=recorded.append,
        bare=Bare(),
        chance=Random(1),
        words=words(),
    )
    site = Site(Devserver(), tmp_path, tmp_path, 1)
    run = Running(site, cast("Program", None), 0, cast("Http", None))
    saves = Saves("save", run, "index", Edit(tmp_path / "index.md", ""))
    outcomes = iter((20.0, TimeoutError(), 30.0))

    async def once() -> float:
        outcome = next(outcomes)
        if isinstance(outcome, float):
            return outcome
        raise outcome

    event_loop.run(saves.rounds(bench, "HTTP", once))
    (figure,) = recorded
    assert (figure.samples, figure.lost) == ((20.0, 30.0), 1)


def test_kept_figures_become_a_table_and_a_picture(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = (
        Figure("save", "ours", 100, "ms", (20.0, 30.0, 25.0), (10.0, 12.5, 15.0)),
        Figure("save", "ours", 1000, "ms", (26.0,)),
        Figure("save", "<theirs>", 100, "ms", (2500.0,), lost=2),
    )
    write_run(tmp_path / "kept.json", Run("", "2025-01-31", this_machine(), {}, figures))
    main(["table", str(tmp_path / "kept.json")])
    assert "| save    | ours     |   100 | 25.0 ms | 30.0 ms |         3 |       2.00 |" in (
        capsys.readouterr().out
    )
    assert wide_table(figures, "save").splitlines()[3] == (
        "| <theirs> |    2.50 s, 2 lost |           – |"
    )
    main(["plot", str(tmp_path / "kept.json"), "--measure", "save", "--out", f"{tmp_path}/a.svg"])
    drawn = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert drawn == plot(figures, "save")
    names = [text.text for text in ElementTree.fromstring(drawn).iter() if text.text]
    assert "ours · 26.0 ms" in names
    assert "<theirs> · 2.50 s at 100" in names
