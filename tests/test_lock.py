"""One holder of a root at a time, known to whoever comes second, and forgotten when it dies."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from devserver.lock import RootBusyError, RootLock

HOLD = """
import sys, pathlib
from devserver.lock import RootLock
lock = RootLock(pathlib.Path(sys.argv[1]))
lock.announce({"pid": "7"})
print("held", flush=True)
sys.stdin.read()
"""


def test_the_second_is_told_who_is_the_first(tmp_path: Path) -> None:
    first = RootLock(tmp_path / "lock")
    with pytest.raises(RootBusyError) as unsaid:
        RootLock(tmp_path / "lock")
    assert unsaid.value.holder == {}
    first.announce({"pid": "12", "url": "http://127.0.0.1:8000/"})
    with pytest.raises(RootBusyError) as said:
        RootLock(tmp_path / "lock")
    assert said.value.holder == {"pid": "12", "url": "http://127.0.0.1:8000/"}
    first.release()


def test_a_released_lock_leaves_no_file(tmp_path: Path) -> None:
    RootLock(tmp_path / "lock").release()
    assert not list(tmp_path.iterdir())


def test_a_holder_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen(
        (sys.executable, "-c", HOLD, str(path)), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(RootBusyError) as busy:
            RootLock(path)
        assert busy.value.holder == {"pid": "7"}
        holder.kill()
    again = RootLock(path)
    with pytest.raises(RootBusyError) as busy:
        RootLock(path)
    assert busy.value.holder == {}
    again.release()


def test_two_never_hold_it_though_the_file_comes_and_goes(tmp_path: Path) -> None:
    held = threading.Semaphore(1)
    wrong: list[str] = []

    def hold_again_and_again() -> None:
        done = 0
        while done < 100:
            try:
                lock = RootLock(tmp_path / "lock")
            except RootBusyError:
                continue
            if held.acquire(blocking=False):
                lock.announce({"pid": "1"})
                held.release()
            else:
                wrong.append("held twice")
            lock.release()
            done += 1

    threads = [threading.Thread(target=hold_again_and_again) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
