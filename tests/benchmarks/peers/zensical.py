"""Zensical, the successor of Material for MkDocs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.benchmarks.listening import SocketListener, socket_listener
from tests.benchmarks.peers.install import PYTHON, program
from tests.benchmarks.subject import Start, Subject


class Zensical(Subject):
    """``zensical serve`` as it is installed."""

    name = "zensical"
    version = PYTHON["zensical"]
    remembers = (".cache", "site")

    def prepare(self, folder: Path) -> Path:
        """Write a configuration that leaves everything as it is."""
        configuration = '[project]\nsite_name = "Benchmark"\n'
        (folder / "zensical.toml").write_text(configuration, encoding="utf-8")
        return folder / "docs"

    def start(self, folder: Path, port: int) -> Start:
        """Serve."""
        del folder
        return Start((program("zensical"), "serve", "--dev-addr", f"127.0.0.1:{port}"))

    def convert_all(self, folder: Path, port: int) -> Start:
        """Build."""
        del folder, port
        return Start((program("zensical"), "build"))

    @asynccontextmanager
    async def listen(self, port: int, page: str) -> AsyncIterator[SocketListener]:
        """Open the page's socket, on which it hears the urls of what is new."""
        url = self.url(page)
        async with socket_listener(port, url, url.__eq__) as listener:
            yield listener
