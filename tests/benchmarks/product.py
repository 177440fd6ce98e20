"""Our own program as one of those that are measured."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import devserver
from tests.benchmarks.listening import SocketListener, find, socket_listener
from tests.benchmarks.peers.mkdocs import MkDocs
from tests.benchmarks.subject import Start, Subject

_NEWS: Final = frozenset({"update", "style", "reload"})


class Devserver(Subject):
    """``devserver watch`` from this checkout, with its store in a folder of its own."""

    name = "devserver"
    version = devserver.__version__
    remembers = ("cache",)

    def prepare(self, folder: Path) -> Path:
        """Name a folder for the pages; nothing else is needed."""
        return folder / "docs"

    def start(self, folder: Path, port: int) -> Start:
        """Run the package, as the installed script does."""
        watching = (*self.program(), "watch", str(folder), "--json", "--port", str(port))
        return Start((sys.executable, *watching), {"XDG_CACHE_HOME": str(folder / "cache")})

    def program(self) -> tuple[str, ...]:
        """Say what Python runs."""
        return ("-m", "devserver")

    def build(self, folder: Path, out: Path) -> Start:
        """Build, with the same store."""
        building = (*self.program(), "build", str(folder), "--out", str(out))
        return Start((sys.executable, *building), {"XDG_CACHE_HOME": str(folder / "cache")})

    def convert_all(self, folder: Path, port: int) -> Start:
        """Serve as ever: every page is converted in the background."""
        return replace(self.start(folder, port), done='"event":"indexed"')

    @asynccontextmanager
    async def listen(self, port: int, page: str) -> AsyncIterator[SocketListener]:
        """Open the page's WebSocket."""
        url = self.url(page)
        version, token = known(port, url)
        view = json.dumps({"view": url, "version": version})
        path = f"/_devserver/live?token={token}"
        async with socket_listener(port, path, _is_news, first=view) as listener:
            yield listener


class OnMkDocs(Devserver):
    """The same on an MkDocs project: with its extensions, for what is compared with its builds."""

    name = "devserver, on mkdocs.yml"

    def prepare(self, folder: Path) -> Path:
        """Write what MkDocs itself is given."""
        return MkDocs().prepare(folder)


def _is_news(text: str) -> bool:
    return json.loads(text)["type"] in _NEWS


def known(port: int, url: str) -> tuple[str, str]:
    """Load the page at ``url``; gives the version and the token that stand in it."""
    version, token = find(port, url, r'data-version="([^"]*)" data-token="([^"]*)"')
    return version, token
