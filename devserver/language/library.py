"""Every page of a site as it is now, unsaved texts included, for whoever asks about it.

It is built beside ``watch`` from the same steps, as far as those are cheap: sources, outlines,
urls. Nothing is converted here but headings. One thread has it: see ``desk``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from devserver.build.cache import Cache
from devserver.build.linking import lead
from devserver.build.outlining import skim
from devserver.build.pipeline import conversion
from devserver.build.relation import Related, relate
from devserver.config import Config
from devserver.language.anchors import Anchors
from devserver.language.cards import Cards, Reading
from devserver.language.headings import Heading, headings
from devserver.language.lines import Span
from devserver.language.writing import Target, Writing
from devserver.model import Expanded, Link, Outline, SourcePath, Url
from devserver.project import Project, dialect_of
from devserver.site.links import Resolved
from devserver.site.snippet_options import SnippetOptions

T = TypeVar("T")


class Anchored(NamedTuple):
    """A heading as its page has it; no anchor means that it is none after all."""

    anchor: str
    heading: Heading
    span: Span


class Library:
    """The pages of one configuration."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.dialect = dialect_of(config)
        self.anchors = Anchors(self.dialect)
        self._snippets = SnippetOptions.of(self.dialect)
        self._project = Project(config, {}, drafts=True)
        self._cache = Cache()
        self._reading = Reading(self.dialect, self._cache)
        self._covered: dict[str, str] = {}
        self._writings: dict[SourcePath, Writing] = {}
        self._wholes: dict[SourcePath, Writing] = {}
        self._snapshot = self._project.snapshot(None)
        self._related: Related | None = None
        self._listed: dict[Callable[[Library], Any], Any] = {}
        self._listed_for: Related | None = None

    # ------------------------------------------------------------ what changed

    def load(self) -> Iterator[None]:
        """Read what pages are called, a few in each step; what else they say is read later."""
        for changed in self._project.scan():
            skim(self._project.glimpse(changed), self._cache)
            yield
        self._relate(None)
        self._reading.begin(self.outlines)
        # What the first question would have to wait for.
        self.anchors.of("", headings("# One", 0, ()))
        self.related.targets.names.nearest("one")

    def read_on(self) -> bool:
        """Read one more page that nobody has asked for yet; whether there was any."""
        return self._reading.read_on(self._snapshot)

    @property
    def cards(self) -> Cards:
        """Give the card of every page; what is not read yet is read first."""
        return self._reading.every(self._snapshot)

    def cover(self, texts: Mapping[str, str]) -> None:
        """Lay these texts over their files (absolute paths), and no others."""
        changed: set[SourcePath] = set()
        for file in self._covered.keys() - texts.keys():
            changed |= self._project.cover(file, None)
        for file, text in texts.items():
            if self._covered.get(file) is not text and self._project.disk.may_cover(file):
                changed |= self._project.cover(file, text)
        self._covered = dict(texts)
        self._take(changed)

    def look(self, marked: Iterable[str]) -> None:
        """Read again what may have changed: absolute paths, folders with all below them."""
        self._take(self._project.look(marked))

    def is_configuration(self, marked: Iterable[str]) -> bool:
        """Whether one of some absolute paths has a say in the configuration."""
        return self._project.is_configuration(marked)

    def tidy(self, most: int = 0) -> None:
        """Let go of the texts that the last questions needed, if they are more than ``most``."""
        if len(self._writings) + len(self._wholes) > most:
            self._writings.clear()
            self._wholes.clear()

    def _take(self, changed: set[SourcePath]) -> None:
        if not changed:
            return
        self.tidy()
        self._relate(changed)
        concerned = changed.union(*map(self._reading.known.including, changed))
        self._reading.again(concerned, self._snapshot, self.outlines)

    def _relate(self, changed: set[SourcePath] | None) -> None:
        self._snapshot = self._project.snapshot(changed)
        self._related = relate(self._snapshot, self._cache, self._related)
        self._cache.ran.clear()

    # ------------------------------------------------------------ what there is

    @property
    def related(self) -> Related:
        """Give the shape of the site."""
        assert self._related is not None, "nothing has been read yet"
        return self._related

    @property
    def outlines(self) -> Mapping[SourcePath, Outline]:
        """Give what each page says of itself."""
        return self.related.outlines

    def is_page(self, path: SourcePath) -> bool:
        """Whether a file is a page of the site."""
        return path in self.outlines

    @cached_property
    def docs(self) -> str:
        """Give the docs folder's prefix: empty, or such as ``docs/``."""
        return self._snapshot.settings.addresses.docs

    @property
    def files(self) -> Iterable[SourcePath]:
        """Give every file of the docs folder."""
        return self._snapshot.docs

    def catalogue(self, made: Callable[[Library], T]) -> T:
        """Give what ``made`` makes of all files, made anew only after one came, went or moved.

        Titles count as well.
        """
        if self._listed_for is not self.related:
            self._listed.clear()
            self._listed_for = self.related
        if made not in self._listed:
            self._listed[made] = made(self)
        found: T = self._listed[made]
        return found

    def width(self, path: SourcePath) -> int:
        """Give the bytes that the widest character of a page needs; 4 if that is not known yet."""
        card = self._reading.known.get(path)
        return 4 if card is None else card.width

    def source(self, file: str) -> SourcePath | None:
        """Name a file, an absolute path, as problems do; ``None`` if it is not in the project."""
        project = f"{self.config.project}/"
        return SourcePath(file.removeprefix(project)) if file.startswith(project) else None

    def size(self, path: SourcePath) -> int | None:
        """Give the size of a file in bytes."""
        source = self._snapshot.docs.get(path) or self._snapshot.other(path)
        return None if source is None else source.stamp.size

    def text(self, path: SourcePath) -> str | None:
        """Give the text of any file that has to do with the site, with Unix line ends."""
        source = self._snapshot.other(path)
        return None if source is None else self._snapshot.text(source)

    def writing(self, path: SourcePath) -> Writing:
        """Give what a file itself says."""
        if path not in self._writings:
            self._writings[path] = Writing(path, Expanded(self.text(path) or ""), self.dialect)
        return self._writings[path]

    def whole(self, page: SourcePath) -> Writing:
        """Give what a page says with everything that it includes."""
        if page not in self._wholes:
            made = conversion(self._snapshot, page, self._cache)
            expanded = made[0].expanded if isinstance(made, tuple) else Expanded("")
            self._wholes[page] = Writing(page, expanded, self.dialect)
        return self._wholes[page]

    def headings(self, page: SourcePath) -> list[Anchored]:
        """Give the headings of a page with their anchors, those in included files too."""
        whole = self.whole(page)
        ids = self.anchors.of(whole.expanded.text, whole.headings)
        return [
            Anchored(anchor, heading, whole.span(heading.start, heading.start + len(heading.title)))
            for anchor, heading in zip(ids, whole.headings, strict=True)
        ]

    def anchors_of(self, page: SourcePath) -> dict[str, Span]:
        """Give every anchor of a page, and where it is written."""
        found = {each.anchor: each.span for each in self.headings(page) if each.anchor}
        whole = self.whole(page)
        for anchor, start in whole.anchors_written().items():
            found.setdefault(anchor, whole.span(start, start + len(anchor)))
        return found

    def snippet(self, page: SourcePath, name: str) -> SourcePath | None:
        """Give the file that is included by ``name`` on a page, if there is one."""
        file = _PART.sub("", name.strip())
        for path in self._snippets.candidates(file, page, self._snapshot.root, self.docs):
            source = self._snapshot.docs.get(SourcePath(path)) or self._snapshot.other(path)
            if source is not None:
                return source.path
        return None

    # ------------------------------------------------------------ what leads where

    def url(self, path: SourcePath) -> Url:
        """Give a page's url; a file that is only included is taken for one at the top."""
        return self.related.structure.urls.get(path, Url("/"))

    def led(self, page: SourcePath, target: Target) -> tuple[Link, Resolved]:
        """Say what a target on a page leads to, and give it without the mark of a name."""
        return lead(target.link, self.url(page), self.related.targets, page)

    def lead(self, page: SourcePath, target: Target) -> Resolved:
        """Say what a target on a page leads to."""
        return self.led(page, target)[1]

    def showing(self, path: SourcePath) -> set[SourcePath]:
        """Give the pages in which a file's text is shown: itself, and those that include it."""
        own = {path} if self.is_page(path) else set[SourcePath]()
        return own | self.cards.including(path)

    def page(self, path: SourcePath) -> SourcePath:
        """Give the page on which a file's links are meant: itself, or one that includes it."""
        return path if self.is_page(path) else min(self.showing(path), default=path)


_PART = re.compile(r"(?::-?\d*){1,2}(?:,[-\d:,]*)?\Z|:[a-zA-Z][-_0-9a-zA-Z]*\Z")
"""What follows a snippet's name to say which part of it is meant."""
