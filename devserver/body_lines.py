"""Where in a page the lines of its source may be told: kept apart from it, as it stays the same."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from devserver.model import Digest, digest


class BodyLines(Struct, frozen=True):
    """The lines of one article's blocks.

    ``length`` and ``digest`` are those of the article's HTML, by which it is found in the page;
    ``places`` are offsets in it, each inside a tag, with a line and the number of its file: the
    page's own is 0, and those that it includes are counted in the order in which they come.
    """

    length: int
    digest: Digest
    places: tuple[tuple[int, int, int], ...]

    @classmethod
    def of(cls, body: str, places: tuple[tuple[int, int, int], ...]) -> BodyLines | None:
        """Say what the places of an article are; ``None`` if it has none."""
        return cls(len(body), digest(body), places) if places else None

    def told(self, html: str) -> str:
        """Give a page with ``data-line`` on each block; as it is if the article is not in it."""
        start = next((at for at in _starts(html) if self._is_at(html, at)), None)
        if start is None:
            return html
        pieces = [html[:start]]
        done = start
        for offset, line, number in self.places:
            file = f' data-file="{number}"' if number else ""
            pieces += html[done : start + offset], f' data-line="{line}"{file}'
            done = start + offset
        return "".join((*pieces, html[done:]))

    def _is_at(self, html: str, start: int) -> bool:
        return digest(html[start : start + self.length]) == self.digest


def _starts(html: str) -> list[int]:
    return [found.end() for found in _ARTICLE.finditer(html)]


_ARTICLE: Final = re.compile(r"<article\b[^<>]*>\s*", re.IGNORECASE)
