"""The real server process, which also says what it has loaded when it is told to stop."""

from __future__ import annotations

import sys

from devserver.channel import Channel
from devserver.messages import Stop
from devserver.serve.server import ServerSetup, serve


def serve_and_tell(setup: ServerSetup, channel: Channel) -> None:
    """Be the server process; ``target`` of a child."""
    serve(setup, _Telling(channel._connection))


class _Telling(Channel):
    """A channel that answers ``Stop`` with the names of all modules before it passes it on."""

    def receive(self) -> object | None:
        message = super().receive()
        if isinstance(message, Stop):
            self.send(frozenset(sys.modules))
        return message
