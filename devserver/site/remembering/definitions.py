"""What a page defines for all of its text: the targets of references, and abbreviations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from markdown import Markdown


@dataclass(frozen=True, slots=True)
class Definitions:
    """What one page defines."""

    references: dict[str, Any]
    """The target and title of each label, which is in lower case."""
    abbreviations: dict[str, str]

    @classmethod
    def of(cls, md: Markdown) -> Definitions:
        """Take what the page defines that ``md`` has parsed."""
        known: dict[str, str] = {}
        if "abbr" in md.treeprocessors:
            known = getattr(md.treeprocessors["abbr"], "abbrs", known)
        return cls(dict(md.references), dict(known))

    def changed(self, other: Definitions) -> frozenset[str] | None:
        """Give the labels that mean something else in ``other``; ``None`` if anything might."""
        if self.abbreviations != other.abbreviations:
            return None
        labels = self.references.keys() | other.references.keys()
        mine, theirs = self.references.get, other.references.get
        return frozenset(label for label in labels if mine(label) != theirs(label))


def mentions(text: str, labels: frozenset[str] | None) -> bool:
    """Tell whether ``text`` may refer to one of ``labels`` (``None``: to anything).

    What is looked up is the text between two brackets, without indentation and with its line
    breaks as spaces. Where lower case depends on what stands around, every text counts.
    """
    if labels is None:
        return True
    if not labels or "[" not in text:
        return False
    condensed = _condensed(text)
    return any(not label.isascii() or _condensed(label) in condensed for label in labels)


def _condensed(text: str) -> str:
    """Leave out what indentation and quotation may put between words, or take away."""
    return _BETWEEN.sub("", text.lower())


_BETWEEN = re.compile(r"[\s>]+")
