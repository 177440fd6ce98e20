"""Reads what both kinds of configuration write alike: paths, patterns, navigation, scripts."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from devserver.config import Script
from devserver.model import NavEntry, NavLink, NavPage, NavSection, SourcePath
from devserver.schema import kind
from devserver.settings import Keys, Place, Settings, relative
from devserver.site import functions
from devserver.site.validation import Validation

_EXTERNAL: Final = re.compile(r"(?:https?:)?//[^/\s]", re.IGNORECASE)
_LINK: Final = re.compile(r"(?:https?|ftps?|mailto|tel):|/", re.IGNORECASE)
_OF_A_SCRIPT: Final = {"path", "src", "type", "defer", "async"}
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)


class Entries:
    """Reads the entries of one configuration; whatever is wrong is noted in its ``settings``.

    ``docs`` is the docs folder, ``base`` the folder that paths count from; both are resolved.
    """

    def __init__(self, settings: Settings, docs: Path, base: Path) -> None:
        folder = settings.file.parent
        self.project = folder if folder in docs.parents[:-1] else docs
        """The configuration's folder; the docs folder if it lies elsewhere, for least power."""
        self._settings = settings
        self._docs = docs
        self._base = base
        self.validation = Validation()
        self.places: dict[str, Place] = {}
        """Where each file is named that a page loads."""

    def refuse(self, keys: Keys, message: str) -> None:
        """Note that the value at ``keys`` is wrong."""
        self._settings.fault(keys, message)

    # ------------------------------------------------------------ paths and urls

    def source(self, keys: Keys, written: str) -> SourcePath | None:
        """Name the file ``written``; ``None``, and a fault, if it is outside the project folder.

        A path that does not lead from the base into the docs folder (``docs/intro.md``) counts from
        that (``intro.md``): nothing else is published, so nothing else can be meant.
        """
        named = os.path.normpath(written.strip())
        path = Path(os.path.normpath(self._base / named))
        if not path.is_relative_to(self._docs) and not named.startswith(".."):
            path = self._docs / named
        if not path.is_relative_to(self.project):
            self._settings.fault(keys, f"“{written}” lies outside the project folder")
            return None
        return SourcePath(relative(path, self.project) + "/" * written.endswith("/"))

    def asset(self, keys: Keys, written: str | None) -> str | None:
        """Read a picture, stylesheet or script: a url as it stands, or a file."""
        if not written or _EXTERNAL.match(written):
            return written or None
        found = self.source(keys, re.sub(r"[?#].*", "", written, flags=re.DOTALL))
        if found is not None:
            self.places.setdefault(found, self._settings.place(keys))
        return found

    def assets(self, keys: Keys, written: Iterable[str]) -> tuple[str, ...]:
        """Read a list of such files."""
        found = (self.asset((*keys, i), each) for i, each in enumerate(written))
        return tuple(each for each in found if each)

    def folder(self, written: str) -> Path:
        """Resolve a folder named relative to the configuration, wherever it leads."""
        return Path(os.path.realpath(self._settings.file.parent / written))

    def in_project(self, path: Path) -> bool:
        """Whether the resolved ``path`` lies in the project folder."""
        return path.is_relative_to(self.project)

    def url(self, keys: Keys, written: str | None) -> str | None:
        """Read a web address. ``None``, and a fault, if it is none."""
        if not written:
            return None
        if re.match(r"https?://[^/\s\"<>]", written, re.IGNORECASE):
            return written
        self._settings.fault(keys, f"“{written}” is no web address: it must begin with https://")
        return None

    def patterns(self, keys: Keys, lines: Iterable[str]) -> tuple[str, ...]:
        """Read gitignore patterns for paths from the docs folder, leaving out what is broken."""
        return tuple(self._from_docs(line) for line in self.sound_patterns(keys, lines))

    def sound_patterns(self, keys: Keys, lines: Iterable[str]) -> Iterator[str]:
        """Give the patterns of ``lines`` that can be matched; the others are faults."""
        import pathspec  # Costs more than reading the configuration, and most have no pattern.

        for index, line in enumerate(lines):
            try:
                pathspec.GitIgnoreSpec.from_lines([line]).match_file("a/b")
            except (ValueError, re.error):
                self._settings.fault((*keys, index), f"“{line}” is no gitignore pattern")
            else:
                yield line

    def _from_docs(self, pattern: str) -> str:
        negation, path = ("!", pattern[1:]) if pattern.startswith("!") else ("", pattern)
        path, docs = path.removeprefix("./"), f"{relative(self._docs, self._base)}/"
        if path.lstrip("/").startswith(docs):
            path = "/" + path.lstrip("/").removeprefix(docs)
        return negation + path

    # ------------------------------------------------------------ navigation

    def nav(self, keys: Keys, written: object) -> tuple[NavEntry, ...]:
        """Read a navigation in MkDocs' three forms: a path, a title and path, a title and list."""
        entries: list[NavEntry | None] = []
        if isinstance(written, dict):
            entries = [self._titled((*keys, t), str(t), target) for t, target in written.items()]
        elif isinstance(written, list):
            for index, item in enumerate(written):
                if isinstance(item, dict):
                    entries += self.nav((*keys, index), item)
                else:
                    entries.append(self._titled((*keys, index), None, item))
        return tuple(entry for entry in entries if entry)

    def _titled(self, keys: Keys, title: str | None, target: object) -> NavEntry | None:
        if isinstance(target, list | dict) and title is not None:
            return NavSection(title, self.nav(keys, target))
        if not isinstance(target, str) or not target.strip():
            self._settings.fault(
                keys, f"a navigation entry leads to a page or a list of them, not {kind(target)}"
            )
            return None
        if target.startswith("/"):
            return self._absolute(keys, title, target)
        if _LINK.match(target):
            return NavLink(title or target, target)
        if _SCHEME.match(target):
            self._settings.fault(keys, f"“{target}” is no address that a reader can be led to")
            return None
        path = self.source(keys, target)
        place = self._settings.place(keys)
        return None if path is None else NavPage(path, title, place.line, place.column)

    def _absolute(self, keys: Keys, title: str | None, target: str) -> NavEntry | None:
        """Read a path from the root: of the host, or of the docs folder if that is wanted."""
        severity = self.validation.nav_absolute_links
        if self.validation.nav_from_docs and re.match(r"/[^/]", target):
            return self._titled(keys, title, target[1:])
        if severity is not None:
            self._settings.fault(keys, f"“{target}” is an absolute path", severity)
        return NavLink(title or target, target)

    # ------------------------------------------------------------ scripts and extensions

    def scripts(self, keys: Keys, written: Iterable[Any]) -> tuple[Script, ...]:
        """Read scripts, each a path or a table of ``path`` (or ``src``) and its attributes."""
        found = (self._script((*keys, i), each) for i, each in enumerate(written))
        return tuple(script for script in found if script)

    def _script(self, keys: Keys, written: str | Mapping[str, Any]) -> Script | None:
        table = {"path": written} if isinstance(written, str) else written
        path = table.get("path", table.get("src"))
        if not isinstance(path, str) or not path:
            self._settings.fault(keys, "a script needs a “path”, which must be a string")
            return None
        for name in table.keys() - _OF_A_SCRIPT:
            self._settings.fault((*keys, name), f"unknown key “{name}” of a script")
        src = self.asset(keys, path)
        if src is None:
            return None
        plain_module = isinstance(written, str) and path.endswith(".mjs")
        wanted = "module" if plain_module else str(table.get("type") or "")
        return Script(src, wanted, bool(table.get("defer")), bool(table.get("async")))

    def extensions(
        self, keys: Keys, written: object
    ) -> tuple[tuple[str, ...], dict[str, dict[str, Any]]]:
        """Read Markdown extensions, a list or a table of them: their names, and options by name."""
        names: list[str] = []
        options: dict[str, dict[str, Any]] = {}
        for at, name, given in self._each_extension(keys, written):
            if not isinstance(name, str) or not isinstance(given or {}, dict):
                self._settings.fault(
                    at, "an extension is a name, or a name with a table of options"
                )
                continue
            names.append(name)
            if given:
                options[name] = plain(given)
                for way, message in functions.unknown(given, at):
                    self._settings.fault(way, message)
        return tuple(dict.fromkeys(names)), options

    def _each_extension(self, keys: Keys, written: object) -> Iterator[tuple[Keys, Any, Any]]:
        if isinstance(written, dict):
            for name, given in written.items():
                yield (*keys, name), name, given
        elif isinstance(written, list):
            for index, item in enumerate(written):
                if isinstance(item, dict):
                    yield from self._each_extension((*keys, index), item)
                else:
                    yield (*keys, index), item, None


def plain(value: Any) -> Any:
    """Make a value plain JSON: dates become their text, keys strings."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(each) for each in value]
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)
