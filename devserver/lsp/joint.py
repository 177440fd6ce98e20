"""Keeps one root joined: to the ``watch`` that runs for it, or else to one that it starts."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from devserver.config import Config, ConfigError
from devserver.editor.address import control_folder, short_path, socket_name
from devserver.editor.control import LONGEST
from devserver.lsp.texts import clean
from devserver.processes import Apart, this_program

Event = dict[str, Any]
"""One line of the control socket: ``event`` says which."""

_LOG: Final = logging.getLogger(__name__)

_LOOK: Final = 0.02
"""Seconds between two looks whether a ``watch`` that is about to start can be joined."""

_HANDING: Final = 0.3
"""Seconds that a ``watch`` of the user's has to take the place of the one that just ended."""

_START: Final = 30.0
"""Seconds within which a ``watch`` that was started can be joined, or it is no use."""

_PAUSES: Final = (0.0, 1.0, 2.0, 5.0)
"""Seconds until the next try after none, one, two … failures or crashes in a row."""

_SOUND: Final = 10.0
"""Seconds after which a connection was a good one: the next failure is the first again."""

_UNSENT: Final = 1 << 16
"""Bytes on their way to a ``watch``; what is more waits here, where a newer text replaces it."""


class NoWatchError(Exception):
    """Nothing can be joined; the message is one line for the user."""


