"""Runs a program that is measured, knows every process it started, and leaves none."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import socket
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

_GRACE: Final = 10.0
"""Seconds that a program has to end after Ctrl-C."""

_QUIET: Final = 0.10
"""The share of one processor below which a program has nothing to do; some poll for ever."""


def free_port() -> int:
    """Find a port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


class Program:
    """A running program. Its processes are found by a mark in their environment."""

    def __init__(self, command: Sequence[str], folder: Path, more: Mapping[str, str]) -> None:
        self.command = tuple(command)
        self._folder = folder
        self._mark = f"DEVSERVER_BENCHMARK={secrets.token_hex(8)}"
        name, _, value = self._mark.partition("=")
        # Every start would compile our package again, which no user's does.
        kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        self._environment = {**kept, name: value, **more}
        self.lines: list[str] = []
        """Everything it has printed, line by line."""
        self._news = asyncio.Condition()
        self._ended = False

    async def __aenter__(self) -> Self:
        """Start it, in a process group of its own."""
        self.started = time.time()
        self._process = await asyncio.create_subprocess_exec(
            *self.command,
            cwd=self._folder,
            env=self._environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
            limit=1 << 26,
        )
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        """End it as an author does, and then whatever is left, each process by its id."""
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGINT)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), _GRACE)
        for pid in self.pids():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        await self._process.wait()
        await self._reading

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            async with self._news:
                self.lines.append(line.decode("utf-8", "replace").rstrip())
                self._news.notify_all()
        self._ended = True
        async with self._news:
            self._news.notify_all()

    @property
    def running(self) -> bool:
        """Whether its main process is alive."""
        return self._process.returncode is None

    def last_words(self) -> str:
        """Give the end of what it printed, to say why it failed."""
        return "\n".join(self.lines[-20:])

    async def finished(self, text: str, seconds: float) -> None:
        """Wait for a line that holds ``text``, or without one for the end; raises TimeoutError."""

        def said() -> bool:
            return bool(text) and any(text in line for line in self.lines)

        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(lambda: said() or self._ended)
        if not (said() or (not text and await self._process.wait() == 0)):
            raise RuntimeError(f"{self.command[0]} failed: {self.last_words()}")

    # ---------------------------------------------------------------- what it costs

    def pids(self) -> list[int]:
        """Give its processes, as they are now."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if self._mark.encode() in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
        return found

    def processor_seconds(self) -> float:
        """Give the processor time that its living processes have used, to the nanosecond."""
        used = 0
        for pid in self.pids():
            for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
                with suppress(OSError):
                    used += int(task.read_text().split()[0])
        return used / 1e9

    def memory(self) -> tuple[float, float]:
        """Give what its processes occupy, in MB: shared memory divided (PSS), and not (RSS)."""
        pss = rss = 0
        for pid in self.pids():
            with suppress(OSError):
                for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                    name, _, value = line.partition(":")
                    pss += int(value.split()[0]) if name == "Pss" else 0
                    rss += int(value.split()[0]) if name == "Rss" else 0
        return pss / 1024, rss / 1024

    async def share(self, seconds: float) -> float:
        """Measure for so long which part of one processor it uses."""
        before, since = self.processor_seconds(), time.monotonic()
        await asyncio.sleep(seconds)
        return (self.processor_seconds() - before) / (time.monotonic() - since)

    async def settled(self, seconds: float) -> None:
        """Wait until it has nothing to do, for a second on end; raises TimeoutError."""
        async with asyncio.timeout(seconds):
            quiet = 0
            while quiet < 3:
                quiet = quiet + 1 if await self.share(0.35) < _QUIET else 0
