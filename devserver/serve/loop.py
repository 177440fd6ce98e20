"""The thread that serves: where main's messages and the readers' requests meet."""

from __future__ import annotations

import asyncio
import os
import resource
import sys
import threading
from typing import Final, assert_never, cast

from devserver.channel import Channel
from devserver.messages import (
    Answered,
    Problems,
    Published,
    Ready,
    Rebuilding,
    Settled,
    Stop,
    ToServer,
)
from devserver.pointing import Pointed
from devserver.reader import Reader
from devserver.serve.answers import Answers
from devserver.serve.app import App
from devserver.serve.guard import Guard
from devserver.serve.hub import Hub
from devserver.serve.listener import Listener
from devserver.serve.outbox import Outbox
from devserver.serve.pages import Pages
from devserver.serve.search import Search
from devserver.serve.server import ServerSetup

_HEARD: Final = 0.5
"""Seconds that a reader waits at most for what main has said and the loop has not heard yet."""

_LOOK: Final = 0.0005

_FAREWELL: Final = 0.7
"""Seconds for the last updates to reach pages that read slowly."""


class Loop:
    """Everything of the server process but its main thread."""

    def __init__(self, setup: ServerSetup, channel: Channel) -> None:
        self._listening = setup.listening
        self._channel = channel
        self._heard = self._taken = 0
        """Messages of main's: those that its thread has begun to read, and those taken up here."""
        self._outbox = Outbox(channel.send)
        self._reader = Reader(setup.store)
        self._answers = Answers(self._outbox.post, self._all_heard)
        pages = Pages(self._answers, self._reader)
        # A connection of its own: a question takes longer than a page.
        self._search = Search(Reader(setup.store))
        self._hub = Hub(pages, self._outbox.post)
        self._listener = Listener(
            App(pages, self._search, self._hub, setup.token),
            Guard(setup.allowed_hosts, setup.token),
            ready=lambda: self._outbox.post(Ready(os.getpid())),
            farewell=self._say_goodbye,
        )
        self._loop: asyncio.AbstractEventLoop | None = None
        self._running = threading.Event()

    def run(self) -> None:
        """Serve until ``Stop``. A fault of ours ends the process, and main starts it again."""
        try:
            asyncio.run(self._main())
        except BaseException:  # noqa: BLE001 - it is shown, and the process ends
            sys.excepthook(*sys.exc_info())
            os._exit(1)

    def hear(self) -> ToServer | None:
        """Wait in main's thread for its next message, and hand it over; ``None``: main is gone."""
        self._running.wait()
        assert self._loop is not None
        self._channel.wait()
        self._heard += 1
        message = cast("ToServer | None", self._channel.receive())
        if message is not None:
            self._loop.call_soon_threadsafe(self._take, message)
        return message

    async def _all_heard(self) -> None:
        """Wait until all that main has said so far is taken up: who was told of it may ask now."""
        loop = asyncio.get_running_loop()
        until = loop.time() + _HEARD
        while self._channel.wait(0.0) or self._taken < self._heard:
            if loop.time() > until:
                return
            await asyncio.sleep(_LOOK)

    async def _main(self) -> None:
        _allow_many_connections()
        self._loop = asyncio.get_running_loop()
        self._running.set()
        await self._listener.serve(sockets=[self._listening])
        # Before main closes the store, so that no log file remains beside it.
        self._reader.close()
        await self._search.close()

    def _take(self, message: ToServer) -> None:
        self._taken += 1
        match message:
            case Answered():
                self._answers.answered(message)
            case Published():
                self._answers.published(message)
                self._hub.published(message)
            case Rebuilding():
                self._hub.rebuilding()
            case Settled():
                self._hub.settled()
            case Problems():
                self._hub.problems(message)
            case Pointed():
                self._hub.pointed(message)
            case Stop():
                self._listener.stop.set()
            case _:
                assert_never(message)

    async def _say_goodbye(self) -> None:
        self._answers.close()
        await self._hub.goodbye(_FAREWELL)


def _allow_many_connections() -> None:
    """Raise our limit of open files: a thousand tabs and idle sockets are no attack yet."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
