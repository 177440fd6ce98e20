"""What the system says of one path, without an exception for a path that is not there."""

from __future__ import annotations

import errno
import os
import stat
from typing import Final

from devserver.model import Stamp, digest

_CHUNK: Final = 1 << 16

_SMALL: Final = 1 << 20
"""Bytes up to which a file is worth reading to know it again."""

LARGEST: Final = 48 << 20
"""Bytes of a file whose text is wanted: larger than any page, and smaller than the memory."""

DEEPEST: Final = 64
"""Folders inside each other: what lies deeper, in a tree without end perhaps, is left alone."""

Identity = tuple[int, int]
"""The device, and the inode there: equal for two paths that lead to the same file or folder."""


def status_of(absolute: str) -> os.stat_result | None:
    """Ask ``stat``, links followed; ``None`` for whatever reason it has no answer."""
    try:
        return os.stat(absolute)  # noqa: PTH116 - hot: a Path costs more than the call
    except (OSError, ValueError):  # The latter for a name with a null character in it.
        return None


def content_of(absolute: str) -> tuple[bytes, os.stat_result]:
    """Read a file whole, and ask ``stat`` of what was read, once it is. Raises OSError.

    One that is larger than ``LARGEST`` is not read: it may well have no end.
    """
    # What became a pipe since it was looked at must not keep us waiting for its writer.
    descriptor = os.open(absolute, os.O_RDONLY | os.O_NONBLOCK)
    try:
        content = os.read(descriptor, _CHUNK)
        status = os.fstat(descriptor)
        if len(content) != status.st_size:
            content += _rest(descriptor, max(status.st_size, len(content)))
            status = os.fstat(descriptor)
        return content, status
    finally:
        os.close(descriptor)


def _rest(descriptor: int, size: int) -> bytes:
    """Read to the end of what has ``size`` bytes, or more by now."""
    chunks: list[bytes] = []
    while size <= LARGEST and (chunk := os.read(descriptor, _CHUNK)):
        chunks.append(chunk)
        size = max(size, len(chunks) * _CHUNK)
    if size > LARGEST:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return b"".join(chunks)


def stamp_of(status: os.stat_result) -> Stamp:
    """Keep of a status what tells a changed file from an unchanged one."""
    return Stamp(status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)


def print_of(absolute: str) -> str:
    """Give a digest of a file's content, or of its stamp if it is large; empty if it is gone."""
    status = status_of(absolute)
    if status is None or not stat.S_ISREG(status.st_mode):
        return ""
    try:
        small = status.st_size <= _SMALL
        return digest(content_of(absolute)[0] if small else f"{stamp_of(status)}")
    except OSError:
        return ""


def identity_of(absolute: str) -> Identity | None:
    """Name what a path leads to, so that a folder reached by two ways is known to be one."""
    status = status_of(absolute)
    return None if status is None else (status.st_dev, status.st_ino)


def inside(absolute: str, root: str) -> bool:
    """Whether a path, its links followed, stays inside the folder ``root``."""
    return os.path.realpath(absolute).startswith(f"{root.rstrip(os.sep)}{os.sep}")
