"""Leads open pages to where an editor's cursor stands, and editors to where a page was clicked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from devserver.build.builder import Builder
from devserver.build.linking import files
from devserver.build.pipeline import document
from devserver.editor.control import CursorMoved, Editor, PreviewWanted
from devserver.editors import Editors
from devserver.model import Document, SourcePath, Url
from devserver.pointing import Jump, Pointed
from devserver.rebuild import Rebuild
from devserver.resources import Resources


class Pointer:
    """What editors and pages ask of each other, until it is done."""

    def __init__(self, editors: Editors, builder: Builder, opened: Resources) -> None:
        self._editors = editors
        self._builder = builder
        self._front = opened.front
        self._cache = opened.cache
        self._home = opened.url.rstrip("/")
        self._cursor: CursorMoved | None = None

    def turn(self, rebuilds: Iterable[Rebuild]) -> None:
        """Do what editors asked for; a cursor in a text that is new waits for its page."""
        for editor, asked in self._editors.asked():
            if isinstance(asked, CursorMoved):
                self._cursor = asked
            else:
                self._preview(editor, asked)
        if self._cursor is not None:
            awaited = {url for rebuild in rebuilds for url in rebuild.waiting}
            if awaited.isdisjoint(self._front.tabs):
                self._point(self._cursor)
                self._cursor = None

    def _point(self, cursor: CursorMoved) -> None:
        path = self._editors.source(cursor.path)
        at = tuple(self._pages_with(path)) if path is not None else ()
        if at:
            self._front.send(pointed(cursor, at))

    def _pages_with(self, path: SourcePath) -> Iterator[tuple[Url, int]]:
        """Give the open pages in which a file can be seen, and its number in each."""
        for url in self._front.tabs:
            page = self._document(url)
            there = files(page) if page is not None else ()
            if path in there:
                yield url, there.index(path)

    def _document(self, url: Url) -> Document | None:
        path = self._builder.related.structure.pages.get(url)
        if path is None:
            return None
        made = document(self._builder.snapshot, path, self._cache)
        return made if isinstance(made, Document) else None

    # ------------------------------------------------------------ a page is asked for

    def _preview(self, editor: Editor, asked: PreviewWanted) -> None:
        """Tell an editor the url of a page; pages that are open go there."""
        name = asked.path or self._editors.last_written
        path = self._editors.source(name) if name else None
        url = self._url_of(path) if path is not None else None
        if path is None or url is None:
            why = "it is no page of the site, and none that is open includes it"
            editor.refuse(name, why if name else "no document was edited yet", asked.id)
            return
        tabs = sum(self._front.tabs.values())
        go = url not in self._front.tabs
        if asked.line or go:
            there = dict(self._pages_with(path)) or {url: 0}
            self._front.send(Pointed(tuple(there.items()), asked.line or 1, go=go))
        editor.say("preview", id=asked.id, url=f"{self._home}{quote(url)}", tabs=tabs)

    def _url_of(self, path: SourcePath) -> Url | None:
        """Give the page that a file is, or else an open one that includes it."""
        own = self._builder.related.structure.urls.get(path)
        return own or next((url for url, _ in self._pages_with(path)), None)

    # ------------------------------------------------------------ a page was clicked

    def jump(self, jump: Jump) -> None:
        """Have the editor that last had a file show what a block of a page was written in."""
        page = self._document(jump.url)
        there = files(page) if page is not None else ()
        if page is None or not 0 <= jump.file < len(there):
            return
        path = there[jump.file]
        lines = sorted({line for _, _, line, file in page.lines if file == path})
        if jump.line not in lines:
            return
        following = next((line for line in lines if line > jump.line), None)
        text = self._builder.snapshot.text_of(path)
        line, column = place_of(text.split("\n"), jump, following)
        self._editors.show(path, line, column, jump.word)


def pointed(cursor: CursorMoved, at: tuple[tuple[Url, int], ...]) -> Pointed:
    """Tell pages the line they are to show, and where in its window the editor has it."""
    if cursor.visible is None:
        return Pointed(at, cursor.line, cursor.reason)
    first, last = cursor.visible
    if cursor.reason == "scroll":
        # The cursor may be far from what the author reads.
        return Pointed(at, (first + last) // 2, cursor.reason, 0.5)
    fraction = (cursor.line - first) / max(last - first, 1)
    return Pointed(at, cursor.line, cursor.reason, min(max(fraction, 0.0), 1.0))


def place_of(lines: list[str], jump: Jump, following: int | None) -> tuple[int, int]:
    """Find a word in the lines of a block, from the one it begins with; else that line."""
    if jump.word:
        word = re.compile(rf"(?<!\w){re.escape(jump.word)}(?!\w)")
        end = following or jump.line + 1
        for number in range(jump.line, min(end, len(lines) + 1)):
            if found := word.search(lines[number - 1]):
                return number, found.start() + 1
    return jump.line, 1
