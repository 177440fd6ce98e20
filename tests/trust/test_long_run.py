"""The long run keeps what it finds: it goes on where it stopped, and says how to see it again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.trust import __main__ as command
from tests.trust.claims import Claim
from tests.trust.lot import Lot

SEED = "--seed=7"


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Have one claim only, whose trial number three fails; gives the numbers that were tried."""
    numbers: list[int] = []

    def trial(lot: Lot, folder: Path) -> None:
        numbers.append(lot.number)
        assert not list(folder.iterdir())
        (folder / "left").write_text("over")
        assert lot.number != 3, f"the number three, with {lot.random()}"

    claim = Claim("threes", "there is no three", trial, lambda: 2, lambda: 6, at_once=1)
    monkeypatch.setattr(command, "CLAIMS", (claim,))
    return numbers


def test_it_goes_on_where_it_stopped(tries: list[int], tmp_path: Path) -> None:
    results = f"--results={tmp_path / 'results.json'}"
    assert command.main(["--trials=3", SEED, results]) == 0
    assert command.main(["--long", "--seed=8", results]) == 1
    assert tries == [0, 1, 2, 3, 4, 5]
    kept = json.loads((tmp_path / "results.json").read_text())
    assert kept["seed"] == 7
    assert kept["claims"]["threes"]["trials"] == 6


def test_a_failure_can_be_had_again(tries: list[int], capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--long", SEED]) == 1
    first = capsys.readouterr().out
    assert "threes: --seed 7 --number 3 FAILED" in first
    assert command.main(["--long", SEED, "--number=3"]) == 1
    drawn = [line for line in first.splitlines() if line.startswith("AssertionError: the number")]
    assert drawn[0] in capsys.readouterr().out
    assert tries == [0, 1, 2, 3, 4, 5, 3]


@pytest.mark.usefixtures("tries")
def test_the_table_states_what_was_tried(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "results.json"
    command.main(["--trials=3", SEED, f"--results={path}"])
    capsys.readouterr()
    assert command.main([f"--table={path}"]) == 0
    row = capsys.readouterr().out.splitlines()[-1]
    assert row.startswith("| there is no three | 3 stops | 0 | 1e+02 % | 7 | 20")
