"""Faults at one exact system call: ``strace`` counts the calls of main, and acts at the n-th."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.tools import require
from tests.watching import Workspace

OPENS = ("openat",)
RENAMES = ("rename", "renameat", "renameat2")
WRITES = ("write", "pwrite64", "sendfile", "copy_file_range")
REMOVALS = ("unlink", "unlinkat", "rmdir")
OTHERS = ("mkdir", "fsync", "fdatasync", "ftruncate", "chmod", "link", "linkat", "utimensat")
ALL = (*OPENS, *RENAMES, *WRITES, *REMOVALS, *OTHERS)

_CALL = re.compile(r"(\w+)\((.*)\) += (-?\d+)")
_STOPPED = "--- stopped by SIGSTOP ---"


@dataclass(frozen=True)
class Call:
    """The n-th time that main made a call, and what it said of it."""

    name: str
    n: int
    said: str


def trace(workspace: Workspace, *expressions: str) -> Path:
    """Have what is started from now on traced; gives the log.

    Only main's first thread is traced: ``strace`` stands aside, as a grandchild in a session of
    its own, so that main keeps its place on the terminal, its number and its status.
    """
    strace = require("strace", package="strace")
    log = workspace.cache.parent / "strace.log"
    name = workspace.mark.partition("=")[0]
    options = [word for expression in expressions for word in ("-e", expression)]
    command = (strace, "-DDD", "-y", "-s", "200", "-o", str(log), "-E", workspace.mark, *options)
    workspace.through = ("env", "-u", name, "PYTHONHASHSEED=0", *command)
    return log


def untrace(workspace: Workspace) -> None:
    """Have what is started from now on run by itself."""
    workspace.through = ()


def calls(log: Path) -> Iterator[Call]:
    """Read a log: the calls that were made since the first line of ours has run.

    Before it, signals and faults are the interpreter's.
    """
    made = Counter[str]()
    ours = False
    for line in log.read_text("utf-8", "replace").splitlines():
        found = _CALL.match(line)
        if found is None:
            continue
        made[found[1]] += 1
        ours = ours or (found[1] == "rt_sigaction" and found[2].startswith("SIGHUP, {sa_handler=0"))
        if ours and found[1] in ALL:
            yield Call(found[1], made[found[1]], found[2])


def stopped(log: Path) -> bool:
    """Whether the injected stop has come."""
    return log.exists() and _STOPPED in log.read_text("utf-8", "replace")


def injected(log: Path) -> str:
    """Give the line of the first call that was made to fail; empty if there was none."""
    lines = log.read_text("utf-8", "replace").splitlines() if log.exists() else []
    return next((line for line in lines if line.endswith("(INJECTED)")), "")


def contents(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
