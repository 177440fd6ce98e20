"""What kind of file system a folder lies on, and which folders the system tells us of."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import Final

_MOUNTS: Final = "/proc/self/mountinfo"
_OPEN: Final = "/proc/self/fd"
_WATCHES: Final = "/proc/self/fdinfo"

_REMOTE: Final = frozenset(
    {
        *("9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "drvfs", "fakeowner"),
        *("glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "pnfs", "prl_fs"),
        *("shfs", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs"),
    }
)
"""Shared with other machines, or with the one that a virtual machine or container runs on."""

_OCTAL: Final = re.compile(r"\\([0-7]{3})")


def kind_of(absolute: str, mounts: Iterable[str]) -> str:
    """Name the file system below a resolved path, given the lines of ``mountinfo`` (proc(5)).

    Empty if none of them is above it.
    """
    best, kind = "", ""
    for line in mounts:
        left, _, right = line.partition(" - ")
        fields = left.split()
        if len(fields) > 4 and right:
            place = _OCTAL.sub(lambda found: chr(int(found[1], 8)), fields[4])
            # Of those mounted at one place, the last covers the others.
            if len(place) >= len(best) and f"{absolute}/".startswith(f"{place.rstrip('/')}/"):
                best, kind = place, right.split()[0]
    return kind


def is_shared(kind: str) -> bool:
    """Whether others may change files there without the system knowing, so that it tells nobody."""
    return kind in _REMOTE or (kind.startswith("fuse.") and not kind.startswith("fuse.portal"))


def mounts() -> list[str]:
    """Read what is mounted; empty where the system does not say."""
    try:
        with open(_MOUNTS, encoding="utf-8", errors="replace") as file:  # noqa: PTH123 - no Path
            return file.readlines()
    except OSError:
        return []


def watched() -> set[int] | None:
    """Give the inodes for which the kernel sends this process events (inotify); ``None``: unknown.

    That is what it says itself, whatever a library believes.
    """
    found: set[int] = set()
    try:
        for number in os.listdir(_OPEN):  # noqa: PTH208 - no Path
            if _is_inotify(number):
                with open(f"{_WATCHES}/{number}", encoding="ascii") as file:  # noqa: PTH123
                    found.update(_inode(line) for line in file if line.startswith("inotify "))
    except (OSError, ValueError):
        return None
    return found


def _is_inotify(number: str) -> bool:
    try:
        return os.readlink(f"{_OPEN}/{number}") == "anon_inode:inotify"  # noqa: PTH115
    except OSError:
        return False  # The one that lists the folder.


def _inode(line: str) -> int:
    return int(line.partition(" ino:")[2].split()[0], 16)
