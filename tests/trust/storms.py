"""Thousands of events at once, and more than the system keeps: then the pages equal the files."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from tests.tools import require
from tests.trust.ground import generation_of, ground, marked, pass_time
from tests.trust.lot import Lot
from tests.watching import CTRL_C, Watch, Workspace

EVENTS = 5_000
"""Events of one storm: each deed below makes two or three of them."""

SETTLED = 5.0
"""Seconds after the last one within which every page is what its file says."""

_PAGES = 60
_DEEDS = ("save", "save", "save", "replace", "replace", "remove", "move", "folder")
_SLOWLY = "delay_enter=3000000:when=1..2"
"""Three seconds more for each of the first reads."""
_QUEUE = Path("/proc/sys/fs/inotify/max_queued_events")


def a_storm(lot: Lot, folder: Path) -> None:
    """Save, replace, remove and rename pages and folders as fast as the disk takes it."""
    with ground(folder) as workspace:
        watch = _begun(workspace)
        storm = Storm(workspace.project, lot)
        storm.rage(EVENTS // 2)
        _assert_settled(watch, storm)
        _end(workspace, watch)


def an_overflow(lot: Lot, folder: Path) -> None:
    """Stop main, as Ctrl-Z does, until the system has thrown events away; then let it go on."""
    with ground(folder) as workspace:
        watch = _begun(workspace)
        storm = Storm(workspace.project, lot)
        watch.signal(signal.SIGSTOP)
        storm.rage(500)
        _overflow(workspace.project / "page-0.md")
        storm.rage(500)
        watch.signal(signal.SIGCONT)
        _assert_settled(watch, storm)
        _end(workspace, watch)


def an_overflow_unnoticed(lot: Lot, folder: Path) -> None:
    """Have main itself go on, while the one read of its events takes longer than they last."""
    with ground(folder) as workspace:
        strace = require("strace", package="strace")
        slow = ("-e", "trace=read", "-P", "anon_inode:inotify", "-e", f"inject=read:{_SLOWLY}")
        name = workspace.mark.partition("=")[0]
        tracer = (strace, "-DDD", "-f", "-o", os.devnull, "-E", workspace.mark)
        workspace.through = ("env", "-u", name, *tracer, *slow)
        watch = _begun(workspace)
        storm = Storm(workspace.project, lot)
        storm.rage(100)
        _overflow(workspace.project / "page-0.md")
        storm.rage(500)
        _assert_settled(watch, storm)
        _end(workspace, watch)


class Storm:
    """Edits drawn by lot, and what the files say afterwards."""

    def __init__(self, project: Path, lot: Lot) -> None:
        self._project = project
        self._lot = lot
        self._generation = 0

    def rage(self, deeds: int) -> None:
        """Do so many of them."""
        for _ in range(deeds):
            self._generation += 1
            getattr(self, f"_{self._lot.choice(_DEEDS)}")(self._lot.randrange(_PAGES))

    def _path(self, page: int) -> Path:
        folder = self._project / f"part-{page % 6}"
        folder.mkdir(exist_ok=True)
        return folder / f"page-{page}.md"

    def _save(self, page: int) -> None:
        self._path(page).write_text(marked(self._generation))

    def _replace(self, page: int) -> None:
        new = self._path(page).with_name(".new")
        new.write_text(marked(self._generation))
        new.replace(self._path(page))

    def _remove(self, page: int) -> None:
        self._path(page).unlink(missing_ok=True)

    def _move(self, page: int) -> None:
        if self._path(page).exists():
            self._path(page).replace(self._path((page + 7) % _PAGES))

    def _folder(self, page: int) -> None:
        part = self._path(page).parent
        aside = part.with_name(f"moved-{page % 6}")
        if not aside.exists():
            part.rename(aside)
        else:
            for path in aside.iterdir():
                path.unlink()
            aside.rmdir()

    def pages(self) -> dict[str, int]:
        """Say which generation of which page there is, by its address."""
        return {
            f"/{path.relative_to(self._project).with_suffix('').as_posix()}/": generation_of(
                path.read_bytes()
            )
            for path in self._project.rglob("*.md")
            if path.name != "index.md"
        }

    def gone(self) -> set[str]:
        """Name addresses at which there is no page now."""
        parts = [f"/{kind}-{n % 6}/page-{n}/" for n in range(_PAGES) for kind in ("part", "moved")]
        return set(parts) - self.pages().keys()


def _begun(workspace: Workspace) -> Watch:
    workspace.write("index.md", "# Home\n")
    for page in range(_PAGES):
        workspace.write(f"part-{page % 6}/page-{page}.md", marked(0))
    workspace.write("page-0.md", marked(0))
    watch = workspace.watch()
    watch.wait("indexed")
    return watch


def _overflow(path: Path) -> None:
    """Make more events than the queue holds; equal ones in a row would count as one."""
    for _ in range(int(_QUEUE.read_text()) // 2 + 1_000):
        descriptor = os.open(path, os.O_WRONLY)
        os.pwrite(descriptor, b"#", 0)
        os.close(descriptor)


def _assert_settled(watch: Watch, storm: Storm) -> None:
    until = time.monotonic() + SETTLED
    wanted = storm.pages()
    while faults := _differences(watch, wanted, storm.gone()):
        assert time.monotonic() < until, f"{len(faults)} pages are wrong: {faults[:3]}"
        pass_time(watch, 0.1)


def _differences(watch: Watch, wanted: dict[str, int], gone: set[str]) -> list[str]:
    faults = []
    for url, generation in wanted.items():
        answer = watch.get(url)
        found = _generation(answer.body) if answer.status == 200 else answer.status
        if found != generation:
            faults.append(f"{url} is {found}, its file is {generation}")
    return faults + [f"{url} is still there" for url in gone if watch.get(url).status != 404]


def _generation(body: bytes) -> int:
    """Tell the generation of a page; while it is stormy, a file may have been found empty."""
    try:
        return generation_of(body)
    except AssertionError:
        return -1


def _end(workspace: Workspace, watch: Watch) -> None:
    workspace.accept()
    watch.type(CTRL_C)
    watch.ended(0)
    workspace.pages()
