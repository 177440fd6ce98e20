"""Children that only main can end, and that cannot outlive it; commands that nobody waits for."""

from __future__ import annotations

import os
import select
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devserver.channel import Channel
from devserver.processes import TERMINAL_SIGNALS, Child, GuardedProcess

DEADLINE = 20.0


def echo(setup: object, channel: Channel) -> None:
    """Say everything again, after ``setup``."""
    while (message := channel.receive()) is not None:
        channel.send((setup, message))


@pytest.fixture
def child() -> Iterator[Child]:
    made = Child("echo", echo, "setup")
    yield made
    made.kill()


def answer(child: Child) -> object:
    """Wait for the next message."""
    while not child.channel.closed:
        assert select.select([child.channel], [], [], DEADLINE)[0], "no answer in time"
        for message in child.channel.receive():
            return message
    return None


def is_gone(child: Child) -> bool:
    """Whether a child has ended and was reaped."""
    return not Path(f"/proc/{child.pid}").exists()


def test_a_child_is_deaf_to_the_terminal_from_its_first_moment(child: Child) -> None:
    for number in TERMINAL_SIGNALS:
        os.kill(child.pid, number)
    child.channel.send("hello")
    assert answer(child) == ("setup", "hello")
    for number in TERMINAL_SIGNALS:
        os.kill(child.pid, number)
    child.channel.send("still there?")
    assert answer(child) == ("setup", "still there?")


def test_a_child_can_be_made_to_give_way(child: Child) -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    child.lower()
    assert os.getpriority(os.PRIO_PROCESS, child.pid) == 19
    assert os.getpriority(os.PRIO_PROCESS, 0) == own
    child.kill()
    child.lower()


def test_a_child_ends_when_its_channel_is_closed(child: Child) -> None:
    began = time.monotonic()
    child.end(DEADLINE)
    assert time.monotonic() - began < DEADLINE
    assert is_gone(child)


def test_a_child_that_does_not_end_in_time_is_killed(child: Child) -> None:
    child.channel.send("hello")
    answer(child)
    os.kill(child.pid, signal.SIGSTOP)
    child.end(0.1)
    assert is_gone(child)


def test_a_childs_death_is_the_end_of_its_channel(child: Child) -> None:
    os.kill(child.pid, signal.SIGKILL)
    assert answer(child) is None
    child.kill()
    assert is_gone(child)


def test_a_child_imports_nothing_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pickle.py").write_text("raise SystemExit('imported from the current folder')")
    monkeypatch.chdir(tmp_path)
    child = Child("echo", echo, "setup")
    child.channel.send("hello")
    assert answer(child) == ("setup", "hello")
    child.end(DEADLINE)


# ---------------------------------------------------------------- external commands


class Run:
    """A command that was started, and what is told at its end."""

    def __init__(self, folder: Path, *run: str, timeout: float = DEADLINE) -> None:
        self._over = threading.Event()
        self.process = GuardedProcess(run, timeout, str(folder), self._ended)

    def _ended(self, status: int | None, output: str) -> None:
        self._told = (status, output)
        self._over.set()

    def told(self) -> tuple[int | None, str]:
        """Wait for its end: the status and the output."""
        assert self._over.wait(DEADLINE)
        self.process.join(DEADLINE)
        return self._told


def test_a_command_gets_its_arguments_as_they_are_and_nothing_to_read(tmp_path: Path) -> None:
    run = Run(tmp_path, "sh", "-c", 'printf "%s|" "$@"; cat; pwd', "sh", "a b", "$HOME;*")
    assert run.told() == (0, f"a b|$HOME;*|{tmp_path}\n")


def test_status_and_the_end_of_both_outputs_are_told(tmp_path: Path) -> None:
    script = "head -c 100000 /dev/zero | tr '\\0' a; echo the end >&2; exit 3"
    status, output = Run(tmp_path, "sh", "-c", script).told()
    assert status == 3
    assert len(output) == 16_384
    assert output.endswith("aathe end\n")


def test_a_command_that_runs_out_of_time_has_no_status(tmp_path: Path) -> None:
    run = Run(tmp_path, "sh", "-c", "echo begun; sleep 1000", timeout=0.2)
    assert run.told() == (None, "begun\n")


def test_a_command_that_is_ended_has_no_status_either(tmp_path: Path) -> None:
    run = Run(tmp_path, "sleep", "1000")
    run.process.end()
    assert run.told() == (None, "")
    run.process.end()


def test_what_a_command_leaves_behind_is_not_waited_for(tmp_path: Path) -> None:
    for name in ("ready", "pipe"):
        os.mkfifo(tmp_path / name)
    daemon = "echo > ready; read line < pipe; echo told > pipe"
    run = Run(tmp_path, "sh", "-c", f"setsid sh -c '{daemon}' & read line < ready; echo left")
    assert run.told() == (0, "left\n")
    (tmp_path / "pipe").write_text("go\n")
    assert (tmp_path / "pipe").read_text() == "told\n"
