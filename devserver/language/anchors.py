"""Says which anchors headings have, by converting the headings alone, exactly as the site does.

A whole page takes too long for a question in the middle of typing; its headings take a few
milliseconds. What else has a say in their ids comes along: labels, abbreviations and other ids.
"""

from __future__ import annotations

import html
import re
from collections import OrderedDict
from collections.abc import Sequence
from itertools import accumulate

from devserver.language.headings import Heading
from devserver.model import Dialect, Expanded, Job, SourcePath

_KEPT = 64
"""Pages whose anchors are remembered."""

_LONGEST = 100_000
"""Characters of headings that are converted: no author writes so many."""


class Anchors:
    """The anchors that headings have in one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._known: OrderedDict[str, list[str]] = OrderedDict()

    def of(self, text: str, headings: Sequence[Heading]) -> list[str]:
        """Give the anchor of each heading of ``text``; an empty one if it is no heading after all.

        ``headings`` may say something else than the text: what it would be like after an edit.
        """
        shown = headings[: _within(headings)]
        page = _page(text, shown)
        if page not in self._known:
            none = [""] * (len(headings) - len(shown))
            self._known[page] = self._converted(page, len(shown)) + none
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        self._known.move_to_end(page)
        return self._known[page]

    def _converted(self, page: str, count: int) -> list[str]:
        if not count:
            return []
        # Imported late: the server of an editor that has just started has other things to do.
        from devserver.site.markdown import convert

        made = convert(Job(SourcePath("headings.md"), Expanded(page), self._dialect))
        there = {heading.id for heading in made.headings}
        found = [""] * count
        *parts, _ = _MARK.split("".join(made.parts))
        for part, number in zip(parts[::2], parts[1::2], strict=True):
            ids = [html.unescape(each["id"]) for each in _HEADING.finditer(part)]
            found[int(number) - 1] = next((each for each in ids if each in there), "")
        return found


def _within(headings: Sequence[Heading]) -> int:
    """Say how many headings can be converted before anyone notices."""
    lengths = accumulate(len(heading.source) for heading in headings)
    return sum(1 for length in lengths if length <= _LONGEST)


def _page(text: str, headings: Sequence[Heading]) -> str:
    """Write a page that has the same headings, each with a mark below it."""
    marked = [f"{heading.source}\n\nheading{n}ends" for n, heading in enumerate(headings, 1)]
    sources = "".join(heading.source for heading in headings)
    more = []
    if "[" in sources:
        more += _DEFINITION.findall(text)
    if "*[" in text:
        more += _ABBREVIATION.findall(text)
    ids = dict.fromkeys(_ID.findall(text)) if "{" in text else {}
    more += [f"id\n{{: #{name} }}" for name in ids if f"#{name}" not in sources]
    # Nothing that stands first may be taken for front matter.
    return "\n\n".join(("heading0starts", *marked, *more))


_MARK = re.compile(r"<p[^<>]*>heading(\d+)ends</p>")
_HEADING = re.compile(
    r"""<h[1-6](?=\s)[^>]*?\sid=(?P<quote>["'])(?P<id>[^"'>]*)(?P=quote)""", re.IGNORECASE
)
_DEFINITION = re.compile(r"^ {0,3}(\[[^\[\]\n]+\]:[ \t]*\S[^\n]*)", re.MULTILINE)
_ABBREVIATION = re.compile(r"^(\*\[[^\[\]\n]+\]:[^\n]*)", re.MULTILINE)
_ID = re.compile(r"\{:?[ \t]{0,9}(?:[^{}\n#]{0,200}[ \t])?#([^\s{}#]+)[^{}\n]*\}")
