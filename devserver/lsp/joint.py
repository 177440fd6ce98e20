"""Keeps one root joined: to the ``watch`` that runs for it, or else to one that it starts."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
from collections.abc import Callable, Iterator
from typing import Any, Final

import msgspec

from devserver.config import Config
from devserver.editor.control import LONGEST
from devserver.lsp.connector import Connector, NoWatchError
from devserver.lsp.texts import clean

Event = dict[str, Any]
"""One line of the control socket: ``event`` says which."""

_LOG: Final = logging.getLogger(__name__)

_HANDING: Final = 0.3
"""Seconds that a ``watch`` of the user's has to take the place of the one that just ended."""

_PAUSES: Final = (0.0, 1.0, 2.0, 5.0)
"""Seconds until the next try after none, one, two … failures or crashes in a row."""

_SOUND: Final = 10.0
"""Seconds after which a connection was a good one: the next failure is the first again."""

_UNSENT: Final = 1 << 16
"""Bytes on their way to a ``watch``; what is more waits here, where a newer text replaces it."""


class Joint:
    """What is to be said to the ``watch`` of one root; ``keep`` is the task that says it.

    Nothing here waits for the ``watch``: of each file only the newest text is kept until it can be
    sent, and the cursor only goes out after the text it stands in.
    """

    def __init__(self, load: Callable[[], Config], heard: Callable[[Event], None]) -> None:
        self.texts: dict[str, str] = {}
        """The newest text of each open file, by absolute path."""
        self._connector = Connector(load)
        self._heard = heard
        self._unsent: dict[str, str | None] = {}
        self._cursor: dict[str, object] | None = None
        self._questions: dict[int, tuple[dict[str, object], asyncio.Future[Event]]] = {}
        self._unasked: list[int] = []
        self._ids = itertools.count(1)
        self._news = asyncio.Event()
        self._hurry = asyncio.Event()
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
                connection = await self._connector.connection(handing)
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
