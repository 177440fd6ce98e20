"""The guard as main starts it: a script between us and a command that may do anything."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from devserver import guard


def start(*run: str, timeout: float = 20.0) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """Start a command under guard; closing the socket is main's death."""
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            (sys.executable, "-I", "-S", guard.__file__, str(timeout), *run),
            stdin=theirs.fileno(),
            process_group=0,
        )
    return process, ours


def status_of(*run: str, timeout: float = 20.0) -> int:
    process, ours = start(*run, timeout=timeout)
    with ours:
        return process.wait(20.0)


@pytest.mark.parametrize(
    ("run", "status"),
    [
        (("true",), 0),
        (("sh", "-c", "exit 9"), 9),
        (("sh", "-c", "kill -USR1 $$"), 128 + signal.SIGUSR1),
        (("no-such-program",), guard.NOT_FOUND),
        (("/",), guard.NOT_RUNNABLE),
    ],
)
def test_the_status_is_the_commands_or_says_why_there_is_none(
    run: tuple[str, ...], status: int
) -> None:
    assert status_of(*run) == status


def test_time_that_ran_out_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert status_of("cat", f"{tmp_path}/pipe", timeout=0.1) == guard.OUT_OF_TIME


def test_the_guard_is_deaf_to_the_terminal_and_the_command_is_not(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    process, ours = start("sh", "-c", f"echo $$ > {tmp_path}/pipe; exec sleep 1000")
    with ours:
        command = int((tmp_path / "pipe").read_text())
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            process.send_signal(number)
        assert process.poll() is None
        os.kill(command, signal.SIGINT)
        assert process.wait(20.0) == 128 + signal.SIGINT


def test_a_deaf_command_and_its_children_end_soon_after_main(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    deaf = f"trap '' TERM INT HUP; sleep 1000 & echo $! > {tmp_path}/pipe; wait"
    process, ours = start("sh", "-c", deaf)
    grandchild = int((tmp_path / "pipe").read_text())
    began = time.monotonic()
    ours.close()
    assert process.wait(20.0) == guard.ENDED
    assert guard.GRACE <= time.monotonic() - began < guard.GRACE + 1.0
    assert gone(grandchild)


def test_what_a_finished_command_left_running_in_its_group_ends_with_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    process, ours = start("sh", "-c", f"sleep 1000 & echo $! > {tmp_path}/pipe")
    with ours:
        left = int((tmp_path / "pipe").read_text())
        assert process.wait(20.0) == 0
        assert gone(left)


def gone(pid: int) -> bool:
    """Whether a process is dead, or has only to be reaped by whoever adopted it."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state in "ZX"
