"""Our own program as one of those that are measured."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

import devserver
from tests.benchmarks.content import PYTHON_MARKDOWN, Flavour
from tests.benchmarks.http import Http
from tests.benchmarks.subject import Start

_KNOWN: Final = re.compile(r'data-version="([^"]*)" data-token="([^"]*)"')

_NEWS: Final = frozenset({"update", "style", "reload"})


class Devserver:
    """``devserver watch`` from this checkout, with its store in a folder of its own."""

    name = "devserver"
    flavour: Flavour = PYTHON_MARKDOWN

    def version(self) -> str:
        """Give the package's version."""
        return devserver.__version__

    def prepare(self, folder: Path) -> Path:
        """Name a folder for the pages; nothing else is needed."""
        return folder / "docs"

    def forget(self, folder: Path) -> None:
        """Delete the store."""
        shutil.rmtree(folder / "cache", ignore_errors=True)

    def start(self, folder: Path, port: int) -> Start:
        """Run the package, as the installed script does."""
        watching = ("-m", "devserver", "watch", str(folder), "--json", "--port", str(port))
        return Start((sys.executable, *watching), {"XDG_CACHE_HOME": str(folder / "cache")})

    def convert_all(self, folder: Path, port: int) -> Start:
        """Serve as ever: every page is converted in the background."""
        return replace(self.start(folder, port), done='"event":"indexed"')

    def url(self, page: str) -> str:
        """Give the page's url."""
        return "/" if page == "index" else f"/{page}/"

    def served(self, page: str) -> str:
        """Give the page's url: the text stands in its HTML."""
        return self.url(page)

    @asynccontextmanager
    async def listen(self, port: int, page: str) -> AsyncIterator[Hearing]:
        """Open the page's WebSocket."""
        async with open_socket(port, self.url(page)) as websocket:
            yield Hearing(websocket)


class Hearing:
    """Hears what one page is told."""

    def __init__(self, websocket: ClientConnection) -> None:
        self._websocket = websocket

    async def changed(self) -> None:
        """Wait until the page is told to become another, to swap styles or to load anew."""
        while True:
            text = await self._websocket.recv()
            # Whatever comes is small or an update: only what is small is worth decoding.
            if len(text) > 4096 or json.loads(text)["type"] in _NEWS:
                return


@asynccontextmanager
async def open_socket(port: int, url: str) -> AsyncIterator[ClientConnection]:
    """Open the socket of the page at ``url``, as its script does."""
    version, token = known(port, url)
    async with connect(
        f"ws://127.0.0.1:{port}/_devserver/live?token={token}",
        origin=Origin(f"http://127.0.0.1:{port}"),
        compression=None,
        max_size=None,
    ) as websocket:
        await websocket.send(json.dumps({"view": url, "version": version}))
        yield websocket


def known(port: int, url: str) -> tuple[str, str]:
    """Load the page at ``url``; gives the version and the token that stand in it."""
    http = Http(port)
    try:
        found = _KNOWN.search(http.get(url).decode())
        assert found, f"no live page at {url}"
        return found[1], found[2]
    finally:
        http.close()
