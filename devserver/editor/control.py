"""The control socket: editors say what is written before it is saved, and hear what comes of it.

Each line is one JSON object. Whoever may open the socket is the user, by the rights of its folder;
a page in a browser has no way here.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from devserver.channel import PolledStream
from devserver.editor.address import is_own, private_folder, short_path
from devserver.pointing import Reason

LONGEST: Final = 32 << 20
"""Bytes of one message: a text larger than this is no page."""

_UNREAD: Final = 64 << 20
"""Bytes that an editor may leave unread before it is let go."""

_MOST: Final = 64
"""Editors at one time."""


class BufferWritten(msgspec.Struct, frozen=True, tag="buffer"):
    """The text of a file (an absolute path) as its editor has it, saved or not."""

    path: str
    text: str


class BufferClosed(msgspec.Struct, frozen=True, tag="close"):
    """The editor has the file open no more: what is on the disk counts again."""

    path: str


class HandOver(msgspec.Struct, frozen=True, tag="hand-over"):
    """The user has started a ``watch``: it takes the place of one that an editor's server did."""


class CursorMoved(msgspec.Struct, frozen=True, tag="cursor"):
    """Where the editor's cursor stands: a line of a file (from 1); ``visible``: what it shows."""

    path: str
    line: int
    column: int = 1
    reason: Reason = "move"
    visible: tuple[int, int] | None = None


class PreviewWanted(msgspec.Struct, frozen=True, tag="preview"):
    """The editor wants to know the page of a file, and to see a line there.

    Without a path, the file that was written last is meant; ``id`` stands in the answer again.
    """

    id: int | str | None = None
    path: str = ""
    line: int | None = None


class EditorLeft(msgspec.Struct, frozen=True):
    """The connection is gone, and all that the editor had open with it."""


FromEditor = BufferWritten | BufferClosed | CursorMoved | PreviewWanted | HandOver | EditorLeft

_decode: Final = msgspec.json.Decoder(
    BufferWritten | BufferClosed | CursorMoved | PreviewWanted | HandOver
).decode


class Editor(PolledStream):
    """One connection."""

    def tell(self, line: str) -> None:
        """Send one JSON object; an editor that does not read is let go."""
        self.write(f"{line}\n".encode())
        if len(self._outgoing) > _UNREAD:
            self.close()

    def messages(self) -> Iterator[FromEditor]:
        """Give what has arrived, in order; what is no message is answered, and costs nothing."""
        incoming = self.read()
        *lines, rest = incoming.split(b"\n")
        incoming[:] = rest
        for line in lines:
            if line.strip():
                try:
                    yield _decode(line)
                except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                    self.refuse("", f"no message: {error}")
        if len(rest) > LONGEST:
            self.refuse("", f"a message of more than {LONGEST} bytes")
            self.close()

    def refuse(self, path: str, why: str, asked: int | str | None = None) -> None:
        """Say why something was not done; ``asked``: the ``id`` of what was asked for."""
        said = {"path": path, "message": why}
        self.say("refused", **said if asked is None else {"id": asked, **said})

    def say(self, event: str, **fields: object) -> None:
        """Send one event of ours."""
        self.tell(msgspec.json.encode({"event": event, **fields}).decode())


class Control:
    """The listening end and every editor that has joined. Raises OSError if it cannot be had."""

    def __init__(self, path: Path) -> None:
        self._path = private_folder(path.parent) / path.name
        self._listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            # The root is ours by its lock, so a socket that is there belongs to nobody any more.
            self._path.unlink(missing_ok=True)
            with short_path(self._path) as address:
                self._listening.bind(address)
            self._path.chmod(0o600)
            self._listening.listen()
            self._listening.settimeout(0)
        except BaseException:
            self._listening.close()
            raise
        self.editors: list[Editor] = []

    def fileno(self) -> int:
        """For a selector: readable when somebody wants to join."""
        return self._listening.fileno()

    def joined(self) -> list[Editor]:
        """Let in whoever knocked since the last call."""
        found = []
        with contextlib.suppress(BlockingIOError):
            while True:
                connection, _ = self._listening.accept()
                if is_own(connection) and len(self.editors) < _MOST:
                    found.append(Editor(connection))
                    self.editors.append(found[-1])
                else:
                    connection.close()
        return found

    def receive(self) -> Iterator[tuple[Editor, FromEditor]]:
        """Give what every editor has said; the last of one that is gone is that it left."""
        for editor in list(self.editors):
            for message in editor.messages():
                yield editor, message
            if editor.closed:
                editor.close()
                self.editors.remove(editor)
                yield editor, EditorLeft()

    def tell(self, line: str) -> None:
        """Say something to every editor."""
        for editor in self.editors:
            editor.tell(line)

    def close(self) -> None:
        """Let everybody go, and leave no socket behind."""
        with contextlib.suppress(OSError):
            self._path.unlink()
        for editor in self.editors:
            editor.close()
        self._listening.close()
