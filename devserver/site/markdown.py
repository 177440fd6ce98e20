"""One page's Markdown becomes a document: HTML cut at its links, with all that was seen in it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

from devserver.model import Dialect, Document, Heading, Job, Problem
from devserver.site import title as titles
from devserver.site.article import Article
from devserver.site.dialect import native
from devserver.site.fragment import MARK
from devserver.site.front_matter import body_start
from devserver.site.loading import load
from devserver.site.places import Places
from devserver.site.remembering.instance import RememberingMarkdown
from devserver.site.remembering.memory import Memory
from devserver.site.tag_list import LABEL

__all__ = ["convert", "native", "remember"]


def convert(job: Job) -> Document:
    """Convert one page; whatever its text, the answer is a document and never an exception.

    A page that cannot be converted is shown as its source, with a problem that says why.
    """
    key = _key(job.dialect)
    try:
        converter = _converters.get(key)
        if converter is None:
            if len(_converters) >= _MOST_CONVERTERS:
                _converters.clear()
            converter = _converters[key] = _Converter(job.dialect)
        return converter.convert(job)
    except RecursionError:
        _converters.pop(key, None)
        return _unconverted(job, "unreadable", "the page is nested too deeply")
    except MemoryError:
        _converters.clear()
        raise
    except Exception:  # noqa: BLE001 - an extension may fail in any way on any text
        # What the failed conversion left behind must not reach the next page.
        _converters.pop(key, None)
        return _unwatched(job)


def remember(characters: int) -> None:
    """Keep so many characters of pages and what they became, for pages that are converted again.

    What a page becomes does not depend on it. To begin with, nothing is kept.
    """
    _memory.limit = characters
    _converters.clear()


def _unwatched(job: Job) -> Document:
    """Convert a page without looking at its lines, in case that was what failed."""
    try:
        return _Converter(job.dialect, watched=False).convert(job)
    except RecursionError:
        return _unconverted(job, "unreadable", "the page is nested too deeply")
    except Exception as error:  # noqa: BLE001 - it was not
        return _unconverted(job, "extension", f"the page cannot be converted: {error!r}")


class _Converter:
    """A Markdown instance of one dialect, used for page after page."""

    def __init__(self, dialect: Dialect, *, watched: bool = True) -> None:
        self._dialect = dialect
        self._md, self._faults = load(dialect)
        # Just above the table of contents, which adds links that nobody wrote.
        self._md.treeprocessors.register(_MarkLinks(self._md), "devserver-links", 5.5)
        self._remembering = RememberingMarkdown(self._md, _memory, watched=watched)

    def convert(self, job: Job) -> Document:
        text = job.expanded.text
        start = body_start(text, self._dialect)
        page = self._remembering.convert(text[start:] if start else text)
        places = Places(job.path, job.expanded, start)
        article = Article(page, places, self._dialect)
        headings = _headings(getattr(self._md, "toc_tokens", []))
        # One that a comment without end has swallowed leads nowhere.
        there = tuple(heading for heading in headings if heading.id in article.anchors)
        return Document(
            job.path,
            tuple(article.parts),
            tuple(article.links),
            there,
            article.anchors,
            sum(fragment.words for fragment in page),
            (
                *job.expanded.problems,
                *(Problem(job.path, 1, 1, "warning", "extension", fault) for fault in self._faults),
                *self._undefined(places),
                *self._refused(places),
                *article.problems,
            ),
            external=tuple(article.external),
            lines=tuple(article.lines),
        )

    def _undefined(self, places: Places) -> Iterator[Problem]:
        for label, place in places.undefined({*self._md.references, LABEL, LABEL.lower()}):
            message = f"no link is defined for “[{label}]”"
            yield Problem(*place, "warning", "undefined-reference", message)

        if "footnote" in self._md.inlinePatterns:
            for label, place in places.undefined_footnotes():
                message = f"there is no footnote “[{label}]”"
                yield Problem(*place, "warning", "undefined-reference", message)

    def _refused(self, places: Places) -> Iterator[Problem]:
        """Tell what own extensions could not make sense of, and where it is written."""
        for extension in self._md.registeredExtensions:
            for text, message in getattr(extension, "refused", ()):
                yield Problem(*places.find(re.escape(text)), "warning", "math", message)


_converters: dict[str, _Converter] = {}
"""Making an instance takes as long as converting a page, so that each is made once."""

_memory = Memory(0)

_MOST_CONVERTERS = 4
"""A configuration that is being edited is a new dialect each time."""


def _key(dialect: Dialect) -> str:
    return json.dumps((dialect.extensions, dialect.options, dialect.mkdocs), sort_keys=True)


class _MarkLinks(Treeprocessor):
    """Marks what Markdown made a link or an image of, before anything else adds links."""

    def run(self, root: Any) -> None:
        for tag, attribute in (("a", "href"), ("img", "src")):
            for element in root.iter(tag):
                for name, value in element.items():
                    element.set(name, HTML_PLACEHOLDER_RE.sub(self._text, value))
                target = element.get(attribute)
                if target is not None and element.get("class") not in _FOOTNOTE_LINKS:
                    element.set(attribute, MARK + target)

    def _text(self, stashed: re.Match[str]) -> str:
        """Give the text of code in a target or title, which would stand there unescaped."""
        return titles.plain(str(self.md.htmlStash.rawHtmlBlocks[int(stashed[1])]))


_FOOTNOTE_LINKS = ("footnote-ref", "footnote-backref")


def _headings(tokens: list[Any]) -> Iterator[Heading]:
    for token in tokens:
        title = html.unescape(token["name"])
        yield Heading(token["level"], token["id"], title, titles.safe(token["html"]))
        yield from _headings(token["children"])


def _unconverted(job: Job, code: str, message: str) -> Document:
    shown = f"<pre>{html.escape(job.expanded.text)}</pre>"
    problem = Problem(job.path, 1, 1, "error", code, message)
    return Document(job.path, (shown,), problems=(*job.expanded.problems, problem), failed=True)
