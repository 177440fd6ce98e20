"""An editor, played by a test: it joins by the socket itself, and says and hears JSON lines."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any, Self

from devserver.editor.address import short_path
from tests.on_terminal import DEADLINE


class Joined:
    """One connection to the control socket of a running ``watch``; lines are JSON objects."""

    def __init__(self, path: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(DEADLINE)
        with short_path(path) as address:
            self._socket.connect(address)
        self._lines = self._socket.makefile("r", encoding="utf-8")

    def write(self, path: Path, text: str) -> None:
        """Have a text in a file, unsaved."""
        self.say({"type": "buffer", "path": str(path), "text": text})

    def close(self, path: Path) -> None:
        """Have a file open no more."""
        self.say({"type": "close", "path": str(path)})

    def say(self, message: object) -> None:
        """Send anything."""
        self.send(json.dumps(message).encode() + b"\n")

    def send(self, content: bytes) -> None:
        """Send bytes as they are."""
        self._socket.sendall(content)

    def hear(self, event: str, **fields: object) -> dict[str, Any]:
        """Give the next event of a kind, with these fields."""
        return self.hear_all_until(event, **fields)[-1]

    def hear_all_until(self, event: str, **fields: object) -> list[dict[str, Any]]:
        """Give all that is said up to the next event of a kind, with these fields."""
        wanted = {"event": event, **fields}
        heard: list[dict[str, Any]] = []
        for line in self._lines:
            heard.append(json.loads(line))
            if wanted.items() <= heard[-1].items():
                return heard
        raise AssertionError(f"it ended before it said {wanted}, after {heard}")

    def ended(self) -> bool:
        """Wait until the other end has closed."""
        return not self._lines.read()

    def leave(self) -> None:
        """Go, as an editor that crashed."""
        self._lines.close()
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()


def joined(cache: Path) -> Joined:
    """Join the only ``watch`` that has its cache folder here."""
    (path,) = (cache / "devserver" / "control").glob("*.sock")
    return Joined(path)
