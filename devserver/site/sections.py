"""What can be searched of a page: its text without markup, section by section."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Final

from devserver.index_rows import Gleaned, Section, packed
from devserver.model import Document


def glean(document: Document) -> Gleaned:
    """Find what can be searched in a converted page."""
    return packed(sections(document))


def sections(document: Document) -> list[Section]:
    """Cut an article at its headings; what stands before the first one has no heading."""
    source = _GONE.sub(" ", "".join(document.parts))
    titles = {heading.id: heading.title for heading in document.headings}
    found = list(_cut(source, titles))
    return [section for section in found if section.heading or section.text or section.code]


def _cut(source: str, titles: dict[str, str]) -> Iterator[Section]:
    anchor, heading, start = "", "", 0
    for opening in _HEADING.finditer(source):
        name = html.unescape(opening["id"])
        if name in titles:
            yield _section(anchor, heading, source[start : opening.start()])
            anchor, heading, start = name, titles[name], opening.end()
    yield _section(anchor, heading, source[start:])


def _section(anchor: str, heading: str, source: str) -> Section:
    """Tell prose from blocks of code, which weigh less and are shown as they stand."""
    prose: list[str] = []
    code: list[str] = []
    done = 0
    for block in _BLOCK.finditer(source):
        prose.append(source[done : block.start()])
        code.append(_plain(block[1]).strip("\n"))
        done = block.end()
    prose.append(source[done:])
    text = " ".join(_plain(_ENDS.sub(" ", " ".join(prose))).split())
    return Section(anchor, heading, text, "\n".join(code))


def _plain(source: str) -> str:
    return html.unescape(_TAG.sub("", source))


# Each of these is linear: a page may be anything.
_GONE: Final = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|template|svg|math|button)\b.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_HEADING: Final = re.compile(
    r"""<h[1-6](?=\s)[^>]*?\sid=(?P<quote>["'])(?P<id>[^"'>]*)(?P=quote)[^>]*>.*?</h[1-6]\s*>""",
    re.DOTALL | re.IGNORECASE,
)
_BLOCK: Final = re.compile(r"<pre\b[^>]*>(.*?)(?:</pre\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_TAG: Final = re.compile(r"<[/!?a-zA-Z][^>]*(?:>|\Z)")
_ENDS: Final = re.compile(
    r"</?(?:p|div|li|ul|ol|dl|dt|dd|td|th|tr|table|br|hr|h[1-6]|blockquote|section|details"
    r"|summary|figure|figcaption|label|img|aside|article)\b[^>]*(?:>|\Z)",
    re.IGNORECASE,
)
"""Tags at which a line ends for the reader: words on their two sides are not one."""
