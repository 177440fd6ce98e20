"""The long run of the fuzzing tries what it is told to, and adds up what it tried."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def test_long_run_counts_the_examples_of_each_property(tmp_path: Path) -> None:
    results = tmp_path / "results.json"
    options = ("--minutes", "0.001", "--times", "1", "--seed", "1", "--results", str(results))
    command = (sys.executable, "-m", "tests.fuzz", *options, "--only", "list_of_tags")
    for run in (1, 2):
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "\n0 failures in 200 examples\n" in done.stdout
        kept = json.loads(results.read_text())
        name = "test_any_list_of_tags_knows_only_what_it_names"
        assert kept["examples"] == {name: 200 * run}
        assert kept["failures"] == []


def test_long_run_knows_no_property_of_another_name() -> None:
    command = (sys.executable, "-m", "tests.fuzz", "--only", "nothing of this name")
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "no property" in done.stderr
