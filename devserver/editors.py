"""What editors have not saved yet comes in, and what comes of it goes back to them."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator
from typing import Final

from devserver.config import WatchOptions
from devserver.editor.buffers import Buffers
from devserver.editor.control import (
    BufferClosed,
    BufferWritten,
    Control,
    CursorMoved,
    Editor,
    EditorLeft,
    FromEditor,
    HandOver,
    PreviewWanted,
)
from devserver.intake import Taken
from devserver.messages import Event, ProblemsChanged, Serving
from devserver.model import SourcePath
from devserver.project import Project
from devserver.terminal import json_line

LINGER: Final = 2.0
"""Seconds for which a ``watch`` for editors goes on without any: one may only be starting again."""

FIRST: Final = 10.0
"""Seconds for which it waits for the first one."""


class Editors:
    """Every editor that has joined. An unsaved text lies over its file, for the whole site."""

    def __init__(self, control: Control | None, project: Project, options: WatchOptions) -> None:
        self.over = False
        """No editor needs us any more, or somebody else takes our place."""
        self._only_reason = options.for_editors
        self._alone_until = time.monotonic() + FIRST
        self._checked: dict[SourcePath, str] = {}
        """Of which text of an open file the problems were that were told last, by its digest."""
        self._control = control
        self._project = project
        self._buffers = Buffers()
        self._told: dict[type[Event], str] = {}
        self._asked: list[tuple[Editor, CursorMoved | PreviewWanted]] = []
        self._had: dict[str, tuple[Editor, str]] = {}
        self._latest: Editor | None = None
        self.last_written = ""
        """The file that was written last, as its editor names it."""

    def adopt(self, project: Project) -> None:
        """Lay what is not saved over the files of another project: of a new configuration."""
        self._project = project
        for path in self._buffers:
            project.cover(path, self._buffers.text(path))

    def telling(self, say: Callable[[Event], None]) -> Callable[[Event], None]:
        """Make a voice that tells every editor what ``say`` tells programs."""

        def both(event: Event) -> None:
            say(event)
            line = json_line(event)
            if line is not None and self._control is not None:
                if isinstance(event, Serving | ProblemsChanged):
                    self._told[type(event)] = line
                self._control.tell(line)

        return both

    def take(self) -> Taken | None:
        """Take all that was written since the last call: of each file, only the newest text."""
        if self._control is None:
            self.over = self._only_reason
            return None
        anybody = bool(self._control.editors)
        for editor in self._control.joined():
            for line in self._told.values():
                editor.tell(line)
            self._checked.clear()
        said = [(editor, message) for editor, message in self._control.receive()]
        files = dict.fromkeys(path for each in said for path in self._heard(*each))
        if anybody or self._control.editors:
            self._alone_until = time.monotonic() + LINGER
        self.over = self.over or time.monotonic() > self.due
        changed: set[SourcePath] = set()
        for path in files:
            changed |= self._project.cover(path, self._buffers.text(path))
        return Taken(frozenset(changed), time.monotonic(), typed=True) if changed else None

    @property
    def due(self) -> float:
        """When to look again though nobody said anything, in seconds of the monotonic clock."""
        alone = self._only_reason and not (self._control and self._control.editors)
        return self._alone_until if alone else math.inf

    def tell_checked(self, checked: Callable[[SourcePath], bool]) -> None:
        """Tell of which texts the problems are that were told last, if those are newer ones."""
        for absolute in self._buffers:
            path = SourcePath(self._project.relative(absolute))
            source = self._project.disk.contents.covering(path)
            if source is None or self._control is None or not checked(path):
                continue
            if self._checked.get(path) != source.digest:
                self._checked[path] = source.digest
                for editor in self._control.editors:
                    editor.say("checked", texts={path: source.digest})

    def asked(self) -> list[tuple[Editor, CursorMoved | PreviewWanted]]:
        """Take what editors asked for that is no text."""
        asked, self._asked = self._asked, []
        return asked

    def source(self, path: str) -> SourcePath | None:
        """Name a file as the site does; ``None`` if it is none of its files."""
        file = _file(path)
        if not self._project.disk.may_cover(file):
            return None
        return SourcePath(self._project.relative(file))

    def show(self, path: SourcePath, line: int, column: int, word: str) -> None:
        """Have a place shown by the editor that last had the file, or else was last heard of."""
        file = f"{self._project.root}/{path}"
        editor, name = self._had.get(file, (self._latest, file))
        if editor is not None and not editor.closed:
            editor.say("show", path=name, line=line, column=column, word=word)

    def _heard(self, editor: Editor, message: FromEditor) -> Iterator[str]:
        """Note what an editor said; gives the files that this is about."""
        self._latest = None if isinstance(message, EditorLeft) else editor
        match message:
            case BufferWritten(path=path, text=text):
                yield from self._written(editor, path, text)
            case CursorMoved() | PreviewWanted():
                self._asked.append((editor, message))
            case BufferClosed(path=path):
                file = _file(path)
                self._buffers.close(file, editor)
                yield file
            case EditorLeft():
                self._had = {file: had for file, had in self._had.items() if had[0] is not editor}
                for file in self._buffers.of(editor):
                    self._buffers.close(file, editor)
                    yield file
            case HandOver() if self._only_reason:
                self.over = True
            case HandOver():
                editor.refuse("", "this watch was started by the user")

    def _written(self, editor: Editor, path: str, text: str) -> Iterator[str]:
        file = _file(path)
        if self._project.disk.may_cover(file):
            self._buffers.put(file, editor, text)
            self._had[file] = editor, path
            self.last_written = path
            yield file
        else:
            editor.refuse(path, f"not in {self._project.root}, or left out of the site")


def _file(path: str) -> str:
    """Name a file as the project does: links on the way to it are followed, it need not exist."""
    folder, _, name = path.rpartition("/")
    return f"{os.path.realpath(folder or '/')}/{name}"
