"""What a configuration file says, with the place of every word of it, so that faults have lines."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from devserver.model import Problem, Severity, SourcePath

Keys = tuple[str | int, ...]
"""The way to a value: ``("nav", 2, "Guide")`` is in the third item of ``nav``."""

LARGEST: Final = 1 << 20
"""Bytes in a configuration file: one that is larger is something else by mistake."""


@dataclass(frozen=True, slots=True)
class Place:
    """A point in a configuration file; ``line`` and ``column`` count from 1."""

    file: Path
    line: int = 1
    column: int = 1


class ConfigError(Exception):
    """Nothing sensible can be shown: no such folder, or a configuration that cannot be read.

    ``line`` and ``column`` count from 1; ``path`` is ``None`` when no file is at fault.
    """

    def __init__(
        self, message: str, path: Path | None = None, line: int = 1, column: int = 1
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.line = line
        self.column = column

    def problem(self, project: Path) -> Problem:
        """Say it as a problem, for a session that keeps its last good configuration in force."""
        path = SourcePath("." if self.path is None else relative(self.path, project))
        return Problem(path, self.line, self.column, "error", "config", self.message)


@dataclass(frozen=True, slots=True)
class Settings:
    """The values of one configuration (inherited files merged in), and what is wrong with them."""

    file: Path
    values: dict[str, Any]
    places: dict[Keys, Place]
    files: tuple[Path, ...]
    """Every file that had a say, or would have if it existed."""
    faults: list[tuple[Place, Severity, str]] = field(default_factory=list)

    def place(self, keys: Keys) -> Place:
        """Where the value at ``keys`` stands, or the nearest thing around it that has a place."""
        for length in range(len(keys), 0, -1):
            if keys[:length] in self.places:
                return self.places[keys[:length]]
        return Place(self.file)

    def fault(self, keys: Keys, message: str, severity: Severity = "error") -> None:
        """Note that the value at ``keys`` is wrong; the rest of the configuration holds."""
        self.faults.append((self.place(keys), severity, message))

    def problems(self, project: Path) -> tuple[Problem, ...]:
        """List what is wrong, with paths relative to ``project``, in the order of the lines."""
        found = {
            Problem(
                SourcePath(relative(place.file, project)),
                place.line,
                place.column,
                severity,
                "config",
                message,
            )
            for place, severity, message in self.faults
        }
        return tuple(sorted(found, key=lambda p: (p.path, p.line, p.column, p.message)))


def relative(path: Path, project: Path) -> str:
    """Name ``path`` as seen from ``project``, with ``/``; a file outside it begins with ``..``."""
    return Path(os.path.relpath(path, project)).as_posix()


def read_text(file: Path) -> str:
    """Read a configuration file. Raises ConfigError for anything but a small UTF-8 text file."""
    try:
        content = _read(file)
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", file) from None
    if len(content) > LARGEST:
        raise ConfigError("larger than 1 MiB; no configuration is", file)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError("not UTF-8", file, line) from None


def _read(file: Path) -> bytes:
    # A pipe in place of the file would keep an ordinary open waiting for ever.
    descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ConfigError("not a file", file)
        with open(descriptor, "rb", closefd=False) as stream:
            return stream.read(LARGEST + 1)
    finally:
        os.close(descriptor)
