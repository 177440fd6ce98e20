"""Which commands a change runs, in which order, and how their failures are told."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from devserver.commands import Commands, failure
from devserver.config import Command
from devserver.guard import NOT_FOUND, NOT_RUNNABLE
from devserver.messages import CommandEnded, CommandFailed


def ended(commands: Commands, woken: threading.Semaphore, count: int) -> list[int | None]:
    """Wait until so many have ended; gives their status."""
    found: list[int | None] = []
    while len(found) < count:
        assert woken.acquire(timeout=20.0)
        found += [message.status for _, message in commands.finished()]
    return found


def test_a_command_is_concerned_by_what_its_gitignore_patterns_match() -> None:
    watched = [("*",), ("src/**", "!src/*.log"), ("/data.csv",)]
    commands = Commands([Command(("true",), watch) for watch in watched], "/", lambda: None)
    assert commands.concerned(["docs/index.md"]) == [0]
    assert commands.concerned(["src/a.log"]) == [0]
    assert commands.concerned(["src/deep/a.py", "data.csv"]) == [0, 1, 2]
    assert commands.concerned(["docs/data.csv"]) == [0]
    assert commands.concerned([]) == []


def test_they_run_one_after_another_in_their_order_and_each_once(tmp_path: Path) -> None:
    woken = threading.Semaphore(0)
    appending = [Command(("sh", "-c", f"echo {n} >> log; exit {n}")) for n in range(3)]
    commands = Commands(appending, str(tmp_path), woken.release)
    commands.start([0, 1])
    commands.start([1, 2])
    assert commands.running
    assert ended(commands, woken, 3) == [0, 1, 2]
    assert not commands.running
    assert (tmp_path / "log").read_text() == "0\n1\n2\n"


def test_an_end_ends_what_runs_and_starts_nothing_more(tmp_path: Path) -> None:
    woken = threading.Semaphore(0)
    both = [Command(("sleep", "1000")), Command(("touch", "second"))]
    commands = Commands(both, str(tmp_path), woken.release)
    commands.start([0, 1])
    commands.end(5.0)
    assert ended(commands, woken, 1) == [None]
    assert not commands.running
    assert not (tmp_path / "second").exists()


def test_a_folder_that_is_gone_is_a_failure_of_the_command(tmp_path: Path) -> None:
    woken = threading.Semaphore(0)
    commands = Commands([Command(("true",))], str(tmp_path / "gone"), woken.release)
    commands.start([0])
    assert ended(commands, woken, 1) == [NOT_RUNNABLE]


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (None, "not done after 2.5 s, and ended"),
        (NOT_FOUND, "not found"),
        (NOT_RUNNABLE, "cannot be run"),
        (3, "status 3"),
    ],
)
def test_a_failure_is_told_in_words(status: int | None, why: str) -> None:
    command = Command(("make", "all"), timeout=2.5)
    told = failure(command, CommandEnded(0, status, "output"))
    assert told == CommandFailed(("make", "all"), why, "output")
