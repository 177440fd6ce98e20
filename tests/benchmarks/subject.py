"""What every program that is measured can do: be started on a site, and tell of changes."""

from __future__ import annotations

import shutil
from abc import ABC, abstractmethod
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Protocol

from tests.benchmarks.content import PYTHON_MARKDOWN, Flavour


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


class Subject(ABC):
    """A program that serves documentation live. A page is named by its path without ``.md``."""

    name: ClassVar[str]
    version: ClassVar[str]
    flavour: ClassVar[Flavour] = PYTHON_MARKDOWN
    remembers: ClassVar[tuple[str, ...]] = ()
    """Folders, beside the pages', that it keeps from one run for the next."""

    @abstractmethod
    def prepare(self, folder: Path) -> Path:
        """Write what it needs beside the pages into a new folder; gives the folder for them."""

    @abstractmethod
    def start(self, folder: Path, port: int) -> Start:
        """Say how it is started so that it serves on ``port``."""

    def convert_all(self, folder: Path, port: int) -> Start | None:
        """Say how every page is converted once, if that is to be measured."""
        del folder, port
        return None

    def build(self, folder: Path, out: Path) -> Start | None:
        """Say how the whole site is written to a folder, if that is to be measured."""
        del folder, out
        return None

    def forget(self, folder: Path) -> None:
        """Throw away what it remembers."""
        for name in self.remembers:
            shutil.rmtree(folder / name, ignore_errors=True)

    def url(self, page: str) -> str:
        """Give the path of the url at which a browser opens a page."""
        return "/" if page == "index" else f"/{page}/"

    def served(self, page: str) -> str:
        """Give the path of the url whose content carries the page's text."""
        return self.url(page)

    @abstractmethod
    def listen(self, port: int, page: str) -> AbstractAsyncContextManager[Listener]:
        """Open the connection by which the page would hear of changes."""
