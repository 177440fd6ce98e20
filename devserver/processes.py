"""Starts every process but main: children deaf to Ctrl-C, which end when told or with main."""

from __future__ import annotations

import contextlib
import faulthandler
import multiprocessing
import multiprocessing.resource_tracker
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from devserver import guard as guard_script
from devserver.channel import Channel, PolledChannel
from devserver.orphan import DiesWithMain, begin

TERMINAL_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""What a terminal or a supervisor sends to the whole group: main decides, children ignore it."""

OUTPUT: Final = 16_384
"""Bytes kept of what an external command prints: its end says why it failed."""

_NICEST: Final = 19
_PIPE: Final = 1 << 16
"""Bytes that a pipe holds, on Linux: one read empties it."""


class Child:
    """A process of ours, spawned, with a channel to it. Its end closes the channel and vice versa.

    ``target(setup, channel)`` runs in the child; both must be importable and picklable.
    """

    def __init__(self, name: str, target: Callable[[Any, Channel], None], setup: object) -> None:
        ours, theirs = socket.socketpair()
        context = multiprocessing.get_context("spawn")
        self._process = context.Process(
            target=begin, args=(DiesWithMain(), _run, target, setup, theirs), name=name, daemon=True
        )
        # Spawned children put the current directory on their path: a pickle.py among the
        # documents would run. And a Ctrl-C while their interpreter starts would kill them.
        os.environ["PYTHONSAFEPATH"] = "1"
        # Starting multiprocessing's own helper unblocks the signals, so it comes first.
        multiprocessing.resource_tracker.ensure_running()
        with theirs, signals_held_back():
            self._process.start()
        self.channel = PolledChannel(ours)

    @property
    def pid(self) -> int:
        """The process id; it stays the same after the end."""
        return self._process.pid or 0

    @property
    def sentinel(self) -> int:
        """A file descriptor that becomes readable when the process ends."""
        return self._process.sentinel

    def used(self) -> float:
        """Give the seconds it was given a processor; where nobody says, those that passed."""
        try:
            # The number that clock_getcpuclockid(3) gives for a process, on Linux.
            return time.clock_gettime((~self.pid << 3) | 2)
        except (AttributeError, OSError):
            return time.monotonic()

    def lower(self) -> None:
        """Have it give way to others who want a processor, once it runs.

        Not before: one that starts has yet to learn that it must not outlive us. And no further:
        to be killed, a process needs the processor, too.
        """
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _NICEST)

    def end(self, grace: float) -> None:
        """Let the child finish for ``grace`` seconds after its channel is closed, then kill it."""
        self.channel.close()
        self._process.join(grace)
        self.kill()

    def kill(self) -> None:
        """Kill the child now, and reap it. Harmless when it has ended."""
        if self._process.is_alive():
            self._process.kill()
        self._process.join(1.0)
        self.channel.close()


@contextlib.contextmanager
def signals_held_back() -> Iterator[None]:
    """Let no stop come in the middle of a block: it comes at its end."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, TERMINAL_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class GuardedProcess:
    """An external command under a guard: it survives Ctrl-C, but neither its time nor us.

    ``ended(status, output)`` is called from another thread; ``status`` is ``None`` when the
    command ran out of time or was ended, ``output`` the end of what it printed.
    """

    def __init__(
        self,
        run: tuple[str, ...],
        timeout: float,
        folder: str,
        ended: Callable[[int | None, str], None],
    ) -> None:
        guard = (sys.executable, "-I", "-S", guard_script.__file__, str(timeout))
        self._guard, theirs = socket.socketpair()
        try:
            with theirs, signals_held_back():
                self._process = subprocess.Popen(
                    (*guard, *run),
                    cwd=folder,
                    stdin=theirs.fileno(),
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    process_group=0,
                )
        except BaseException:
            self._guard.close()
            raise
        self._ended = ended
        self._thread = threading.Thread(target=self._attend, name="command", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Have the guard end the command now; harmless when it has ended."""
        with contextlib.suppress(OSError):
            self._guard.shutdown(socket.SHUT_WR)

    def join(self, seconds: float) -> None:
        """Wait until it has ended."""
        self._thread.join(seconds)

    def _attend(self) -> None:
        """Read until the guard is done, not to the end: the command may leave a daemon behind."""
        assert self._process.stdout is not None
        output, guard = self._process.stdout.fileno(), self._guard.fileno()
        last = b""
        readable: list[int] = []
        while guard not in readable:
            readable, _, _ = select.select([output, guard], [], [])
            if output in readable:
                last = (last + os.read(output, _PIPE))[-OUTPUT:]
        self._process.stdout.close()
        status = self._process.wait()
        stopped = status in (guard_script.OUT_OF_TIME, guard_script.ENDED)
        self._ended(None if stopped else status, last.decode("utf-8", "replace"))
        self._guard.close()


def start_apart(command: Sequence[str]) -> None:
    """Start a program that is none of ours: no Ctrl-C reaches it, and it goes on without us.

    Raises OSError if it cannot be started.
    """
    null = subprocess.DEVNULL
    started = subprocess.Popen(
        command, stdin=null, stdout=null, stderr=null, start_new_session=True
    )
    # Until somebody takes note of its end, an ended process is not gone.
    threading.Thread(target=started.wait, name="apart", daemon=True).start()


class Apart:
    """A program that is none of ours, as above, of which we learn whether it runs.

    Raises OSError if it cannot be started.
    """

    def __init__(self, command: Sequence[str]) -> None:
        null, pipe = subprocess.DEVNULL, subprocess.PIPE
        self._process = subprocess.Popen(
            command, cwd="/", stdin=null, stdout=null, stderr=pipe, start_new_session=True
        )
        self._last = b""
        # Until somebody takes note of its end, an ended process is not gone.
        self._thread = threading.Thread(target=self._attend, name="apart", daemon=True)
        self._thread.start()

    def _attend(self) -> None:
        assert self._process.stderr is not None
        while some := os.read(self._process.stderr.fileno(), _PIPE):
            self._last = (self._last + some)[-OUTPUT:]
        self._process.wait()

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.poll() is None

    def end(self) -> None:
        """Ask it to stop; harmless when it has ended."""
        self._process.terminate()

    def said(self) -> str:
        """Give the end of what it wrote to standard error, once it has ended."""
        self._thread.join(1.0)
        return self._last.decode("utf-8", "replace").strip()


def this_program() -> tuple[str, ...]:
    """Give the command that starts devserver again, whatever the current folder holds."""
    return sys.executable, "-P", "-m", "devserver"


def tell_where_on_quit() -> None:
    """Have SIGQUIT print where every thread of this process is, for whoever finds that it hangs."""
    # Standard error may be closed, or no file at all.
    with contextlib.suppress(AttributeError, OSError, ValueError, RuntimeError):
        faulthandler.register(signal.SIGQUIT, all_threads=True, chain=False)


def end_helpers() -> None:
    """End the process that ``multiprocessing`` itself keeps, so that a stop leaves none behind.

    It would wait for children that a stop kept from being noted by who had asked for them.
    """
    for lost in multiprocessing.active_children():
        lost.kill()
        lost.join(1.0)
    tracker = multiprocessing.resource_tracker._resource_tracker
    tracker._stop()  # type: ignore[attr-defined]  # There is no public way to end it in time.


def _run(
    target: Callable[[object, Channel], None], setup: object, connection: socket.socket
) -> None:
    """Be the child: deaf to the terminal, and gone once its work is done."""
    for number in TERMINAL_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, TERMINAL_SIGNALS)
    tell_where_on_quit()
    target(setup, Channel(connection))
    # Interpreter finalisation would restore default signals and join threads that may hang.
    os._exit(0)
