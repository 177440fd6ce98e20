"""What every program that is measured can do: be started on a site, and tell of changes."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tests.benchmarks.content import Flavour


@dataclass(frozen=True, slots=True)
class Start:
    """How a program is started on a folder."""

    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    done: str = ""
    """What it prints when every page is converted; without it, that is when it ends."""


class Listener(Protocol):
    """Hears what the program tells its own pages."""

    async def changed(self) -> None:
        """Wait until the page is told that something is different."""


class Subject(Protocol):
    """A program that serves documentation live."""

    name: str
    flavour: Flavour

    def version(self) -> str:
        """Say which version is measured."""

    def prepare(self, folder: Path) -> Path:
        """Write what it needs beside the pages, into a new folder; gives that of the pages."""

    def forget(self, folder: Path) -> None:
        """Throw away what it remembers from one run for the next."""

    def start(self, folder: Path, port: int) -> Start:
        """Say how it is started so that it serves on ``port``."""

    def convert_all(self, folder: Path, port: int) -> Start | None:
        """Say how every page is converted once, if there is a way."""

    def url(self, page: str) -> str:
        """Give the path of the url at which a page (without ``.md``) is opened in a browser."""

    def served(self, page: str) -> str:
        """Give the path of the url whose content carries the page's text."""

    def listen(self, port: int, page: str) -> AbstractAsyncContextManager[Listener]:
        """Open the connection by which the page would hear of changes."""
