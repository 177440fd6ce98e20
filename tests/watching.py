"""Runs the real ``devserver watch`` on a terminal of its own, and judges what it leaves behind."""

from __future__ import annotations

import http.client
import json
import os
import re
import secrets
import select
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from websockets.sync.client import connect
from websockets.typing import Origin

from devserver.model import digest
from tests.on_terminal import DEADLINE, OnTerminal
from tests.serve.played_main import LivePage, Response

Event = dict[str, Any]
"""One line of ``--json``: ``event`` says which, the other fields are the line's own."""

CTRL_C = b"\x03"

_SCRIPT = re.compile(r'live\.js"[^>]* data-version="(\w+)" data-token="([^"]+)"')


class Workspace:
    """A project with a home, a cache and a temporary folder that nothing else uses.

    Files are written with ``write``; whatever else turns up in the project, unless it is in
    ``made``, is somebody's fault.
    """

    def __init__(self, folder: Path) -> None:
        self.project = folder / "project"
        self.cache = folder / "cache"
        self.temporary = folder / "temporary"
        for path in (self.project, self.cache, self.temporary, folder / "home"):
            path.mkdir()
        self.mark = f"DEVSERVER_WORKSPACE={secrets.token_hex(16)}"
        """What the environment of every process started from here says."""
        self.through: tuple[str, ...] = ()
        """A command that runs the program given after it, such as ``strace``."""
        self._folder = folder
        self.made: set[str] = set()
        """Files of the project that external commands may write."""
        self._sources: dict[str, bytes] = {}
        self._runs: list[Watch] = []
        self._piped: list[subprocess.Popen[str]] = []

    def write(self, path: str, text: str) -> None:
        """Save a file as simple editors do: truncate, write, close."""
        self._sources[path] = text.encode()
        (self.project / path).parent.mkdir(parents=True, exist_ok=True)
        (self.project / path).write_bytes(text.encode())

    def remove(self, path: str) -> None:
        """Delete a file."""
        del self._sources[path]
        (self.project / path).unlink()

    def rename(self, path: str, to: str) -> None:
        """Rename a file or a folder."""
        (self.project / path).rename(self.project / to)
        self.accept()

    def accept(self) -> None:
        """Take what stands in the project now as written here: an editor or a tool did it."""
        self._sources = self._files()

    def _files(self) -> dict[str, bytes]:
        files = [path for path in self.project.rglob("*") if path.is_file()]
        return {path.relative_to(self.project).as_posix(): path.read_bytes() for path in files}

    def watch(self, *options: str, before: str = "") -> Watch:
        """Start ``devserver watch``, and return at once; ``before`` is Python that runs first."""
        watching = ("watch", str(self.project), "--json", "--port", "0", *options)
        return self.run(*watching, before=before)

    def run(self, *arguments: str, before: str = "") -> Watch:
        """Start ``devserver`` with any arguments, and return at once."""
        code = f"{before}\nfrom devserver.__main__ import main\nmain()"
        program = ("-c", code) if before else ("-m", "devserver")
        command = (*self.through, sys.executable, *program, *arguments)
        run = Watch(self, command, self.environment())
        self._runs.append(run)
        return run

    def pipe(self, *arguments: str) -> subprocess.Popen[str]:
        """Start ``devserver`` as a program does that talks to it: through pipes."""
        pipe = subprocess.PIPE
        started = subprocess.Popen(
            (sys.executable, "-m", "devserver", *arguments),
            stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=self.environment(),
        )  # fmt: skip
        self._piped.append(started)
        return started

    def environment(self) -> dict[str, str]:
        """Give what a program is started with, so that it is known to be from here."""
        name, _, value = self.mark.partition("=")
        return {
            **os.environ,
            name: value,
            "HOME": str(self._folder / "home"),
            "XDG_CACHE_HOME": str(self.cache),
            "XDG_RUNTIME_DIR": "",
            "TMPDIR": str(self.temporary),
        }

    def end(self) -> None:
        """Stop what still runs as an author would; it must have been able to."""
        for run in self._runs:
            if run.running:
                run.type(CTRL_C)
                run.ended(0)

    def kill(self) -> None:
        """End everything that was started here, whatever became of it."""
        for run in self._runs:
            run.terminal.close()
        for pid in self.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for started in self._piped:
            with suppress(BrokenPipeError), started:
                pass

    # ---------------------------------------------------------------- what is left

    def processes(self) -> dict[int, str]:
        """Give every living process that was started from here: its command line by its id."""
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if self.mark.encode() in (entry / "environ").read_bytes():
                    line = (entry / "cmdline").read_bytes()
                    found[int(entry.name)] = line.replace(b"\0", b" ").decode("utf-8", "replace")
        return found

    def stored(self) -> bool:
        """Whether there is a store yet."""
        return any(self.cache.glob("devserver/*/store.sqlite"))

    def pages(self) -> dict[str, str]:
        """Read the published pages from the store at rest, each checked against its version."""
        rows = self.rows("pages")
        assert all(row["version"] == digest(row["html"]) for row in rows), "a torn page"
        return {row["url"]: row["html"] for row in rows}

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Read a table of the store at rest."""
        (store,) = self.cache.glob("devserver/*/store.sqlite")
        with closing(sqlite3.connect(f"file:{store}?immutable=1", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            assert connection.execute("pragma integrity_check").fetchone()[0] == "ok"
            return [dict(row) for row in connection.execute(f"select * from {table}")]

    def assert_no_process(self, within: float = 0.0) -> None:
        """Check that nothing started from here is alive, or will be in so many seconds."""
        until = time.monotonic() + within
        for pid in self.processes() if within else ():
            _wait_for_end(pid, until)
        left = self.processes()
        assert not left, f"left running: {left}"

    def assert_clean(self) -> None:
        """Check that a stop left nothing: no process, lock, log or temporary file."""
        self.assert_no_process()
        beside = {path.name for path in self.cache.glob("devserver/*/*")}
        assert beside <= {"store.sqlite"}, f"beside the store: {beside}"
        assert not list(self.temporary.iterdir()), "something is in the temporary folder"
        self.assert_sources_untouched()

    def assert_sources_untouched(self) -> None:
        """Check that the project holds what was written here, and nothing else."""
        found = self._files()
        assert {name: found[name] for name in found if name not in self.made} == self._sources


class Watch:
    """One run of the program, what it says, and what readers get from it."""

    def __init__(
        self, workspace: Workspace, command: tuple[str, ...], environment: dict[str, str]
    ) -> None:
        self.events: list[Event] = []
        """Every event so far."""
        self.said = ""
        """Everything else on the terminal: notices, and what should not be there."""
        self._workspace = workspace
        self._next = 0
        self._news = threading.Condition()
        self.terminal = OnTerminal(command, workspace.project, environment, self._take)
        self.process = self.terminal.process

    # ---------------------------------------------------------------- what it says

    def wait(self, kind: str, **fields: object) -> Event:
        """Give the next event of a kind (with these fields) after the one waited for before."""
        wanted = {"event": kind, **fields}
        found: list[Event] = []

        def happened() -> bool:
            while not found and self._next < len(self.events):
                event = self.events[self._next]
                self._next += 1
                if event.items() >= wanted.items():
                    found.append(event)
            return bool(found)

        self.wait_until(happened, kind)
        return found[0]

    def wait_until(self, happened: Callable[[], bool], what: str) -> None:
        """Wait until ``happened``, looked at whenever something was said."""
        with self._news:
            done = self._news.wait_for(happened, DEADLINE)
        assert done, f"no {what} in time; {self.events[-5:]} {self.said}"

    def _take(self, line: str) -> None:
        with self._news:
            if line.startswith("{"):
                self.events.append(json.loads(line))
            else:
                self.said += f"{line}\n"
            self._news.notify_all()

    # ---------------------------------------------------------------- what is done to it

    @property
    def running(self) -> bool:
        """Whether the main process is alive."""
        return self.process.poll() is None

    def type(self, keys: bytes) -> None:
        """Press keys: the terminal makes signals of them, for its whole foreground."""
        self.terminal.type(keys)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the main process alone."""
        self.process.send_signal(number)

    def wait_until_it_holds_the_store(self) -> None:
        """Wait until it has begun to open what it needs, before it looks at the sources."""
        until = time.monotonic() + DEADLINE
        while not any(self._workspace.cache.glob("devserver/*/lock")):
            assert self.running, self.said
            assert time.monotonic() < until, self.said

    def wait_until_ours(self) -> None:
        """Wait until the first line of ours has run: before it, signals are the interpreter's."""
        status = Path(f"/proc/{self.process.pid}/status")
        caught = re.compile(r"^SigCgt:\s*(\w+)$", re.MULTILINE)
        until = time.monotonic() + DEADLINE
        while self.running and time.monotonic() < until:
            masks = caught.search(status.read_text())
            if masks and int(masks[1], 16) >> (signal.SIGHUP - 1) & 1:
                return
        raise AssertionError(f"it did not start; {self.said}")

    def ended(self, status: int) -> None:
        """Wait for the end, and check that it left nothing and was what the contract says."""
        assert self.process.wait(DEADLINE) == status, self.said
        self._workspace.assert_clean()
        for event in self.events:
            if event["event"] == "serving":
                port = int(event["url"].rstrip("/").rpartition(":")[2])
                socket.create_server(("127.0.0.1", port)).close()
        self.terminal.read_to_the_end()
        assert "Traceback" not in self.said, self.said

    # ---------------------------------------------------------------- what readers do

    @cached_property
    def url(self) -> str:
        """Its address, without a slash at the end; waits until there is one."""
        self.wait_until(lambda: any(e["event"] == "serving" for e in self.events), "serving")
        serving = next(event for event in self.events if event["event"] == "serving")
        return str(serving["url"]).rstrip("/")

    @property
    def server_pid(self) -> int:
        """The server process that was last said to be serving."""
        assert self.url
        return int([e for e in self.events if e["event"] == "serving"][-1]["server_pid"])

    def worker_pids(self) -> set[int]:
        """Give the processes that convert."""
        spawned = {pid for pid, line in self._workspace.processes().items() if "spawn_main" in line}
        return spawned - {self.server_pid}

    def connect(self) -> socket.socket:
        """Open a connection that says nothing yet."""
        host, port = self.url.removeprefix("http://").split(":")
        return socket.create_connection((host, int(port)), timeout=DEADLINE)

    def get(self, path: str) -> Response:
        """Ask over HTTP, on a connection of its own."""
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=DEADLINE)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return Response(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    @contextmanager
    def live(self, path: str, version: str | None = None) -> Iterator[LivePage]:
        """Load a page and open its socket, as a browser does; or say that it shows ``version``."""
        known = self.live_script(path)
        address = f"{self.url.replace('http', 'ws', 1)}/_devserver/live?token={known[2]}"
        origin = Origin(self.url)
        with connect(address, origin=origin, compression=None, max_size=None) as websocket:
            page = LivePage(websocket)
            page.say(view=path, version=version or known[1])
            yield page

    def live_script(self, path: str) -> re.Match[str]:
        """Find the live script in a page: its groups are the page's version and the token."""
        found = _SCRIPT.search(self.get(path).body.decode())
        assert found, "the page is not live"
        return found


def _wait_for_end(pid: int, until: float) -> None:
    with suppress(ProcessLookupError):
        descriptor = os.pidfd_open(pid)
        try:
            select.select([descriptor], [], [], max(0.0, until - time.monotonic()))
        finally:
            os.close(descriptor)
