"""What a session opens and must close again: store, socket, server process, workers."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import devserver
from devserver.build.cache import Cache
from devserver.build.index import Index
from devserver.build.workers import Workers, processors
from devserver.channel import PolledStream
from devserver.config import PORT, Config, WatchOptions
from devserver.editor.address import control_folder, socket_name
from devserver.editor.control import Control
from devserver.front import Front, StartError, address_of, listen
from devserver.lock import RootBusyError
from devserver.processes import Child, end_helpers, tell_where_on_quit
from devserver.project import dialect_of
from devserver.store import Store, folder_of
from devserver.takeover import FOR_EDITORS, take_over


class Resources:
    """Everything is opened in the constructor or not at all; ``close`` leaves nothing behind.

    Raises StartError if the root is held by another program or the port cannot be had. The place
    of an editor's ``watch`` is waited for, unless the user has ``given_up``.
    """

    def __init__(self, config: Config, options: WatchOptions, given_up: Callable[[], bool]) -> None:
        self.notices: list[str] = []
        with contextlib.ExitStack() as opened:
            self.store, before = _store(config, options, given_up)
            opened.callback(self.store.close)
            usual = urlsplit(before).port or PORT
            listening, moved = listen(options.host, options.port, usual)
            opened.callback(listening.close)
            self.url = address_of(listening, options.host)
            # The address that is told must answer.
            own = self.url.removeprefix("http://").rpartition(":")[0]
            allowed = frozenset(name.lower() for name in (own, *options.allow_hosts))
            # The server first: it takes longest to start, and must not inherit our threads.
            self.front = Front(listening, str(self.store.path), allowed)
            opened.callback(lambda: self.front.child.kill())
            self.control = self._control(config)
            if self.control is not None:
                opened.callback(self.control.close)
            self.cache = Cache(self.store)
            self.index = Index(self.store)
            self.workers = Workers(processors(), dialect_of(config), low=True, gleaning=True)
            if not self.cache.parsed:
                # The first page has to be converted; what is known needs no worker.
                self.workers.start()
            opened.pop_all()
        tell_where_on_quit()
        said = FOR_EDITORS if options.for_editors else {}
        self.store.announce(pid=str(os.getpid()), url=self.url, **said)
        taken = "this takes the place of the watch that an editor had started" if before else ""
        self.notices += [notice for notice in (taken, moved, self.store.notice) if notice]

    def _control(self, config: Config) -> Control | None:
        try:
            return Control(control_folder() / socket_name(config.docs))
        except OSError as error:
            self.notices.append(f"no editor can join: {error}")
            return None

    def __enter__(self) -> Self:
        """Hold everything for a block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever happened, nothing of ours goes on; harmless after ``close``."""
        self.kill()

    def children(self) -> list[Child]:
        """Give every process of ours."""
        return [self.front.child, *self.workers.children]

    def connections(self) -> list[PolledStream]:
        """Give every connection on which something may come."""
        editors = self.control.editors if self.control is not None else []
        return [*(child.channel for child in self.children()), *editors]

    def listening(self) -> list[Control]:
        """Give what becomes readable when an editor wants to join."""
        return [self.control] if self.control is not None else []

    def kill_now(self) -> None:
        """Kill every process by bare system calls: this may run inside a signal handler."""
        for child in self.children():
            with contextlib.suppress(OSError):
                os.kill(child.pid, signal.SIGKILL)

    def kill(self) -> None:
        """End everything at once. What is published stays whole."""
        for child in self.children():
            child.kill()
        self._close_files()

    def close(self, grace: float) -> None:
        """End everything in order; the server, which has been told, has ``grace`` seconds."""
        self.front.child.end(grace)
        self.workers.end(grace / 2)
        self._close_files()

    def _close_files(self) -> None:
        if self.control is not None:
            self.control.close()
        self.front.close()
        end_helpers()
        self.store.close()


def _store(
    config: Config, options: WatchOptions, given_up: Callable[[], bool]
) -> tuple[Store, str]:
    """Open the store; gives with it the url of the ``watch`` whose place this takes."""

    def opening() -> Store:
        return Store(folder_of(config.docs), fingerprint())

    try:
        if options.for_editors:
            return opening(), ""
        return take_over(config.docs, opening, given_up)
    except RootBusyError as error:
        holder = error.holder
        at = f" at {holder['url']}" if "url" in holder else ""
        raise StartError(
            f"{config.docs} is already watched by process {holder.get('pid', '?')}{at}"
        ) from None


def fingerprint() -> str:
    """Name everything but the sources that decides what a page looks like.

    A store made by other code is not trusted, and a checkout's code changes without a version.
    Whatever is installed, upgraded or removed changes the time of the folder it lies in.
    """
    package = Path(devserver.__file__).parent
    code = sorted(
        (path.name, path.stat().st_size, path.stat().st_mtime_ns)
        for folder in ("build", "site")
        for path in (package / folder).rglob("*.py")
    )
    installed = [(path, Path(path).stat().st_mtime_ns) for path in sys.path if Path(path).is_dir()]
    return repr((devserver.__version__, sys.version_info[:3], installed, code))
