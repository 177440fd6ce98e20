"""The real server process, which also says what it has loaded when it is told to stop."""

from __future__ import annotations

import sys
from typing import cast

from devserver.channel import Channel
from devserver.messages import Stop
from devserver.serve.server import ServerSetup, serve


def serve_and_tell(setup: ServerSetup, channel: Channel) -> None:
    """Be the server process; ``target`` of a child."""
    serve(setup, cast("Channel", _Telling(channel)))


class _Telling:
    """A channel that answers ``Stop`` with the names of all modules before it passes it on."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.send = channel.send

    def receive(self) -> object | None:
        message = self._channel.receive()
        if isinstance(message, Stop):
            self._channel.send(frozenset(sys.modules))
        return message
