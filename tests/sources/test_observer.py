"""The real observer on a real folder: every way of saving marks the file that was saved."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import PIPE

import pytest

from devserver.messages import FilesChanged
from devserver.sources.ignore import passing
from devserver.sources.observer import Watcher
from tests.deep_folders import deep_folders

DEADLINE = 20.0


class Watching:
    """A watcher of one folder, and what it has marked so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.marked: list[FilesChanged] = []
        self._news = threading.Condition()
        self.watcher = Watcher(self.matters, self.is_new, self._wake)

    @staticmethod
    def matters(absolute: str) -> bool:
        return not passing(Path(absolute).name)

    @staticmethod
    def is_new(absolute: str) -> bool:
        return Path(absolute).name.startswith("new")

    def _wake(self) -> None:
        with self._news:
            self._news.notify_all()

    def wait(self, path: str, *, complete: bool | None) -> None:
        """Wait until a path is marked; ``None``: as whole or not."""
        ways = (True, False) if complete is None else (complete,)
        wanted = [FilesChanged(str(self.folder / path), way) for way in ways]

        def is_marked() -> bool:
            self.marked += self.watcher.changes()
            return any(change in self.marked for change in wanted)

        with self._news:
            assert self._news.wait_for(is_marked, DEADLINE), f"{wanted} is not in {self.marked}"


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    (tmp_path / "page.md").write_text("before")
    made = Watching(tmp_path)
    made.watcher.start([tmp_path], [])
    yield made
    made.watcher.stop()


def write(folder: Path) -> None:
    (folder / "page.md").write_text("after")


def replace(folder: Path) -> None:
    (folder / "new.tmp~").write_text("after")
    (folder / "new.tmp~").replace(folder / "page.md")


def move_in(folder: Path) -> None:
    outside = folder.with_name(f"{folder.name}-outside")
    outside.write_text("after")
    outside.replace(folder / "page.md")


def save_with_backup(folder: Path) -> None:
    (folder / "page.md").rename(folder / "page.md~")
    (folder / "page.md").write_text("after")
    (folder / "page.md~").unlink()


@pytest.mark.parametrize("save", [write, replace, save_with_backup])
def test_a_save_marks_the_file_as_whole(watching: Watching, save: Callable[[Path], None]) -> None:
    save(watching.folder)
    watching.wait("page.md", complete=True)
    assert {Path(change.path).name for change in watching.marked} == {"page.md"}


def test_a_new_file_is_not_taken_to_be_whole_before_it_has_its_name(watching: Watching) -> None:
    (watching.folder / "new.md").write_text("after")
    (watching.folder / "new.md").rename(watching.folder / "page.md")
    watching.wait("page.md", complete=True)
    first = watching.marked[0]
    assert first == FilesChanged(str(watching.folder / "new.md"), complete=False)


def test_a_file_moved_in_from_elsewhere_is_marked(watching: Watching) -> None:
    move_in(watching.folder)
    watching.wait("page.md", complete=False)


def test_both_ends_of_a_rename_are_taken_together(watching: Watching) -> None:
    (watching.folder / "page.md").rename(watching.folder / "other.md")
    watching.wait("other.md", complete=True)
    assert FilesChanged(str(watching.folder / "page.md"), complete=True) in watching.marked


def test_a_file_moved_away_holds_nothing_back(watching: Watching) -> None:
    (watching.folder / "page.md").rename(watching.folder.with_name("away.md"))
    (watching.folder / "next.md").write_text("after")
    watching.wait("next.md", complete=True)
    watching.wait("page.md", complete=False)


def test_what_lies_in_a_new_folder_is_found(watching: Watching) -> None:
    (watching.folder / "new" / "deep").mkdir(parents=True)
    watching.wait("new", complete=False)
    (watching.folder / "new" / "deep" / "page.md").write_text("after")
    # Whether the folder below was already watched at that moment is the system's affair.
    watching.wait("new/deep/page.md", complete=None)


def test_reading_marks_nothing(watching: Watching) -> None:
    (watching.folder / "page.md").read_text()
    (watching.folder / "last.md").write_text("after")
    watching.wait("last.md", complete=True)
    assert {Path(change.path).name for change in watching.marked} == {"last.md"}


def test_a_folder_watched_alone_says_nothing_of_those_below(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    watching = Watching(tmp_path)
    watching.watcher.start([], [])
    watching.watcher.also([tmp_path])
    (tmp_path / "below" / "page.md").write_text("unseen")
    (tmp_path / "page.md").write_text("seen")
    watching.wait("page.md", complete=True)
    watching.watcher.stop()
    assert {Path(change.path).name for change in watching.marked} == {"page.md"}


def test_a_tree_without_end_is_refused_and_the_other_folders_are_watched(tmp_path: Path) -> None:
    for name in ("endless", "docs"):
        (tmp_path / name).mkdir()
    watching = Watching(tmp_path / "docs")
    with deep_folders(tmp_path / "endless"), warnings.catch_warnings():
        # Python's own walk leaves folders open when it runs into its limit.
        warnings.simplefilter("ignore", ResourceWarning)
        watching.watcher.start([tmp_path / "endless", tmp_path / "docs"], [])
        assert watching.watcher.refused == "folders without end"
        (tmp_path / "docs" / "page.md").write_text("after")
        watching.wait("page.md", complete=None)
        watching.watcher.stop()
        gc.collect()


def test_a_folder_that_was_replaced_is_no_longer_watched_well(tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    watching = Watching(folder)
    watching.watcher.start([folder], [])
    assert watching.watcher.healthy()
    folder.rename(tmp_path / "old")
    folder.mkdir()
    assert not watching.watcher.healthy()
    watching.watcher.stop()
    assert not watching.watcher.healthy()


def test_after_a_stop_none_of_its_threads_is_left(watching: Watching) -> None:
    watching.watcher.stop()
    names = {type(thread).__name__ for thread in threading.enumerate()}
    assert not {name for name in names if "Emitter" in name or "Observer" in name}


FLOODED = """
import sys, time
from devserver.sources.observer import Watcher
watcher = Watcher(lambda path: True, lambda path: False, lambda: None)
from pathlib import Path
watcher.start([Path(sys.argv[1])], [])
print("watching", flush=True)
until = time.monotonic() + 30
while not watcher.lost():
    assert time.monotonic() < until, "nothing was lost"
assert watcher.healthy()
print("lost", flush=True)
"""


def test_events_that_the_system_dropped_are_known_to_be_lost(tmp_path: Path) -> None:
    most = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
    command = (sys.executable, "-c", FLOODED, str(tmp_path))
    with subprocess.Popen(command, stdout=PIPE, stderr=PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        assert program.stdout.readline() == "watching\n"
        program.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, program.pid, os.WSTOPPED | os.WNOWAIT)
        for number in range(most):
            (tmp_path / f"{number % 7}.md").write_text("")
        program.send_signal(signal.SIGCONT)
        assert program.stdout.readline() == "lost\n"
        assert program.stderr.read() == ""
