"""Says where the control socket of a docs root lies: in a folder that only its user may enter."""

from __future__ import annotations

import contextlib
import os
import socket
import stat
import struct
from collections.abc import Iterator
from pathlib import Path

import platformdirs

from devserver.model import digest


def control_folder() -> Path:
    """Give the folder of all control sockets: for one login, or else in the cache folder."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if Path(runtime).is_absolute():
        return Path(runtime) / "devserver"
    return platformdirs.user_cache_path("devserver") / "control"


def socket_name(docs: Path) -> str:
    """Name the control socket of a resolved docs folder."""
    return f"{digest(str(docs))[:16]}.sock"


def private_folder(folder: Path) -> Path:
    """Make a folder that is nobody else's; raises OSError if it is, or cannot be made."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    status = folder.lstat()
    own = stat.S_ISDIR(status.st_mode) and status.st_uid == os.getuid()
    if not own or status.st_mode & 0o077:
        raise PermissionError(f"{folder} has to be a folder of yours that nobody else may enter")
    return folder


@contextlib.contextmanager
def short_path(path: Path) -> Iterator[str]:
    """Give a path for the socket at ``path`` that fits into an address: the system takes 107 bytes.

    The folder is opened, and named by its descriptor. Where the system has no such names, the path
    is as long as it is.
    """
    if len(os.fsencode(path)) < 100 or not _DESCRIPTORS.is_dir():
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"{_DESCRIPTORS}/{folder}/{path.name}"
    finally:
        os.close(folder)


def is_own(connection: socket.socket) -> bool:
    """Whether the other end is a program of the same user, as far as the system tells."""
    if not hasattr(socket, "SO_PEERCRED"):
        return True
    size = struct.calcsize("3i")
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
    _, user, _ = struct.unpack("3i", credentials)
    return bool(user == os.getuid())


_DESCRIPTORS = Path("/proc/self/fd")
