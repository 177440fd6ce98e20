"""Every problem of every page, kept up to date a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from devserver.build.cache import Also, Cache
from devserver.build.linking import leads
from devserver.build.pipeline import conversion, is_known, parse_key
from devserver.build.relation import Related
from devserver.build.snapshot import Snapshot
from devserver.build.step import Findings
from devserver.model import Digest, Document, Job, Link, Problem, SourcePath, Url
from devserver.site.judging import as_severe
from devserver.site.links import Resolved, check_anchor
from devserver.site.structure import Structure
from devserver.site.validation import Validation


@dataclass(slots=True)
class _Checked:
    """What was found on one page, and what it says about others and anchors of others."""

    problems: tuple[Problem, ...]
    anchors: frozenset[str]
    leading: frozenset[SourcePath]
    pointing: tuple[tuple[Link, Resolved], ...]
    external: tuple[Link, ...]
    astray: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Checks:
    """The problems found so far. An anchor is judged once its page has been seen."""

    _pages: dict[SourcePath, _Checked] = field(default_factory=dict)
    _faulty: dict[SourcePath, _Checked] = field(default_factory=dict)
    _pointed: dict[SourcePath, set[SourcePath]] = field(default_factory=dict)
    _led: dict[SourcePath, set[SourcePath]] = field(default_factory=dict)
    """By page or file: the pages from which links lead there."""
    _aside: tuple[Structure, list[SourcePath]] | None = None
    """A site's shape, and the pages that its navigation does not have."""
    _orphans: dict[SourcePath, Problem] = field(default_factory=dict)
    _rendering: dict[Url, tuple[Problem, ...]] = field(default_factory=dict)
    news: bool = False
    """A template's fault came or went since whoever looks at it last cleared this."""

    def check(self, path: SourcePath, found: Document | Findings, related: Related) -> None:
        """Judge one page, and again the links of others to its headings if those changed."""
        url = related.structure.urls[path]
        resolved = leads(found, url, related.targets)
        before = self._pages.get(path)
        own = (_of_project(problem, related) for problem in found.problems)
        broken = (lead.problem for _, lead in resolved if lead.problem is not None)
        checked = _Checked(
            (*related.outlines[path].problems, *own, *broken),
            frozenset(found.anchors),
            frozenset(lead.page for _, lead in resolved if lead.page and lead.page != path),
            tuple((link, lead) for link, lead in resolved if lead.page and lead.anchor),
            found.external,
        )
        self._pages[path] = checked
        self._point(path, before, checked)
        self._find_astray(path, checked)
        if before is None or before.anchors != checked.anchors:
            for other in self._pointed.get(path, ()):
                self._find_astray(other, self._pages[other])

    def rendered(self, url: Url, problems: tuple[Problem, ...] = ()) -> None:
        """Note what went wrong when a page was put into its templates; nothing clears it."""
        if problems != self._rendering.get(url, ()):
            self.news = True
        if problems:
            self._rendering[url] = problems
        else:
            self._rendering.pop(url, None)

    def unrendered(self) -> frozenset[Url]:
        """Give the pages that could not be put into their templates."""
        return frozenset(self._rendering)

    def forget(self, path: SourcePath) -> None:
        """Drop a page that is gone."""
        gone = self._pages.pop(path, None)
        self._faulty.pop(path, None)
        if gone is not None:
            self._point(path, gone, None)

    def find_orphans(self, related: Related) -> None:
        """Find the pages that nobody comes to; to be asked once every page has been checked."""
        structure = related.structure
        if self._aside is None or self._aside[0] is not structure:
            self._aside = structure, _aside(related)
        before = self._orphans
        # Those of the last time are the same objects, which whoever compares lists relies on.
        self._orphans = {
            path: before.get(path) or _orphan(path)
            for path in self._aside[1]
            if not self._led.get(path)
        }

    def external(self) -> Iterator[Link]:
        """Give every link to another site."""
        for checked in self._pages.values():
            yield from checked.external

    def problems(self, validation: Validation) -> Iterator[Problem]:
        """Give every problem of every page, as severely as the project wants it told."""
        for checked in self._faulty.values():
            yield from checked.problems
            yield from as_severe(checked.astray, validation.anchors)
        for problems in self._rendering.values():
            yield from problems
        yield from self._orphans.values()

    def _point(self, path: SourcePath, before: _Checked | None, after: _Checked | None) -> None:
        """Know from where links lead to a page, and from where to its headings."""
        for known, by in ((self._led, _leading), (self._pointed, _pointing)):
            was = by(before) if before else frozenset()
            now = by(after) if after else frozenset()
            for target in was - now:
                known.get(target, set()).discard(path)
            for target in now - was:
                known.setdefault(target, set()).add(path)

    def _find_astray(self, path: SourcePath, checked: _Checked) -> None:
        checked.astray = tuple(self._astray(checked))
        if checked.problems or checked.astray:
            self._faulty[path] = checked
        else:
            self._faulty.pop(path, None)

    def _astray(self, checked: _Checked) -> Iterator[Problem]:
        for link, resolved in checked.pointing:
            target = self._pages.get(resolved.page) if resolved.page else None
            problem = check_anchor(link, resolved, target.anchors) if target else None
            if problem is not None:
                yield problem


def findings(
    snapshot: Snapshot, path: SourcePath, cache: Cache
) -> Document | Findings | tuple[Job, Digest, Also]:
    """Give what checks need of a page's document if it is known, else what a worker needs."""
    key = parse_key(snapshot, path)
    known = cache.glance(path, key) if is_known(snapshot, path, key, cache) else None
    return known or conversion(snapshot, path, cache)


def _leading(checked: _Checked) -> frozenset[SourcePath]:
    return checked.leading


def _pointing(checked: _Checked) -> frozenset[SourcePath]:
    return frozenset(lead.page for _, lead in checked.pointing if lead.page is not None)


def _aside(related: Related) -> list[SourcePath]:
    """Give the pages that the navigation does not have, drafts and the home page left out."""
    structure, is_draft = related.structure, related.settings.is_draft
    home = structure.folders[""]
    return [
        path
        for url, path in structure.pages.items()
        if url not in structure.nodes
        and url != home
        and not (related.outlines[path].draft or is_draft(path))
    ]


def _orphan(path: SourcePath) -> Problem:
    message = "no navigation and no link leads to this page"
    return Problem(path, 1, 1, "hint", "orphan", message)


def _of_project(problem: Problem, related: Related) -> Problem:
    """Put a fault that every page shares, an extension that is missing, where it can be mended."""
    file = related.settings.nav.file
    shared = problem.code == "extension" and problem.severity == "warning"
    return replace(problem, path=file, line=1, column=1) if shared and file else problem
