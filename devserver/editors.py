"""What editors have not saved yet comes in, and what comes of it goes back to them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

from devserver.editor.buffers import Buffers
from devserver.editor.control import (
    BufferClosed,
    BufferWritten,
    Control,
    Editor,
    EditorLeft,
    FromEditor,
)
from devserver.intake import Taken
from devserver.messages import Event, ProblemsChanged, Serving
from devserver.model import SourcePath
from devserver.project import Project
from devserver.terminal import json_line


class Editors:
    """Every editor that has joined. An unsaved text lies over its file, for the whole site."""

    def __init__(self, control: Control | None, project: Project) -> None:
        self._control = control
        self._project = project
        self._buffers = Buffers()
        self._told: dict[type[Event], str] = {}

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
            return None
        for editor in self._control.joined():
            for line in self._told.values():
                editor.tell(line)
        said = [(editor, message) for editor, message in self._control.receive()]
        files = dict.fromkeys(path for each in said for path in self._heard(*each))
        changed: set[SourcePath] = set()
        for path in files:
            changed |= self._project.cover(path, self._buffers.text(path))
        return Taken(frozenset(changed), time.monotonic(), typed=True) if changed else None

    def _heard(self, editor: Editor, message: FromEditor) -> Iterator[str]:
        """Note what an editor said; gives the files that this is about."""
        match message:
            case BufferWritten(path=path, text=text):
                yield from self._written(editor, path, text)
            case BufferClosed(path=path):
                file = _file(path)
                self._buffers.close(file, editor)
                yield file
            case EditorLeft():
                for file in self._buffers.of(editor):
                    self._buffers.close(file, editor)
                    yield file

    def _written(self, editor: Editor, path: str, text: str) -> Iterator[str]:
        file = _file(path)
        if self._project.disk.may_cover(file):
            self._buffers.put(file, editor, text)
            yield file
        else:
            editor.refuse(path, f"not in {self._project.root}, or left out of the site")


def _file(path: str) -> str:
    """Name a file as the project does: links on the way to it are followed, it need not exist."""
    folder, _, name = path.rpartition("/")
    return f"{os.path.realpath(folder or '/')}/{name}"
