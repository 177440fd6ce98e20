"""Sphinx with MyST Markdown, served by sphinx-autobuild."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from tests.benchmarks.content import Flavour
from tests.benchmarks.listening import SocketListener, socket_listener
from tests.benchmarks.peers.install import PYTHON, program
from tests.benchmarks.subject import Start, Subject

_CONFIGURATION: Final = """project = "Benchmark"
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence"]
"""

_CONTENTS: Final = "\n```{toctree}\n:hidden:\n:glob:\n\nsection-*/*\nlarge\n```\n"


class SphinxAutobuild(Subject):
    """``sphinx-autobuild`` as it is installed."""

    name = "sphinx-autobuild"
    version = f"{PYTHON['sphinx-autobuild']} (Sphinx {PYTHON['sphinx']})"
    flavour = Flavour(
        lambda title, text: f":::{{admonition}} {title}\n{text}\n:::", home_end=_CONTENTS
    )
    remembers = ("built",)

    def prepare(self, folder: Path) -> Path:
        """Write a configuration that reads Markdown."""
        (folder / "docs").mkdir()
        (folder / "docs/conf.py").write_text(_CONFIGURATION, encoding="utf-8")
        return folder / "docs"

    def start(self, folder: Path, port: int) -> Start:
        """Serve."""
        del folder
        return Start((program("sphinx-autobuild"), "docs", "built", "--port", str(port)))

    def convert_all(self, folder: Path, port: int) -> Start:
        """Build."""
        del folder, port
        return Start((program("sphinx-build"), "docs", "built"))

    def url(self, page: str) -> str:
        """Give the file that is built of the page."""
        return "/" if page == "index" else f"/{page}.html"

    @asynccontextmanager
    async def listen(self, port: int, page: str) -> AsyncIterator[SocketListener]:
        """Open the page's socket, on which everything that comes means to load anew."""
        del page
        async with socket_listener(port, "/websocket-reload", bool) as listener:
            yield listener
