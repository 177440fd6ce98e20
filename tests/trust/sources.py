"""A docs folder that may not be written to: everything works, and nothing tries to write there."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.on_terminal import DEADLINE
from tests.trust.ground import ground, marked, until_shown
from tests.trust.lot import Lot
from tests.trust.traced import contents
from tests.watching import CTRL_C, Workspace


def a_folder_that_may_not_be_written_to(lot: Lot, folder: Path) -> None:
    """Watch, save, stop and build, while only the author can write."""
    with ground(folder) as workspace:
        author = workspace.project
        workspace.write("index.md", marked(0))
        workspace.write("part/page.md", "# Page\n\n[Home](../index.md)\n")
        with _read_only(author, folder / "docs") as seen:
            workspace.project = seen
            watch = workspace.watch()
            watch.wait("indexed")
            for generation in range(1, lot.randrange(2, 6)):
                _save(author / "index.md", marked(generation))
                until_shown(watch, "/", generation)
            before = contents(author)
            workspace.accept()
            watch.type(CTRL_C)
            watch.ended(0)
            _build(workspace)
            assert contents(author) == before
            workspace.project = author


def _build(workspace: Workspace) -> None:
    site = workspace.cache.parent / "site"
    run = workspace.run("build", str(workspace.project), "--out", str(site))
    assert run.process.wait(DEADLINE) == 0, run.said
    run.ended(0)
    assert (site / "index.html").exists()


@contextmanager
def _read_only(folder: Path, at: Path) -> Iterator[Path]:
    """Show a folder at another place where it cannot be written to, or take the rights away."""
    at.mkdir()
    mounted = subprocess.run(
        ("mount", "-o", "bind,ro", str(folder), str(at)), capture_output=True, check=False
    )
    if mounted.returncode:
        _allow(folder, 0o555)
    try:
        yield folder if mounted.returncode else at
    finally:
        if mounted.returncode:
            _allow(folder, 0o755)
        else:
            subprocess.run(("umount", "--lazy", str(at)), check=True)


def _allow(folder: Path, mode: int) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(mode & 0o666 if path.is_file() else mode)


def _save(path: Path, text: str) -> None:
    mode = path.stat().st_mode
    path.chmod(0o644)
    path.write_text(text)
    path.chmod(mode)
