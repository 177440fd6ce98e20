"""External commands a project asks for: run before a rebuild, unharmed by the first Ctrl-C."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from itertools import takewhile
from queue import SimpleQueue
from typing import Final

from devserver.config import Command
from devserver.guard import NOT_FOUND, NOT_RUNNABLE
from devserver.messages import CommandEnded, CommandFailed
from devserver.model import digest
from devserver.processes import GuardedProcess
from devserver.sources.files import print_of
from devserver.sources.ignore import Patterns
from devserver.sources.rounds import Rounds

_REASONS: Final = {NOT_FOUND: "not found", NOT_RUNNABLE: "cannot be run"}


class Commands:
    """The commands of a configuration; at most one run of each at a time.

    ``wake`` is called, in another thread, when one has ended.
    """

    def __init__(self, commands: Iterable[Command], folder: str, wake: Callable[[], None]) -> None:
        self._commands = tuple(commands)
        self._patterns = [Patterns(command.watch) for command in self._commands]
        self._folder = folder
        self._wake = wake
        self._ended: SimpleQueue[CommandEnded] = SimpleQueue()
        self._running: dict[int, GuardedProcess] = {}
        self._waiting: list[int] = []
        self._rounds: Rounds[int] = Rounds()
        self._news: list[str] = []

    def folders(self) -> list[str]:
        """Give the folders to be watched for the commands' sake, with all below them."""
        patterns = [pattern for command in self._commands for pattern in command.watch]
        return [f"{self._folder}/{_fixed(pattern)}".rstrip("/") for pattern in patterns]

    @property
    def running(self) -> bool:
        """Whether a rebuild has to wait."""
        return bool(self._running or self._waiting)

    def concerned(self, paths: Iterable[str]) -> list[int]:
        """Give the commands that watch any of ``paths``, relative to the project folder.

        One that runs again and again though its files are what they were is left out.
        """
        changed = list(paths)
        found = []
        for index, concerns in enumerate(self._patterns):
            own = sorted(filter(concerns, changed))
            if own and not self._goes_round(index, own):
                found.append(index)
        return found

    def _goes_round(self, index: int, paths: list[str]) -> bool:
        now = time.monotonic()
        contents = digest("".join(print_of(f"{self._folder}/{path}") for path in paths))
        if self._rounds.take({index: f"{paths} {contents}"}, now):
            run = " ".join(self._commands[index].run)
            again = "it runs again once that is not what it was"
            self._news.append(f"{run}: {paths[0]} is rewritten whenever it ran; {again}")
        return self._rounds.rests(index, now)

    def news(self) -> list[str]:
        """Give what the author should know, a line each, once."""
        news, self._news = self._news, []
        return news

    def start(self, indexes: Iterable[int]) -> None:
        """Run commands one after another, in the order of the configuration."""
        self._waiting += [i for i in indexes if i not in self._waiting]
        self._start_next()

    def finished(self) -> list[tuple[Command, CommandEnded]]:
        """Take the commands that have ended, and start what waited for them."""
        ended = []
        while not self._ended.empty():
            message = self._ended.get()
            self._running.pop(message.index, None)
            ended.append((self._commands[message.index], message))
            self._rounds.stir(message.index, time.monotonic())
        self._start_next()
        return ended

    def end(self, seconds: float) -> None:
        """End what runs, now, and start nothing more; waits for that at most so long."""
        self._waiting.clear()
        for process in self._running.values():
            process.end()
            process.join(seconds)

    def _start_next(self) -> None:
        if self._waiting and not self._running:
            index = self._waiting.pop(0)
            command = self._commands[index]

            def ended(status: int | None, output: str) -> None:
                self._ended.put(CommandEnded(index, status, output))
                self._wake()

            try:
                process = GuardedProcess(command.run, command.timeout, self._folder, ended)
            except OSError as error:
                ended(NOT_RUNNABLE, str(error))
            else:
                self._running[index] = process


def failure(command: Command, ended: CommandEnded) -> CommandFailed:
    """Say why a command did not end with status 0."""
    if ended.status is None:
        why = f"not done after {command.timeout:g} s, and ended"
    else:
        why = _REASONS.get(ended.status, f"status {ended.status}")
    return CommandFailed(command.run, why, ended.output)


def _fixed(pattern: str) -> str:
    """Give the folders at the beginning of a gitignore pattern that hold all it can match."""
    *folders, _ = pattern.lstrip("!/").split("/")
    plain = takewhile(lambda name: not any(c in name for c in "*?[\\"), folders)
    return "/".join(plain)
