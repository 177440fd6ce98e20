"""Finds the programs that tests run: a laptop may lack one, the machine that judges may not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest


def require(*names: str, package: str) -> str:
    """Give the path of the first of ``names`` that is installed.

    Without any of them the test is skipped, with the name of the ``package`` (Debian's) to
    install; where ``CI`` is set it fails, so that nothing goes untested unseen.
    """
    for name in names:
        path = shutil.which(name)
        if path is not None:
            return path
    missing = f"{' or '.join(names)} is not installed: apt-get install {package}"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)


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
