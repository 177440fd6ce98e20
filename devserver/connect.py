"""Joins the ``watch`` of a root, for editors that speak no LSP: to pass on lines, or to ask."""

from __future__ import annotations

import os
import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import msgspec

from devserver.config import Config, ConfigError
from devserver.editor.address import control_folder, short_path, socket_name

_CHUNK: Final = 1 << 16

_PATIENCE: Final = 10.0
"""Seconds for an answer."""


@contextmanager
def joined(config: Config) -> Iterator[socket.socket]:
    """Connect to the control socket of a root, or of one that it is a folder of.

    Raises ConfigError if nobody watches it.
    """
    folder = config.docs
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        if not any(_connected(connection, docs) for docs in (folder, *folder.parents)):
            raise ConfigError(f"nobody watches {folder}; start: devserver watch {folder}")
        yield connection


def _connected(connection: socket.socket, docs: Path) -> bool:
    try:
        with short_path(control_folder() / socket_name(docs)) as address:
            connection.connect(address)
    except OSError:
        return False
    return True


def connect(config: Config, reading: int, writing: int) -> None:
    """Pass bytes on, both ways, until either end closes. Raises ConfigError as ``joined`` does.

    ``reading`` and ``writing`` are descriptors, such as those of standard input and output.
    """
    with joined(config) as watch:
        waiting: list[int | socket.socket] = [reading, watch]
        while watch in waiting:
            readable, _, _ = select.select(waiting, [], [])
            if watch in readable and not _passed(watch, writing):
                return
            if reading in readable and not _sent(reading, watch):
                # The editor is gone. What it was told last may still be on its way to it.
                watch.shutdown(socket.SHUT_WR)
                waiting.remove(reading)


def reveal(config: Config, file: Path, line: int | None) -> str:
    """Have the page of a file (an absolute path) show a line; gives the address of the page.

    Raises ConfigError as ``joined`` does, and if the file is part of no page.
    """
    asked = {"type": "preview", "id": 1, "path": str(file), "line": line}
    with joined(config) as watch:
        watch.settimeout(_PATIENCE)
        watch.sendall(msgspec.json.encode(asked) + b"\n")
        try:
            for said in watch.makefile("rb"):
                answer = msgspec.json.decode(said, type=dict[str, Any])
                if answer.get("id") == 1 and "url" in answer:
                    return str(answer["url"])
                if answer.get("id") == 1:
                    raise ConfigError(f"{file}: {answer['message']}")
        except (OSError, msgspec.MsgspecError):
            pass  # It hung up, or has too much to do: there is no answer.
    raise ConfigError(f"the watch of {config.docs} does not answer")


def _passed(watch: socket.socket, writing: int) -> bool:
    """Pass on what ``watch`` says; false when it has ended, or nobody reads any more."""
    try:
        left = memoryview(watch.recv(_CHUNK))
        ended = not left
        while left:
            left = left[os.write(writing, left) :]
    except OSError:
        return False
    return not ended


def _sent(reading: int, watch: socket.socket) -> bool:
    """Pass on what the editor says; false when it has ended."""
    some = os.read(reading, _CHUNK)
    try:
        watch.sendall(some)
    except OSError:
        return False
    return bool(some)
