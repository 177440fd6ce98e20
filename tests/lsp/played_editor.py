"""An editor, played by a test: it starts ``devserver lsp`` and says and hears its messages."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from devserver.lsp.stdio import Frames
from tests.on_terminal import DEADLINE
from tests.watching import Workspace

Message = dict[str, Any]

SHOWS_DOCUMENTS = {"window": {"showDocument": {"support": True}}}


class PlayedEditor:
    """One editor and its server, a process of the workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self.heard: list[Message] = []
        """Every message so far, in order."""
        self._next = 0
        self._news = threading.Condition()
        self._ids = itertools.count(1)
        self._versions: dict[Path, int] = {}
        pipe = subprocess.PIPE
        command = (sys.executable, "-m", "devserver", "lsp")
        self.process = subprocess.Popen(
            command, cwd=workspace.project, env=workspace.environment(),
            stdin=pipe, stdout=pipe, stderr=pipe,
        )  # fmt: skip
        self.log = ""
        """What it wrote to standard error, line by line."""
        self._threads = [
            threading.Thread(target=read, daemon=True) for read in (self._read, self._read_log)
        ]
        for thread in self._threads:
            thread.start()

    # ------------------------------------------------------------ messages

    def send(self, message: Message) -> None:
        self.send_bytes(json.dumps({"jsonrpc": "2.0", **message}).encode())

    def send_bytes(self, body: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def notify(self, method: str, **params: Any) -> None:
        self.send({"method": method, "params": params})

    def ask(self, method: str, **params: Any) -> int:
        """Ask, and give the number that the answer will have."""
        number = next(self._ids)
        self.send({"id": number, "method": method, "params": params or None})
        return number

    def request(self, method: str, **params: Any) -> Any:
        """Ask, and wait for the result."""
        answer = self.answer(self.ask(method, **params))
        assert "error" not in answer, answer
        return answer["result"]

    def answer(self, number: int) -> Message:
        """Wait for an answer."""
        return self.find(lambda m: m.get("id") == number and "method" not in m, f"answer {number}")

    def wait(self, method: str, **fields: Any) -> Any:
        """Give the parameters of the next message (with these fields) after that of before."""
        found: list[Message] = []

        def happened() -> bool:
            while not found and self._next < len(self.heard):
                message = self.heard[self._next]
                self._next += 1
                params = message.get("params") or {}
                if message.get("method") == method and params.items() >= fields.items():
                    found.append(message)
            return bool(found)

        self.wait_until(happened, f"{method} {fields}")
        return found[0]["params"]

    def find(self, wanted: Callable[[Message], bool], what: str) -> Message:
        """Give the first message of all that is wanted, as soon as there is one."""
        self.wait_until(lambda: any(map(wanted, self.heard)), what)
        return next(filter(wanted, self.heard))

    def wait_until(self, happened: Callable[[], bool], what: str) -> None:
        with self._news:
            done = self._news.wait_for(happened, DEADLINE)
        assert done, f"no {what} in time; {self.heard[-5:]} {self.log}"

    def _read(self) -> None:
        assert self.process.stdout is not None
        frames = Frames()
        with suppress(ValueError):
            while some := os.read(self.process.stdout.fileno(), 1 << 16):
                for body in frames.feed(some):
                    with self._news:
                        self.heard.append(json.loads(body))
                        self._news.notify_all()

    def _read_log(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.log += line.decode()

    # ------------------------------------------------------------ what an editor does

    def initialize(self, *folders: Path, **capabilities: Any) -> Any:
        """Say hello; gives what the server can."""
        named = [{"uri": folder.as_uri(), "name": folder.name} for folder in folders]
        result = self.request(
            "initialize", processId=None, rootUri=None, workspaceFolders=named or None,
            capabilities=capabilities,
        )  # fmt: skip
        self.notify("initialized")
        return result

    def open(self, path: Path, text: str | None = None) -> None:
        """Open a document, as it is saved or not."""
        self._versions[path] = 0
        text = path.read_bytes().decode() if text is None else text
        document = {"uri": path.as_uri(), "languageId": "markdown", "version": 0, "text": text}
        self.notify("textDocument/didOpen", textDocument=document)

    def change(self, path: Path, *changes: Message) -> int:
        """Change a document; gives its new version."""
        self._versions[path] += 1
        document = {"uri": path.as_uri(), "version": self._versions[path]}
        self.notify("textDocument/didChange", textDocument=document, contentChanges=[*changes])
        return self._versions[path]

    def write(self, path: Path, text: str) -> int:
        """Have a whole new text; gives its version."""
        return self.change(path, {"text": text})

    def close(self, path: Path) -> None:
        self.notify("textDocument/didClose", textDocument={"uri": path.as_uri()})

    def preview(self, path: Path, line: int | None = None) -> str:
        """Ask for the address of a page."""
        about = {"uri": path.as_uri(), **({} if line is None else {"line": line})}
        told = self.request(
            "workspace/executeCommand", command="devserver.preview", arguments=[about]
        )
        return str(told["url"])

    def url(self, state: str = "serving") -> str:
        """Wait until a ``watch`` serves; gives its address, without a slash at the end."""
        return str(self.wait("devserver/status", state=state)["url"]).rstrip("/")

    def diagnostics(self, path: Path, version: int | None = None) -> list[Message]:
        """Wait for the diagnostics of a document, of a version or of the closed file."""
        fields = {} if version is None else {"version": version}
        said = self.wait("textDocument/publishDiagnostics", uri=path.as_uri(), **fields)
        found: list[Message] = said["diagnostics"]
        return found

    # ------------------------------------------------------------ how it ends

    def quit(self) -> None:
        """Leave as editors do."""
        self.request("shutdown")
        self.notify("exit")
        assert self.process.wait(DEADLINE) == 0, self.log

    def leave(self) -> None:
        """Go without a word, whatever has been said."""
        if self.process.stdin is not None:
            with suppress(OSError):
                self.process.stdin.close()
        self.process.wait(DEADLINE)
        for thread in self._threads:
            thread.join(DEADLINE)
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()
