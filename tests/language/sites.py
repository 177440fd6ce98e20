"""Small sites on a real disk, and places in them that are marked with a ``▸``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from devserver.config import load
from devserver.language.library import Library
from devserver.language.lines import Span
from devserver.model import SourcePath
from devserver.site.renaming import Edit

CURSOR = "▸"


class Site:
    """A folder of pages and its library; the one cursor is taken out of the texts."""

    def __init__(self, folder: Path, files: Mapping[str, str]) -> None:
        self.folder = folder
        self.path = SourcePath("")
        self.line = self.column = 0
        for name, text in files.items():
            write(folder / name, self._without_cursor(name, text))
        self.library = Library(load(folder, cwd=folder))
        for _ in self.library.load():
            pass

    def _without_cursor(self, name: str, text: str) -> str:
        before, mark, after = text.partition(CURSOR)
        if mark:
            self.path = SourcePath(name)
            self.line = before.count("\n") + 1
            self.column = len(before) - before.rfind("\n")
        return before + after

    @property
    def here(self) -> tuple[SourcePath, int, int]:
        """Give the place of the cursor."""
        return self.path, self.line, self.column

    def cover(self, **texts: str) -> None:
        """Have unsaved texts, by name without ``.md``; a cursor in one is the cursor."""
        covers = {f"{name}.md": text for name, text in texts.items()}
        shown = {name: self._without_cursor(name, text) for name, text in covers.items()}
        self.library.cover({str(self.folder / name): text for name, text in shown.items()})

    def shown(self, span: Span) -> str:
        """Give the characters of a span with its file: ``a.md:3:text``."""
        line = self.library.writing(span.path).lines.line(span.line)
        text = line[span.column - 1 : span.column - 1 + span.length]
        return f"{span.path}:{span.line}:{text}"

    def apply(self, edits: Iterable[Edit]) -> None:
        """Make edits on the disk; what is to be replaced has to be there."""
        for edit in sorted(edits, reverse=True):
            file = self.folder / edit.path
            lines = file.read_bytes().decode().split("\n")
            line, at = lines[edit.line - 1], edit.column - 1
            assert line.startswith(edit.old, at), f"{line!r} has no {edit.old!r} at {at}"
            lines[edit.line - 1] = line[:at] + edit.new + line[at + len(edit.old) :]
            file.write_bytes("\n".join(lines).encode())

    def text(self, name: str) -> str:
        """Read a file."""
        return (self.folder / name).read_bytes().decode()


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
