"""An mdBook says in ``SUMMARY.md`` which chapters it has, in which order, and what they are called.

Source of the format: https://rust-lang.github.io/mdBook/format/summary.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from posixpath import normpath
from urllib.parse import unquote

from devserver.model import NavEntry, NavLink, NavLook, NavPage, NavSection, Problem, SourcePath
from devserver.site import title as titles
from devserver.site.lines import LONGEST
from devserver.site.tree import Nav


def read_summary(path: SourcePath, text: str, docs: str) -> Nav:
    """Read the navigation out of the ``text`` of a summary; ``docs`` is the docs folder's prefix.

    What cannot be read is a problem at its line, and the rest holds.
    """
    reader = _Reader(path, docs)
    text = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for number, line in enumerate(text.split("\n"), 1):
        reader.line(number, line.rstrip())
    entries = reader.entries()
    return Nav(path, entries, home=_first_page(entries), problems=tuple(reader.problems))


_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})\Z")
_HEADING = re.compile(r" {0,3}#[ \t]+(?P<title>.*?)(?:[ \t]+#+)?\Z")
_CHAPTER = re.compile(
    r"""(?P<indent>[ \t]*)(?P<bullet>(?:[-*+]|\d+[.)])[ \t]+)?
    \[(?P<title>(?:\\.|`[^`]*`|\[[^\[\]]*\]|[^\[\]\\])*)\]
    \([ \t]*(?:<(?P<angled>[^<>]*)>|(?P<target>(?:[^()\s]|\([^()\s]*\))*))
      (?:[ \t]+(?:"[^"]*"|'[^']*'))?[ \t]*\)[ \t]*\Z""",
    re.VERBOSE,
)
_EXTERNAL = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_DEEPEST = 40


@dataclass(slots=True)
class _Entry:
    """A chapter or a part while what is below it is still being read."""

    title: str
    html: str
    target: str | None = None
    """``None``: a part, or a chapter that is not written yet."""
    place: tuple[int, int] = (1, 1)
    number: str = ""
    ruled: bool = False
    indent: int = -1
    children: list[_Entry] = field(default_factory=list)


class _Reader:
    """Reads a summary line by line."""

    def __init__(self, path: SourcePath, docs: str) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._docs = docs
        self._top: list[_Entry] = []
        self._part: list[_Entry] = self._top
        self._way: list[_Entry] = []
        self._numbered = 0
        self._titled = self._begun = self._ruled = False

    def line(self, number: int, line: str) -> None:
        if not line.strip() or len(line) > LONGEST:
            return
        if _RULE.match(line):
            self._ruled, self._way = self._begun, []
        elif heading := _HEADING.match(line):
            self._heading(heading["title"].strip())
        elif chapter := _CHAPTER.match(line):
            self._chapter(number, chapter)
        elif self._begun:
            # Before the first chapter, anything may be said.
            column = len(line) - len(line.lstrip()) + 1
            message = "this is no chapter: write “[Title](page.md)”, in a list if it is numbered"
            problem = Problem(self._path, number, column, "warning", "nav-missing-file", message)
            self.problems.append(problem)

    def _heading(self, title: str) -> None:
        """Open a part; a heading above everything is only that of the file."""
        self._way = []
        if self._begun or self._titled:
            plain, html = titles.render(title)
            self._top.append(_Entry(plain, html, ruled=self._took_rule()))
            self._part = self._top[-1].children
        self._titled = True

    def _chapter(self, number: int, found: re.Match[str]) -> None:
        self._begun = True
        plain, html = titles.render(found["title"])
        group = "target" if found["angled"] is None else "angled"
        entry = _Entry(
            plain or found[group],
            html or titles.escape(found[group]),
            found[group] or None,
            (number, found.start(group) + 1),
            ruled=self._took_rule(),
            indent=len(found["indent"].expandtabs(4)),
        )
        if found["bullet"]:
            self._place(entry)
        else:
            # What stands before and after the numbered chapters belongs to no part.
            self._way, self._part = [], self._top
            self._top.append(entry)

    def _place(self, entry: _Entry) -> None:
        """Put a numbered chapter below the last one that is less indented."""
        while self._way and (self._way[-1].indent >= entry.indent or len(self._way) > _DEEPEST):
            self._way.pop()
        if self._way:
            above = self._way[-1]
            above.children.append(entry)
            entry.number = f"{above.number}{len(above.children)}."
        else:
            self._part.append(entry)
            self._numbered += 1
            entry.number = f"{self._numbered}."
        self._way.append(entry)

    def _took_rule(self) -> bool:
        ruled, self._ruled = self._ruled, False
        return ruled

    # ------------------------------------------------------------ what was read

    def entries(self) -> tuple[NavEntry, ...]:
        """Give everything that was read."""
        return self._made(self._top)

    def _made(self, entries: list[_Entry]) -> tuple[NavEntry, ...]:
        return tuple(self._entry(entry) for entry in entries)

    def _entry(self, entry: _Entry) -> NavEntry:
        below = self._made(entry.children)
        look = NavLook(entry.html, entry.number, entry.ruled)
        if entry.target is None:
            return NavSection(entry.title, below, look)
        if _EXTERNAL.match(entry.target):
            return NavLink(entry.title, entry.target)
        written = unquote(entry.target.partition("#")[0])
        page = normpath(written.lstrip("/"))
        if page.startswith("..") or page == ".":
            message = f"“{entry.target}” is no page in the folder of {self._path}"
            place = (self._path, *entry.place)
            problem = Problem(*place, "error", "nav-missing-file", message)
            self.problems.append(problem)
            return NavSection(entry.title, below, look)
        return NavPage(
            SourcePath(self._docs + page), entry.title, *entry.place, children=below, look=look
        )


def _first_page(entries: tuple[NavEntry, ...]) -> SourcePath | None:
    for entry in entries:
        match entry:
            case NavPage():
                return entry.path
            case NavSection():
                if (found := _first_page(entry.children)) is not None:
                    return found
            case NavLink():
                pass
    return None
