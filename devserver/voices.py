"""Turns what happens into what is printed, for people or for programs."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

from devserver.messages import CommandFailed, Doing, Event, Notice, Serving
from devserver.printer import ERR, OUT, Printer
from devserver.terminal import Look, Screen, json_line, lines


class TerminalVoice:
    """Tells people what happens."""

    def __init__(self, printer: Printer) -> None:
        terminal = os.isatty(OUT)
        able = terminal and os.environ.get("TERM", "") not in ("", "dumb")
        self._screen = Screen(Look(colour=able and not os.environ.get("NO_COLOR"), redraw=able))
        self._printer = printer

    def __call__(self, event: Event) -> None:
        """Print the lines of one event."""
        self._printer.write(OUT, self._screen.show(event, time.monotonic(), _columns()))


def _columns() -> int:
    try:
        return os.get_terminal_size(OUT).columns or 80
    except OSError:
        return 80


class JsonVoice:
    """Tells a program what happens, and on standard error what only people can use."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer

    def __call__(self, event: Event) -> None:
        """Print one event as an object, or as a line beside the objects."""
        said = json_line(event)
        if said is not None:
            self._printer.write(OUT, f"{said}\n")
        elif isinstance(event, Notice | Doing | CommandFailed):
            for line in lines(event, Look()):
                self._printer.write(ERR, f"devserver: {line}\n")


class Opening:
    """Opens the site in the author's browser as soon as it answers, and passes on what is said."""

    def __init__(self, say: Callable[[Event], None]) -> None:
        self._say = say
        self._opened = False

    def __call__(self, event: Event) -> None:
        """Pass one event on."""
        self._say(event)
        if isinstance(event, Serving) and not self._opened:
            self._opened = True
            self._open(event.url)

    def _open(self, url: str) -> None:
        from devserver.processes import start_apart

        try:
            # Apart, as some browsers only return when they are closed.
            start_apart((sys.executable, "-I", "-m", "webbrowser", url))
        except OSError as error:
            self._say(Notice(f"cannot open a browser: {error}"))
