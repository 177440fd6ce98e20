"""An editor that types: it starts ``devserver lsp``, as editors do, and says what is written."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final

_START: Final = 30.0
"""Seconds until the server has joined."""


class TypingEditor:
    """One editor with its server; positions are counted as the protocol does, in UTF-16."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._versions: dict[Path, int] = {}
        self._serving = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    def notify(self, method: str, **params: Any) -> None:
        """Say something that is not answered."""
        self._send({"method": method, "params": params})

    def initialize(self, folder: Path) -> None:
        """Begin, with a folder as the workspace."""
        root = {"uri": folder.as_uri(), "name": folder.name}
        params = {"processId": os.getpid(), "rootUri": root["uri"], "workspaceFolders": [root],
                  "capabilities": {}}  # fmt: skip
        self._send({"id": 1, "method": "initialize", "params": params})
        self.notify("initialized")

    def open(self, file: Path, text: str) -> None:
        """Open a file."""
        self._versions[file] = 1
        document = {"uri": file.as_uri(), "languageId": "markdown", "version": 1, "text": text}
        self.notify("textDocument/didOpen", textDocument=document)

    def write(self, file: Path, line: int, start: int, end: int, text: str) -> None:
        """Write a text in place of some characters of a line; lines and columns from 0."""
        self._versions[file] += 1
        place = {
            "start": {"line": line, "character": start},
            "end": {"line": line, "character": end},
        }
        self.notify(
            "textDocument/didChange",
            textDocument={"uri": file.as_uri(), "version": self._versions[file]},
            contentChanges=[{"range": place, "text": text}],
        )

    def point(self, file: Path, line: int, visible: tuple[int, int]) -> None:
        """Tell where the cursor is, and which lines the window shows; from 0."""
        self.notify(
            "devserver/cursor",
            textDocument={"uri": file.as_uri()},
            position={"line": line, "character": 0},
            visible={"start": visible[0], "end": visible[1]},
            reason="move",
        )

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    async def _read(self) -> None:
        assert self._process.stdout is not None
        with suppress(asyncio.IncompleteReadError):
            while True:
                head = await self._process.stdout.readuntil(b"\r\n\r\n")
                length = int(head.lower().partition(b"content-length:")[2].split()[0])
                said = json.loads(await self._process.stdout.readexactly(length))
                if said.get("method") == "devserver/status" and said["params"].get("url"):
                    self._serving.set()

    async def joined(self) -> None:
        """Wait until the server has joined a ``watch``, which it does for an open file."""
        async with asyncio.timeout(_START):
            await self._serving.wait()

    async def leave(self) -> None:
        """Go without a word, and wait until the server has ended."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()
        await self._reading


@asynccontextmanager
async def typing_editor(folder: Path, more: dict[str, str]) -> AsyncIterator[TypingEditor]:
    """Start an editor whose workspace is a folder that is watched; ``more`` is its environment."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "devserver", "lsp",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL, env={**os.environ, **more}, limit=1 << 26,
    )  # fmt: skip
    editor = TypingEditor(process)
    try:
        editor.initialize(folder)
        yield editor
    finally:
        await editor.leave()
