"""One configuration and the files under it: gives a snapshot whenever it is asked for one."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from devserver.build.cache import Cache
from devserver.build.snapshot import Snapshot
from devserver.choices import MKDOCS_SUFFIXES, settings_of
from devserver.choices import dialect_of as dialect_of
from devserver.config import Config
from devserver.model import Problem, Source, SourcePath, ThemeFiles
from devserver.settings import relative
from devserver.site import categories
from devserver.site.snippet_options import SnippetOptions
from devserver.sources.disk import Disk
from devserver.sources.folders import Roots
from devserver.sources.ignore import excluding, shown_again
from devserver.sources.theme_files import differing, read_theme
from devserver.store import StoreError

RESERVED = "_devserver/"
"""A folder of this name at the top of the docs folder would stand where our own urls are."""


class Project:
    """The sources of one configuration, compared with what was known of them before."""

    def __init__(
        self,
        config: Config,
        known: Mapping[SourcePath, Source],
        *,
        drafts: bool,
        finished: bool = False,
    ) -> None:
        self.config = config
        self._settings = replace(settings_of(config, drafts=drafts), finished=finished)
        self._known = known
        self.disk = Disk(_roots(config), known)
        self._faults: list[tuple[SourcePath, str]] = []
        self._whole = False
        self._theme = ThemeFiles({}, frozenset(), {})
        self._read_theme()

    @property
    def root(self) -> str:
        """Give the project folder's absolute path."""
        return str(self.config.project)

    def scan(self) -> Iterator[set[SourcePath]]:
        """Compare every file, a few at a time; each step gives the paths that differ."""
        for name in self._named_files():
            self.disk.other(name)
        yield from self.disk.scan()
        self._whole = True
        yield self._read_theme()

    def look(self, marked: Iterable[str]) -> set[SourcePath]:
        """Compare what events marked; the theme's files are among what can differ."""
        paths = list(marked)
        changed = self.disk.look(paths)
        return changed | self._read_theme() if any(map(self._is_theme, paths)) else changed

    def cover(self, absolute: str, text: str | None) -> set[SourcePath]:
        """Lay an unsaved text over a file, or (``None``) let the file count; gives what differs."""
        return self.disk.uncover(absolute) if text is None else self.disk.cover(absolute, text)

    def _is_theme(self, absolute: str) -> bool:
        """Whether a path is the project's templates folder, or lies in it or above it."""
        if self.config.templates is None:
            return False
        own, path = f"{self.config.templates}/", f"{absolute}/"
        return path.startswith(own) or own.startswith(path)

    def snapshot(self, changed: Iterable[SourcePath] | None) -> Snapshot:
        """Give every source as of now; ``changed`` is what may differ from the last one."""
        return self._snapshot(dict(self.disk.docs), changed)

    def glimpse(self, paths: Iterable[SourcePath]) -> Snapshot:
        """Give some sources only, in the middle of a scan: for what looks at one page at a time."""
        docs = self.disk.docs
        return self._snapshot({path: docs[path] for path in paths if path in docs}, ())

    def _snapshot(
        self, docs: Mapping[SourcePath, Source], changed: Iterable[SourcePath] | None
    ) -> Snapshot:
        return Snapshot(
            docs=docs,
            root=self.root,
            theme=self._theme,
            settings=self._settings,
            text=self.disk.contents.text,
            other=self.disk.other,
            faults=self.disk.contents.faults,
            undecodable=self.disk.contents.undecodable,
            changed=None if changed is None else frozenset(changed),
        )

    def is_configuration(self, marked: Iterable[str]) -> bool:
        """Whether a file that has a say in the configuration is among the marked ones."""
        files = {str(file) for file in self.config.files}
        return any(path in files for path in marked)

    def folders(self, more: Iterable[str]) -> tuple[set[Path], set[Path]]:
        """Give the folders to watch: those with all below them, ``more`` too, and those alone."""
        config = self.config
        deep = {config.docs, *config.watch, *map(Path, more)}
        if config.templates is not None:
            deep.add(config.templates)
        flat = {config.project, config.docs.parent, *(file.parent for file in config.files)}
        flat |= {(config.project / path).parent for path in self.disk.others}
        return deep, flat

    def problems(self) -> list[Problem]:
        """Give what is wrong with the project as a whole."""
        found = list(self.config.problems)
        closed = self.disk.folders.closed.items()
        unreadable = [*self._faults, *((SourcePath(self.relative(f)), why) for f, why in closed)]
        found += [Problem(p, 1, 1, "error", "unreadable", why) for p, why in unreadable]
        if self.config.file is not None:
            place = self.config.file_name
            if self.config.feed and self.config.site_url is None:
                message = "a feed needs whole addresses: say where the site will be, by “site_url”"
                found.append(Problem(place, 1, 1, "warning", "config", message))
            found += self._missing(place)
        reserved = self.config.docs / RESERVED
        if reserved.exists():
            path = SourcePath(self.relative(str(reserved)))
            message = f"/{RESERVED} is devserver's own; nothing in this folder is served"
            found.append(Problem(path, 1, 1, "error", "duplicate-url", message))
        return found

    def _missing(self, configuration: SourcePath) -> Iterator[Problem]:
        """Tell which files that pages load are not there, at the places that name them."""
        for name in dict.fromkeys(self._named_files()):
            if self.disk.other(name) is None and SourcePath(name) not in self.disk.docs:
                place = self.config.places.get(name)
                path, line, column = configuration, 1, 1
                if place is not None:
                    path = SourcePath(relative(place.file, self.config.project))
                    line, column = place.line, place.column
                message = f"there is no file {name}"
                yield Problem(path, line, column, "warning", "config", message)

    def _read_theme(self) -> set[SourcePath]:
        """Read the theme's files; gives those of the project that differ from before."""
        own = self.config.templates
        prefix = f"{self.relative(str(own))}/" if own is not None else ""
        before = self._theme
        self._theme, self._faults = read_theme(own, prefix)
        return {SourcePath(prefix + name) for name in differing(before, self._theme)}

    def _named_files(self) -> Iterator[str]:
        config = self.config
        scripts = (script.src for script in config.extra_js)
        for name in (*config.extra_css, *scripts, config.logo, config.favicon):
            if name and "//" not in name:
                yield name

    def relative(self, absolute: str) -> str:
        """Give a path below the project folder as sources are named."""
        return absolute.removeprefix(self.root).lstrip("/")

    def excerpt(self, problem: Problem) -> str:
        """Give the source line that a problem is about; empty if there is no such line."""
        source = self.disk.docs.get(problem.path) or self.disk.other(problem.path)
        text = self.disk.contents.text(source) if source is not None else None
        lines = text.split("\n") if text else []
        return lines[problem.line - 1] if problem.line <= len(lines) else ""

    def remember(self, cache: Cache) -> None:
        """Keep the stat snapshot for the next start, if it can be kept and was finished."""
        if not self._whole or (self._known == self.disk.docs and not cache.outlines_are_new):
            return
        gone = [path for path in self._known if path not in self.disk.docs]
        with contextlib.suppress(StoreError):
            cache.remember(self.disk.docs.values(), gone)
            self._known = dict(self.disk.docs)


def _roots(config: Config) -> Roots:
    patterns = [*config.exclude, f"/{RESERVED}"]
    docs = str(config.docs)
    inside = [p for p in (config.templates, *config.files) if p and str(p).startswith(f"{docs}/")]
    patterns += [f"/{path.relative_to(config.docs).as_posix()}" for path in inside]
    read = (*MKDOCS_SUFFIXES, ".mdx", *categories.NAMES)
    # Whatever may be a page is read like one: another configuration may make it one at any time.
    excluded, again = excluding(patterns), shown_again(patterns)
    project, folder = str(config.project), os.path.relpath(config.docs, config.project)
    hidden = SnippetOptions.of(dialect_of(config)).hidden_folders(project, folder)
    return Roots(config.project, config.docs, read, excluded, again, hidden)
