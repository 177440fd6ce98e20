"""What is offered to be written, and which of it is worth listing for what is typed already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nsmallest
from typing import Final, Literal, NamedTuple

from devserver.language.lines import Span

MOST: Final = 100
"""Offers in one list: more are not read, and the list is asked for again when more is typed."""

Kind = Literal["page", "image", "file", "heading", "label", "key", "value"]


class Offer(NamedTuple):
    """Something that could stand in place of the characters of ``span``."""

    label: str
    kind: Kind
    detail: str
    written: str
    span: Span

    @property
    def searched(self) -> str:
        """Give all by which it may be found."""
        titled = self.kind in {"page", "heading"} and self.detail
        return f"{self.written} {self.detail}" if titled else self.written


@dataclass(frozen=True, slots=True)
class Offers:
    """A list, the best first; it is ``complete`` unless others match as well."""

    offers: tuple[Offer, ...] = ()
    complete: bool = True


def matching(offers: Iterable[Offer], typed: str) -> Offers:
    """Choose by what is typed, whatever its case: those that begin with it come first."""
    wanted = typed.lower()
    found = [offer for offer in offers if wanted in offer.searched.lower()]
    ranked = (
        (not offer.written.lower().startswith(wanted), place, offer)
        for place, offer in enumerate(found)
    )
    chosen = [offer for _, _, offer in nsmallest(MOST, ranked)]
    return Offers(tuple(chosen), len(found) <= MOST)
