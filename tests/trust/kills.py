"""Processes that are killed outright while everybody reads and the author saves."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path

from tests.contract.bounds import ORPHANED
from tests.trust.ground import (
    ONE_MOMENT,
    assert_whole,
    generation_of,
    ground,
    marked,
    pass_time,
    until_answered,
    until_shown,
)
from tests.trust.lot import Lot
from tests.watching import CTRL_C, Watch, Workspace

READERS = 4


class Readers:
    """People who load a page all the time, each time on a new connection."""

    def __init__(self, watch: Watch) -> None:
        self.whole = 0
        """Pages that came whole."""
        self.broken = 0
        """Connections that were accepted, and then ended with the process that had them."""
        self.faults: list[str] = []
        self._watch = watch
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._read) for _ in range(READERS)]
        for thread in self._threads:
            thread.start()

    def _read(self) -> None:
        while not self._over.is_set():
            try:
                answer = self._watch.get("/")
                if answer.status == ONE_MOMENT:
                    continue
                assert answer.status == 200, answer.status
                generation_of(answer.body)
                self.whole += 1
            except ConnectionRefusedError:
                self.faults.append("refused")
            except (HTTPException, ConnectionError):
                self.broken += 1
            except AssertionError as fault:
                self.faults.append(str(fault))

    def leave(self) -> None:
        """Stop reading."""
        self._over.set()
        for thread in self._threads:
            thread.join()


@contextmanager
def reading(watch: Watch) -> Iterator[Readers]:
    """Have readers during a block."""
    assert watch.url
    readers = Readers(watch)
    try:
        yield readers
    finally:
        readers.leave()


def _write(workspace: Workspace) -> None:
    workspace.write("index.md", marked(0))
    for page in range(30):
        workspace.write(f"page-{page}.md", f"# Page {page}\n\n[Home](index.md)\n")


def main_is_killed(lot: Lot, folder: Path) -> None:
    """Kill main at any moment after its start: nobody is left, and the next start is whole."""
    with ground(folder) as workspace:
        _write(workspace)
        watch = workspace.watch()
        with reading(watch) as readers:
            last = _saves(workspace, watch, lot)
            watch.process.kill()
            assert watch.process.wait() == -signal.SIGKILL
            workspace.assert_no_process(within=ORPHANED)
        assert not [fault for fault in readers.faults if fault != "refused"], readers.faults
        workspace.assert_sources_untouched()
        assert not list(workspace.temporary.iterdir())
        again = workspace.watch()
        until_answered(again, "/page-29/")
        until_shown(again, "/", last)
        assert again.said == ""
        again.type(CTRL_C)
        again.ended(0)
        assert_whole(workspace)


def the_server_is_killed(lot: Lot, folder: Path) -> None:
    """Kill the server under load: another answers on the same port, and nobody was refused."""
    with ground(folder) as workspace:
        _write(workspace)
        watch = workspace.watch()
        first = watch.wait("serving")
        with reading(watch) as readers:
            _saves(workspace, watch, lot)
            os.kill(first["server_pid"], signal.SIGKILL)
            last = _saves(workspace, watch, lot, after=100)
            second = watch.wait("serving")
            assert second["url"] == first["url"]
            until_shown(watch, "/", last)
        assert readers.whole
        assert not readers.faults, readers.faults[:3]
        assert readers.broken <= 2 * READERS, f"{readers.broken} connections were broken"
        watch.type(CTRL_C)
        watch.ended(0)


def _saves(workspace: Workspace, watch: Watch, lot: Lot, after: int = 0) -> int:
    """Save a few times at any pace, and go before the last is built; gives the last."""
    last = after
    for _ in range(lot.randrange(1, 6)):
        last += 1
        workspace.write("index.md", marked(last))
        pass_time(watch, lot.choice((0.0, 0.01, 0.05, 0.3)))
    pass_time(watch, lot.uniform(0.0, 0.1))
    return last
