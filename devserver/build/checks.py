"""Every problem of every page, kept up to date a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from devserver.build.linking import linked
from devserver.build.relation import Related
from devserver.model import Document, Link, Problem, SourcePath, Url
from devserver.site.links import Resolved, check_anchor


@dataclass(slots=True)
class _Checked:
    """What was found on one page, and what it says about anchors of others."""

    problems: tuple[Problem, ...]
    anchors: frozenset[str]
    pointing: tuple[tuple[Link, Resolved], ...]
    astray: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Checks:
    """The problems found so far. An anchor is judged once its page has been seen."""

    _pages: dict[SourcePath, _Checked] = field(default_factory=dict)
    _faulty: dict[SourcePath, _Checked] = field(default_factory=dict)
    _pointed: dict[SourcePath, set[SourcePath]] = field(default_factory=dict)
    _rendering: dict[Url, tuple[Problem, ...]] = field(default_factory=dict)
    news: bool = False
    """A template's fault came or went since whoever looks at it last cleared this."""

    def check(self, path: SourcePath, document: Document, related: Related) -> None:
        """Judge one page, and again the links of others to its headings if those changed."""
        url = related.structure.urls[path]
        shown = linked(document, url, related.targets)
        pointing = tuple(
            (link, resolved)
            for link, resolved in shown.targets
            if resolved.page and resolved.anchor
        )
        before = self._pages.get(path)
        own = (_of_project(problem, related) for problem in document.problems)
        problems = (*related.outlines[path].problems, *own, *shown.problems)
        checked = _Checked(problems, frozenset(document.anchors), pointing)
        self._pages[path] = checked
        self._point(path, before.pointing if before else (), pointing)
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
            self._point(path, gone.pointing, ())

    def problems(self) -> Iterator[Problem]:
        """Give every problem of every page."""
        for checked in self._faulty.values():
            yield from checked.problems
            yield from checked.astray
        for problems in self._rendering.values():
            yield from problems

    def _point(
        self,
        path: SourcePath,
        before: Iterable[tuple[Link, Resolved]],
        after: Iterable[tuple[Link, Resolved]],
    ) -> None:
        for _, resolved in before:
            if resolved.page is not None:
                self._pointed.get(resolved.page, set()).discard(path)
        for _, resolved in after:
            if resolved.page is not None:
                self._pointed.setdefault(resolved.page, set()).add(path)

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


def _of_project(problem: Problem, related: Related) -> Problem:
    """Put a fault that every page shares, an extension that is missing, where it can be mended."""
    file = related.settings.nav.file
    shared = problem.code == "extension" and problem.severity == "warning"
    return replace(problem, path=file, line=1, column=1) if shared and file else problem
