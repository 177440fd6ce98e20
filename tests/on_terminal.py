"""Runs a program as a shell does: leading a session, in the foreground of its own terminal."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import termios
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

DEADLINE = 45.0
"""Seconds after which something that was waited for is a failure."""


class OnTerminal:
    """A program and its terminal's window: keys go in, and whole lines come out.

    ``take`` gets each line, in another thread.
    """

    def __init__(
        self,
        command: tuple[str, ...],
        folder: Path,
        environment: Mapping[str, str],
        take: Callable[[str], None],
    ) -> None:
        self._window, theirs = _pair()
        self._woken, self._wake = os.pipe()
        try:
            # ``setsid`` makes the terminal the session's, with no thread of ours having to run
            # Python between fork and exec.
            self.process = subprocess.Popen(
                ("setsid", "--ctty", *command),
                cwd=folder,
                env=environment,
                stdin=theirs,
                stdout=theirs,
                stderr=theirs,
            )
        finally:
            os.close(theirs)
        self._take = take
        self._reader = threading.Thread(target=self._read, name="terminal", daemon=True)
        self._reader.start()

    def _read(self) -> None:
        rest = b""
        while self._window in select.select([self._window, self._woken], [], [])[0]:
            try:
                rest += os.read(self._window, 1 << 16)
            except OSError:
                return  # Nobody has this terminal open any more, and all was read.
            *lines, rest = rest.split(b"\n")
            for line in lines:
                self._take(line.decode())

    def type(self, keys: bytes) -> None:
        """Press keys: the terminal makes signals of some, for its whole foreground."""
        os.write(self._window, keys)

    def hang_up(self) -> None:
        """Close the window."""
        os.write(self._wake, b"!")
        self._reader.join(DEADLINE)
        os.close(self._window)
        self._window = -1

    def read_to_the_end(self) -> None:
        """Wait until the last line was taken; nobody may have the terminal open any more."""
        if self._window != -1:
            self._reader.join(DEADLINE)
            assert not self._reader.is_alive(), "somebody still has the terminal open"

    def close(self) -> None:
        """Kill the program if it lives, and close the window."""
        self.process.kill()
        self.process.wait(DEADLINE)
        if self._window != -1:
            self.hang_up()
        os.close(self._woken)
        os.close(self._wake)


def _pair() -> tuple[int, int]:
    """Open a terminal that shows all that is printed as it is, and nothing of what is typed."""
    ours, theirs = pty.openpty()
    attributes = termios.tcgetattr(theirs)
    attributes[1] &= ~termios.OPOST
    attributes[3] &= ~termios.ECHO
    attributes[3] |= termios.NOFLSH  # Or a Ctrl-C throws away what was not read yet.
    termios.tcsetattr(theirs, termios.TCSANOW, attributes)
    return ours, theirs