class Joint:
    """What is to be said to the ``watch`` of one root; ``keep`` is the task that says it.

    Nothing here waits for the ``watch``: of each file only the newest text is kept until it can be
    sent, and the cursor only goes out after the text it stands in.
    """

    def __init__(self, load: Callable[[], Config], heard: Callable[[Event], None]) -> None:
        self.texts: dict[str, str] = {}
        """The newest text of each open file, by absolute path."""
        self._load = load
        self._heard = heard
        self._unsent: dict[str, str | None] = {}
        self._cursor: dict[str, object] | None = None
        self._questions: dict[int, tuple[dict[str, object], asyncio.Future[Event]]] = {}
        self._unasked: list[int] = []
        self._ids = itertools.count(1)
        self._news = asyncio.Event()
        self._hurry = asyncio.Event()
        self._child: Apart | None = None
        self._stopping = False
        """The ``watch`` said that it stops: it did not crash."""

    # ------------------------------------------------------------ what is to be said

    def put(self, path: str, text: str) -> None:
        """Have a text lie over a file."""
        self.texts[path] = text
        self._later(path, text)

    def close(self, path: str) -> None:
        """Let the file itself count again."""
        self.texts.pop(path, None)
        self._later(path, None)

    def _later(self, path: str, text: str | None) -> None:
        self._unsent[path] = text
        self._news.set()
        self._hurry.set()

    def point(self, cursor: dict[str, object]) -> None:
        """Say where the cursor is now."""
        self._cursor = cursor
        self._news.set()

    def ask(self, question: dict[str, object]) -> asyncio.Future[Event]:
        """Put a question; the answer is the event with its ``id``, of whichever ``watch``."""
        number = next(self._ids)
        answer: asyncio.Future[Event] = asyncio.get_running_loop().create_future()
        self._questions[number] = ({**question, "id": number}, answer)
        answer.add_done_callback(lambda _: self._questions.pop(number, None))
        self._unasked.append(number)
        self._news.set()
        self._hurry.set()
        return answer

    # ------------------------------------------------------------ being joined

    async def keep(self) -> None:
        """Join, and join again, until cancelled."""
        loop = asyncio.get_running_loop()
        failures, handing = 0, 0.0
        while True:
            try:
                connection = await self._joined(handing)
            except NoWatchError as error:
                failures += 1
                self._heard({"event": "absent", "message": str(error)})
            else:
                began = loop.time()
                await self._talk(*connection)
                self._heard({"event": "left"})
                handing = _HANDING
                sound = self._stopping or loop.time() - began > _SOUND
                failures = 0 if sound else failures + 1
            await self._pause(_PAUSES[min(failures, len(_PAUSES) - 1)])

    async def _pause(self, seconds: float) -> None:
        """Wait before the next try; a change may be what mends it, but never at once."""
        self._hurry.clear()
        await asyncio.sleep(min(seconds, _PAUSES[1]))
        if seconds > _PAUSES[1]:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._hurry.wait(), seconds - _PAUSES[1])

    async def _joined(self, handing: float) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        try:
            config = self._load()
        except ConfigError as error:
            place = f"{error.path}:{error.line}:{error.column}: " if error.path else ""
            raise NoWatchError(place + error.message) from None
        address = control_folder() / socket_name(config.docs)
        connection = await _connected(address, handing)
        if connection is None:
            connection = await self._started(config, address)
        return connection

    async def _started(
        self, config: Config, address: Path
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._child is None or not self._child.running:
            folder = config.file.parent if config.file else config.docs
            command = (*this_program(), "watch", str(folder), "--json", "--for-editors")
            try:
                self._child = Apart(command)
            except OSError as error:
                raise NoWatchError(f"cannot start: {error}") from None
        loop = asyncio.get_running_loop()
        until = loop.time() + _START
        while loop.time() < until:
            ended = not self._child.running
            # Once more after its end: it may have found another one there already.
            if (connection := await _connected(address, 0.0)) is not None:
                return connection
            if ended:
                raise NoWatchError(self._child.said() or f"the watch of {config.docs} ended")
            await asyncio.sleep(_LOOK)
        raise NoWatchError(f"the watch of {config.docs} cannot be joined")

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Say all that is open, and what comes of it; until the other end closes."""
        self._stopping = False
        self._unsent = dict(self.texts)
        self._unasked = list(self._questions)
        self._news.set()
        sending = asyncio.create_task(self._send(writer))
        try:
            while line := await reader.readline():
                self._take(line)
        except (OSError, ValueError) as error:
            _LOG.warning("the connection broke: %s", error)
        finally:
            sending.cancel()
            writer.close()

    def _take(self, line: bytes) -> None:
        try:
            event: Event = msgspec.json.decode(line, type=dict[str, Any])
        except msgspec.MsgspecError:
            return
        if event.get("id") in self._questions:
            _, answer = self._questions[event["id"]]
            if not answer.done():
                answer.set_result(event)
            return
        self._stopping = self._stopping or event.get("event") == "stopping"
        try:
            self._heard(event)
        except Exception:  # noqa: BLE001 - one event that fails must not end the connection
            _LOG.exception("%s failed", event.get("event"))

    async def _send(self, writer: asyncio.StreamWriter) -> None:
        writer.transport.set_write_buffer_limits(high=_UNSENT)
        with contextlib.suppress(OSError):
            while True:
                await self._news.wait()
                self._news.clear()
                for message in self._messages():
                    line = msgspec.json.encode(message)
                    if len(line) < LONGEST:
                        writer.write(line + b"\n")
                        await writer.drain()
                    else:
                        _LOG.warning("%s is too large to be shown unsaved", message["path"])

    def _messages(self) -> Iterator[dict[str, object]]:
        """Give what is to be sent, the newest at the time it is sent."""
        while self._unsent or self._unasked or self._cursor is not None:
            if self._unsent:
                path = next(iter(self._unsent))
                text = self._unsent.pop(path)
                if text is None:
                    yield {"type": "close", "path": path}
                else:
                    yield {"type": "buffer", "path": path, "text": clean(text)}
            elif self._unasked:
                asked = self._questions.get(self._unasked.pop(0))
                if asked is not None:
                    yield asked[0]
            elif self._cursor is not None:
                cursor, self._cursor = self._cursor, None
                yield {"type": "cursor", **cursor}


async def _connected(
    path: Path, seconds: float
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
    """Connect to a socket, or find that nobody listens there for so many seconds."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while True:
        try:
            with short_path(path) as address:
                # No line of theirs is too long for us: a list of problems may be.
                return await asyncio.open_unix_connection(address, limit=1 << 30)
        except OSError:
            if loop.time() >= until:
                return None
        await asyncio.sleep(_LOOK)
