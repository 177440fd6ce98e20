"""VitePress, on Vite."""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.benchmarks.content import Flavour
from tests.benchmarks.listening import SocketListener, find, socket_listener
from tests.benchmarks.peers.install import NODE, modules
from tests.benchmarks.subject import Start, Subject


class VitePress(Subject):
    """``vitepress dev`` as it is installed."""

    name = "vitepress"
    version = NODE["vitepress"]
    flavour = Flavour(lambda title, text: f"::: info {title}\n{text}\n:::")
    remembers = ("docs/.vitepress/cache", "docs/.vitepress/dist")

    def prepare(self, folder: Path) -> Path:
        """Make the folder a project that has VitePress among its modules."""
        (folder / "node_modules").symlink_to(modules())
        own = folder / "docs/.vitepress"
        own.mkdir(parents=True)
        (own / "config.mjs").write_text('export default { title: "Benchmark" };\n')
        return folder / "docs"

    def start(self, folder: Path, port: int) -> Start:
        """Serve."""
        del folder
        where = ("--port", str(port), "--strictPort", "--host", "127.0.0.1")
        return Start((*self._vitepress(), "dev", "docs", *where))

    def convert_all(self, folder: Path, port: int) -> Start:
        """Build."""
        del folder, port
        return Start((*self._vitepress(), "build", "docs"))

    @staticmethod
    def _vitepress() -> tuple[str, str]:
        return shutil.which("node") or "node", str(modules() / "vitepress/bin/vitepress.js")

    def url(self, page: str) -> str:
        """Give the address that links to the page have."""
        return "/" if page == "index" else f"/{page}.html"

    def served(self, page: str) -> str:
        """Give the module of the page: the HTML itself is empty, and the text comes with this."""
        return f"/{page}.md?import"

    @asynccontextmanager
    async def listen(self, port: int, page: str) -> AsyncIterator[SocketListener]:
        """Open Vite's socket. It speaks only of modules that were asked for, as a page does."""
        find(port, self.served(page), "(__pageData)")
        (token,) = find(port, "/@vite/client", r'wsToken = "([^"]*)"')
        path = f"/?token={token}"
        async with socket_listener(port, path, _is_news, subprotocol="vite-hmr") as listener:
            yield listener


def _is_news(text: str) -> bool:
    return json.loads(text)["type"] in ("update", "full-reload")
