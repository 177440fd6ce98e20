"""Finds the ``watch`` of a root by its control socket, or else starts one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final

from devserver.config import Config, ConfigError
from devserver.editor.address import control_folder, short_path, socket_name
from devserver.processes import Apart, this_program

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]

_LOOK: Final = 0.02
"""Seconds between two looks whether a ``watch`` that is about to start can be joined."""

_START: Final = 30.0
"""Seconds within which a ``watch`` that was started can be joined, or it is no use."""


class NoWatchError(Exception):
    """Nothing can be joined; the message is one line for the user."""


class Connector:
    """Leads to the ``watch`` of the configuration that ``load`` gives at the time."""

    def __init__(self, load: Callable[[], Config]) -> None:
        self._load = load
        self._child: Apart | None = None
        """The one that was started last."""

    async def connection(self, handing: float) -> Connection:
        """Connect to the one that runs, or within ``handing`` seconds will, or else to a new one.

        Raises NoWatchError. One that was started is ended if the task is cancelled before.
        """
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

    async def _started(self, config: Config, address: Path) -> Connection:
        if self._child is None or not self._child.running:
            folder = config.file.parent if config.file else config.docs
            command = (*this_program(), "watch", str(folder), "--json", "--for-editors")
            try:
                self._child = Apart(command)
            except OSError as error:
                raise NoWatchError(f"cannot start: {error}") from None
        try:
            return await self._answer_of(self._child, config, address)
        except asyncio.CancelledError:
            # The editor leaves already. Whoever has joined it meanwhile starts another one.
            self._child.end()
            raise

    async def _answer_of(self, child: Apart, config: Config, address: Path) -> Connection:
        loop = asyncio.get_running_loop()
        until = loop.time() + _START
        while loop.time() < until:
            ended = not child.running
            # Once more after its end: it may have found another one there already.
            if (connection := await _connected(address, 0.0)) is not None:
                return connection
            if ended:
                raise NoWatchError(child.said() or f"the watch of {config.docs} ended")
            await asyncio.sleep(_LOOK)
        raise NoWatchError(f"the watch of {config.docs} cannot be joined")


async def _connected(path: Path, seconds: float) -> Connection | None:
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
