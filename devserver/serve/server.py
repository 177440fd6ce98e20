"""The server process: main's messages on one thread, readers and open pages on another."""

from __future__ import annotations

import os
import socket
import threading
from dataclasses import dataclass, field
from typing import Final

from devserver.channel import Channel
from devserver.messages import Stop

STOP_SECONDS: Final = 1.5
"""The longest that a stop takes, whatever the clients do."""


@dataclass(frozen=True)
class ServerSetup:
    """What the process is started with."""

    listening: socket.socket
    """Bound and listening, shared with main, which keeps it if this process dies."""
    store: str
    """Path of the SQLite file."""
    token: str = field(repr=False)
    """Stands in every page, and lets it open the socket."""
    allowed_hosts: frozenset[str] = frozenset()
    """Names in lower case, without a port, that are ours besides the loopback's."""


def serve(setup: ServerSetup, channel: Channel) -> None:
    """Be the server process until main says ``Stop`` or is gone.

    Uvicorn runs in a thread of its own: in the main thread it would install signal handlers,
    and stop at a Ctrl-C while main is still rebuilding.
    """
    # Main imports this module to name the function, and needs nothing of what it runs.
    from devserver.serve.loop import Loop

    loop = Loop(setup, channel)
    thread = threading.Thread(target=loop.run, name="loop", daemon=True)
    thread.start()
    while (message := loop.hear()) is not None:
        if isinstance(message, Stop):
            thread.join(STOP_SECONDS)
            return
    os._exit(0)
