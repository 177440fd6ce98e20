"""What somebody typed becomes words to look for, and never anything that SQLite would obey."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from devserver.words import Word, is_run, words

LONGEST: Final = 200
"""Characters of a query; nobody types more."""

_PARTS: Final = 8
_WORDS: Final = 24
"""Words of one part: a long sentence without spaces, say."""

_SHORT: Final = 3
"""Letters from which on a word is looked for by its beginning in texts, and not only in names."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words that belong together, as in ``snake_case``, in a quotation or in a script's run."""

    words: tuple[str, ...]
    begins: bool = False
    """It is still being typed, perhaps: the last word may go on."""

    @property
    def is_short(self) -> bool:
        """Whether so many words begin like this that texts are not to be looked through for it."""
        return self.begins and len(self.words) == 1 and self._letters() < _SHORT

    def _letters(self) -> int:
        # One Chinese character is a word, and says as much as three letters.
        last = self.words[-1]
        return _SHORT if is_run(last) else len(last)

    def match(self, *, names: bool = False) -> str:
        """Write it for FTS5: in quotes, inside which nothing has a meaning but a quote."""
        begins = self.begins and (names or self._letters() >= _SHORT)
        return f'"{" ".join(self.words)}"{" *" if begins else ""}'


def parse(typed: str) -> list[Part]:
    """Read what was typed; whatever it is, the answer is some words or none."""
    parts = []
    for quoted, plain in _PIECE.findall(typed[:LONGEST]):
        found = tuple(_told_apart(list(words(quoted or plain))))[:_WORDS]
        if found:
            parts.append(Part(found, begins=not quoted))
    return [
        Part(part.words, begins=part.begins and number == len(parts[:_PARTS]) - 1)
        for number, part in enumerate(parts[:_PARTS])
    ]


def _told_apart(found: list[Word]) -> list[str]:
    """Leave out the last character of a run, which stands in the word before as well."""
    return [
        word.folded
        for word, before in zip(found, [None, *found], strict=False)
        if before is None or word.end != before.end
    ]


_PIECE: Final = re.compile(r'"([^"]+)"|([^\s"]+)')
