"""The same sources give the same bytes: in any folder, zone, language, on any number of cores."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

GUIDE = Path(__file__).parents[2] / "sample_site"

MACHINES = (
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0"},
    {"TZ": "Asia/Kolkata", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1234", "LANG": "de_DE.UTF-8"},
)


def test_two_machines_build_the_same_site(tmp_path: Path) -> None:
    sites = [built(tmp_path / f"machine {number}", number) for number in range(2)]
    first, second = sites
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []
    assert {"index.html", "sitemap.xml", "feed.xml", "404.html"} < first.keys()
    assert not [name for name, data in first.items() if str(tmp_path).encode() in data]


def built(folder: Path, number: int) -> dict[str, bytes]:
    """Build a copy of the guide as another machine would, one of them after an edit and back."""
    shutil.copytree(GUIDE, folder)
    with (folder / "devserver.toml").open("a") as file:
        file.write('feed = true\nsite_url = "https://tea.example/"\n')
    page = folder / "docs" / "style.md"
    text = page.read_text("utf-8")
    page.write_text(text.replace("---\n", "---\ndate: 2026-03-01T09:30:00\n", 1), "utf-8")
    environment = {**os.environ, **MACHINES[number], "XDG_CACHE_HOME": str(folder / "cache")}
    cores = sorted(os.sched_getaffinity(0))[: 1 if number else None]
    if number:
        kept = page.read_text("utf-8")
        page.write_text("# Something else\n", "utf-8")
        run(folder, environment, cores)
        page.write_text(kept, "utf-8")
    return run(folder, environment, cores)


def run(folder: Path, environment: dict[str, str], cores: list[int]) -> dict[str, bytes]:
    here = os.sched_getaffinity(0)
    try:
        # What is started from here has as many processors, and starts as many workers.
        os.sched_setaffinity(0, cores)
        done = subprocess.run(
            (
                sys.executable,
                "-m",
                "devserver",
                "build",
                str(folder),
                "--out",
                str(folder / "site"),
            ),
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )
    finally:
        os.sched_setaffinity(0, here)
    if done.returncode != 0:
        pytest.fail(done.stderr)
    found = (path for path in (folder / "site").rglob("*") if path.is_file())
    return {path.relative_to(folder / "site").as_posix(): path.read_bytes() for path in found}
