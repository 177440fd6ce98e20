"""Turns events into text for a terminal or a program to read: pure, and safe to print."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, assert_never

from devserver.messages import (
    CommandFailed,
    Doing,
    Event,
    Indexed,
    Notice,
    ProblemsChanged,
    Progress,
    RebuildStarted,
    Rebuilt,
    Serving,
    Stopped,
    Stopping,
)
from devserver.model import Problem


@dataclass(frozen=True, slots=True)
class Look:
    """What the terminal can show; the default suits a file or a pipe."""

    colour: bool = False
    redraw: bool = False
    """A line can be drawn again, for a progress bar."""


_FILE: Final = Look()


# ---------------------------------------------------------------- for people


def lines(event: Event, look: Look) -> Iterator[str]:
    """Give the lines that ``event`` adds to the terminal; many an event adds none."""
    match event:
        case Serving(url=url):
            address = _painted(_BOLD, plain(url), look)
            yield f"  devserver  {address}   Ctrl-C stops"
        case Rebuilt():
            yield from _rebuilt(event, look)
        case ProblemsChanged(appeared=appeared, solved=solved):
            yield from (f"{_painted(_GREEN, 'solved:', look)} {problem_line(p)}" for p in solved)
            yield from (problem_line(p, look) for p in appeared)
        case Notice(text=text):
            yield plain(text)
        case Doing(text=text):
            yield _painted(_DIM, f"· {plain(text)}", look)
        case CommandFailed(run=run, why=why, output=output):
            yield _painted(_RED, f"{plain(' '.join(run))}: {plain(why)}", look)
            yield from (f"  {plain(line)}" for line in output.splitlines())
        case RebuildStarted() | Progress() | Indexed() | Stopping() | Stopped():
            pass
        case _:
            assert_never(event)


def problem_line(problem: Problem, look: Look = _FILE) -> str:
    """Say a problem as ``path:line:column: message``, which editors make a link of."""
    colour = {"error": _RED, "warning": _YELLOW, "hint": _DIM}[problem.severity]
    return f"{_painted(colour, plain(problem.where()) + ':', look)} {plain(problem.message)}"


def _rebuilt(event: Rebuilt, look: Look) -> Iterator[str]:
    if event.typed:
        return  # A line for each keystroke would be nothing to read.
    first, *others = event.changed or ("site",)
    more = f" and {len(others)} more" if others else ""
    tabs = "1 tab" if event.tabs == 1 else f"{event.tabs} tabs"
    yield f"{plain(first)}{more}{_painted(_DIM, f' · {duration(event.ms)} · {tabs}', look)}"


def duration(ms: float) -> str:
    """Say a time given in milliseconds as precisely as anyone cares."""
    if ms < 9.95:
        return f"{ms:.1f} ms"
    return f"{ms:.0f} ms" if ms < 999.5 else f"{ms / 1000:.1f} s"


def plain(text: str) -> str:
    """Show what a terminal would obey (ESC, line ends, reordering of text) as escapes instead."""
    if text.isprintable():
        return text
    return "".join(_escaped(c) if _is_obeyed(c) else c for c in text)


def _is_obeyed(character: str) -> bool:
    # The two joiners only shape letters and emoji, and stand in many a title.
    category = unicodedata.category(character)
    return category in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in "\u200c\u200d"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


# ---------------------------------------------------------------- the progress bar

_CLEAR: Final = "\r\x1b[K"
_PERIOD: Final = 0.1
"""Seconds between two drawings of the bar."""


FLOOD: Final = 12
"""Lines of problems after which the address is likely out of sight, and is told again."""


class Screen:
    """A terminal with the bar, if there is one, always below the lines."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._address = ""
        self._below = 0
        """Lines of problems since the address was last told."""
        self._indexing = True
        self._bar = ""
        self._drawn = -_PERIOD
        self._over = False

    def show(self, event: Event, now: float, width: int) -> str:
        """Return what to print. ``now`` is in seconds, of any clock; ``width`` in columns."""
        if isinstance(event, Progress):
            return self._progress(event, now, width)
        text = "".join(f"{line}\n" for line in lines(event, self._look))
        text += self._address_again(event, text)
        # A stop clears the line in any case: the terminal has written ^C on it.
        stop, last = isinstance(event, Stopping), isinstance(event, Stopping | Indexed)
        below = self._bar and (text or last)
        clear = _CLEAR if self._look.redraw and (below or stop) else ""
        self._over = self._over or stop
        self._bar = "" if last else self._bar
        return clear + text + (self._bar if text else "")

    def _address_again(self, event: Event, text: str) -> str:
        """Repeat the address if a flood of problems has carried it away and is over."""
        if isinstance(event, Serving):
            self._address, self._below = text, 0
        elif isinstance(event, ProblemsChanged):
            self._below += text.count("\n")
        elif isinstance(event, Indexed):
            self._indexing = False
        if self._indexing or self._below < FLOOD or not self._look.redraw:
            return ""
        self._below = 0
        return self._address

    def _progress(self, event: Progress, now: float, width: int) -> str:
        if not self._look.redraw or self._over:
            return ""
        if event.done >= event.total:
            before, self._bar = self._cleared(), ""
            return before
        if now - self._drawn < _PERIOD:
            return ""
        self._drawn = now
        before, self._bar = self._cleared(), bar(event, width)
        return before + self._bar

    def _cleared(self) -> str:
        return _CLEAR if self._bar else ""


def bar(event: Progress, width: int) -> str:
    """Draw the bar for a terminal of ``width`` columns, leaving its last column free."""
    count = f"{event.done}/{event.total}"
    room = min(40, width - len(f"converting   {count}") - 1)
    if room < 8:
        return count if len(count) < width else ""
    full = room * event.done // max(1, event.total)
    return f"converting {'━' * full}{'─' * (room - full)} {count}"


# ---------------------------------------------------------------- colours

_BOLD: Final = "1"
_DIM: Final = "2"
_RED: Final = "31"
_GREEN: Final = "32"
_YELLOW: Final = "33"


def _painted(code: str, text: str, look: Look) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if look.colour else text


# ---------------------------------------------------------------- for programs


_FIELDS: Final[dict[type[Event], tuple[str, ...]]] = {
    Serving: ("serving", "url", "pid", "server_pid"),
    RebuildStarted: ("rebuilding", "generation", "changed"),
    Rebuilt: ("rebuilt", "generation", "changed", "pages", "ms"),
    ProblemsChanged: ("problems", "items"),
    Indexed: ("indexed", "pages", "ms"),
    Stopping: ("stopping",),
    Stopped: ("stopped", "status"),
}
"""What each event is called, and which of its fields are told, in this order."""

_PROBLEM: Final = ("path", "line", "column", "severity", "code", "message")


def json_line(event: Event) -> str | None:
    """Say ``event`` as one JSON object without a line end; ``None`` if it is not for programs."""
    if type(event) not in _FIELDS:
        return None
    name, *fields = _FIELDS[type(event)]
    said = {"event": name} | {field: getattr(event, field) for field in fields}
    if "ms" in said:
        said["ms"] = round(said["ms"], 1)
    # Escaping everything but ASCII also keeps U+2028 from being taken for a line end.
    return json.dumps(said, separators=(",", ":"), default=_problem)


def _problem(problem: Problem) -> dict[str, Any]:
    return {name: getattr(problem, name) for name in _PROBLEM}
