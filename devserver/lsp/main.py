"""Runs the language server on standard input and output, from the first byte to the last."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from typing import Final

from devserver.lsp.features import register
from devserver.lsp.server import Server
from devserver.lsp.stdio import Frames, Stdio
from devserver.processes import TERMINAL_SIGNALS

_LOG: Final = logging.getLogger(__name__)

_LOOK: Final = 2.0
"""Seconds between two looks for the root of a document whose configuration is broken."""


def serve(*, verbose: bool) -> int:
    """Serve one editor until it leaves; gives the exit status.

    It is 1 if the editor left without having said ``shutdown`` (LSP 3.17, “Exit Notification”), and
    0 after a signal.
    """
    level = logging.INFO if verbose else logging.WARNING
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("pygls").setLevel(logging.INFO if verbose else logging.CRITICAL)
    # Whatever else would print to standard output ends the conversation: it goes elsewhere.
    stdio = Stdio(os.dup(0), os.dup(1))
    os.dup2(2, 1)
    return asyncio.run(_serve(stdio))


async def _serve(stdio: Stdio) -> int:
    loop = asyncio.get_running_loop()
    conversation = Conversation(stdio)
    for number in TERMINAL_SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:
            loop.add_signal_handler(number, conversation.end, 0)
    looking = asyncio.create_task(_look(conversation.server))
    status = await conversation.ended
    looking.cancel()
    await asyncio.gather(*(root.end() for root in conversation.server.roots))
    await loop.run_in_executor(None, stdio.close)
    return status


class Conversation:
    """One editor's messages, until it leaves."""

    def __init__(self, stdio: Stdio) -> None:
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        """Done with the exit status."""
        self.server = Server(self.end)
        register(self.server)
        self.server.protocol.set_writer(stdio)
        self._frames = Frames()
        stdio.read(self._take)

    def end(self, status: int) -> None:
        """End with a status; whatever comes afterwards changes nothing."""
        if not self.ended.done():
            self.ended.set_result(status)

    def _take(self, some: bytes) -> None:
        try:
            for body in self._frames.feed(some):
                if not self.ended.done():
                    self.server.protocol.receive(body)
        except ValueError as error:
            _LOG.error("%s", error)
            self.end(1)
        if not some:
            self.end(0 if self.server.protocol.shut_down else 1)


async def _look(server: Server) -> None:
    while True:
        await asyncio.sleep(_LOOK)
        server.find_unsure_roots()
