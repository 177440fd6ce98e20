"""One root as its editor knows it: its configuration, its ``watch``, and what that last said."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from devserver.config import Config, load, reload
from devserver.lsp.joint import Event, Joint


class Site(Protocol):
    """What a root's pages say, for whoever completes, finds and renames in them."""

    def changed(self, paths: Iterable[str]) -> None:
        """Take note that files differ: by their paths from the project folder."""

    def close(self) -> None:
        """Answer nothing any more."""


@dataclass
class Told:
    """What the ``watch`` of a root said last."""

    url: str = ""
    """Where it serves; empty while it does not."""
    problems: list[dict[str, Any]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    """By path from the project folder: the digest of the text that the problems are about."""


class Root:
    """A folder of docs, of which some documents are open."""

    def __init__(self, config: Config, heard: Callable[[Root, Event], None]) -> None:
        self.config = config
        self.told = Told()
        self.site: Site | None = None
        """Set by whoever wants to know what changes."""
        self._heard = heard
        self.joint = Joint(self._load, self._take)
        self._keeping = asyncio.create_task(self.joint.keep())

    def _load(self) -> Config:
        folder = self.config.file.parent if self.config.file else self.config.docs
        found = load(folder, cwd=folder)
        # Another configuration of the same project is what ``watch`` takes up as well.
        self.config = found if found.docs == self.config.docs else reload(self.config)
        return self.config

    def _take(self, event: Event) -> None:
        match event["event"]:
            case "serving":
                self.told.url = event["url"]
            case "left":
                self.told = Told()
            case "problems":
                self.told.problems = event["items"]
            case "checked":
                self.told.texts |= event["texts"]
            case "rebuilt" if self.site is not None:
                self.site.changed(event["changed"])
        self._heard(self, event)

    def file(self, path: str) -> Path:
        """Give the absolute path of a file as problems name it: from the project folder."""
        return Path(os.path.normpath(self.config.project / path))

    async def end(self) -> None:
        """Leave the ``watch``; it ends by itself with its last editor."""
        self._keeping.cancel()
        if self.site is not None:
            self.site.close()
        await asyncio.gather(self._keeping, return_exceptions=True)
