"""MkDocs, with its own theme and with Material."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import ClassVar

from tests.benchmarks.listening import LongPoll, find
from tests.benchmarks.peers.install import PYTHON, program
from tests.benchmarks.subject import Start, Subject


class MkDocs(Subject):
    """``mkdocs serve`` as it is installed."""

    name = "mkdocs"
    version = PYTHON["mkdocs"]
    theme: ClassVar[str] = "mkdocs"

    def prepare(self, folder: Path) -> Path:
        """Write the smallest configuration that reads these pages."""
        configuration = (
            f"site_name: Benchmark\ntheme: {self.theme}\nmarkdown_extensions: [admonition]\n"
        )
        (folder / "mkdocs.yml").write_text(configuration, encoding="utf-8")
        return folder / "docs"

    def start(self, folder: Path, port: int) -> Start:
        """Serve; some versions of its command line library turn live reload off unasked."""
        del folder
        serving = ("serve", "--livereload", "--dev-addr", f"127.0.0.1:{port}")
        return Start((program("mkdocs"), *serving))

    def convert_all(self, folder: Path, port: int) -> Start:
        """Build."""
        del port
        return self.build(folder, folder / "built")

    def build(self, folder: Path, out: Path) -> Start:
        """Build."""
        del folder
        return Start((program("mkdocs"), "build", "--site-dir", str(out)))

    @asynccontextmanager
    async def listen(self, port: int, page: str) -> AsyncIterator[LongPoll]:
        """Ask as the page's script does."""
        (epoch,) = find(port, self.url(page), r"livereload\((\d+), \d+\);")
        yield LongPoll(port, int(epoch))


class Material(MkDocs):
    """The same with Material for MkDocs."""

    name = "material"
    version = PYTHON["mkdocs-material"]
    theme = "material"
