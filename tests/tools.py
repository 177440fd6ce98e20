"""Finds the programs that tests run: a laptop may lack one, the machine that judges may not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest


def require(*names: str, package: str) -> str:
    """Give the path of the first of ``names`` that is installed.

    Without any of them the test is skipped, with the name of the ``package`` (Debian's) to
    install; where ``CI`` is set it fails, so that nothing goes untested unseen.
    """
    found = next(filter(None, map(shutil.which, names)), None)
    return found or _miss(f"{' or '.join(names)} is not installed: apt-get install {package}")


def require_file(folder: Path, pattern: str, package: str) -> None:
    """Go on only if a ``package`` (Debian's) has put such a file into a folder, as above."""
    if not any(folder.glob(pattern)):
        _miss(f"{package} is not installed: apt-get install {package}")


def _miss(what: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


def benchmark(*arguments: str) -> str:
    """Run the benchmarks' command line in a real browser, and give what it printed."""
    require("chromium", "google-chrome", package="chromium")
    done = subprocess.run(
        (sys.executable, "-m", "tests.benchmarks", *arguments),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
