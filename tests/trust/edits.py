"""Sequences of edits, after which every page equals a clean build: Hypothesis, in pieces."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.trust.lot import Lot

PIECE = 100
"""Sequences of one trial, as the profile ``piece`` of the test says."""

_ROOT = Path(__file__).parents[2]
_TEST = _ROOT / "tests" / "build" / "test_equals_clean_build.py"


def sequences_of_edits(lot: Lot, folder: Path) -> None:
    """Try a piece of them, with a seed of its own."""
    options = (f"--hypothesis-seed={lot.randrange(10**9)}", "--timeout=0", "-q", "-p", "no:xdist")
    command = (sys.executable, "-m", "pytest", *options, "-p", "no:cacheprovider", str(_TEST))
    environment = {**os.environ, "HYPOTHESIS_PROFILE": "piece", "TMPDIR": str(folder)}
    done = subprocess.run(
        command, cwd=_ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-6000:]}{done.stderr[-2000:]}"
