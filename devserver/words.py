"""Text becomes words in one way, whether it is stored, asked for or marked in an excerpt.

SQLite's own tokenizers know nothing of scripts without spaces, and drop the signs of ``C++``. So
texts reach it as words that are already cut and folded, with a space between them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

LONGEST: Final = 64
"""Characters kept of a word: what is longer is a key, or a picture written as text."""


class Word(NamedTuple):
    """A word, folded, and where it stands in the text that it was found in."""

    folded: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """Find the words of a text; where a script has no spaces, every two characters that touch.

    The last character of such a run is a word as well, so that each of them begins one.
    """
    for found in (_plain() if text.isascii() else _any()).finditer(text):
        start, end = found.span()
        if found.lastgroup == "run":
            for at in range(start, end):
                after = min(at + 2, end)
                yield from _word(text[at:after], at, after)
        else:
            yield from _word(found[0], start, end)


def _word(written: str, start: int, end: int) -> Iterator[Word]:
    folded = fold(written)
    if folded:
        yield Word(folded, start, end)


def folded_words(text: str) -> str:
    """Write a text as its words alone: this is what is searched."""
    return " ".join(word.folded for word in words(text))


def fold(word: str) -> str:
    """Write a word as it is compared: without case, accents and forms that mean the same.

    Only the accents of European scripts go: elsewhere, marks are vowels.
    """
    if word.isascii():
        return word.lower()[:LONGEST]
    apart = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(character for character in apart if not "\u0300" <= character <= "\u036f")
    # What a sign is written out as may hold what stands between words.
    return "".join(_inside().findall(unicodedata.normalize("NFKC", bare).lower()))[:LONGEST]


def is_run(folded: str) -> bool:
    """Tell whether a word is of a script without spaces, where it is two characters at most."""
    return _run().match(folded) is not None


# ---------------------------------------------------------------- what a word is

_TAIL: Final = r"(?:\+\+|\#(?![0-9A-Za-z_]))?"
"""Signs that belong to the word before them: C++, C#."""

_SPACELESS: Final = (
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3031-\u3035\u3040-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
"""Chinese, Japanese and others; Korean as well, where a word's ending is written on to it."""

_BETWEEN: Final = (
    "\\x00-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\xa9\\xab-\\xb4\\xb6-\\xb9\\xbb-\\xbf\\xd7\\xf7"
    "\u037e\u0387\u055a-\u055f\u0589\u058a\u05be\u05c0\u05c3\u05f3\u05f4\u060c\u060d\u061b\u061f"
    "\u066a-\u066d\u06d4\u0964\u0965\u0970\u1680\u180e\u2000-\u209f\u2190-\u2bff\u2e00-\u2e7f"
    "\u3000-\u3004\u3008-\u3030\u3036-\u303f\u30fb\ud800-\udfff\ue000-\uf8ff\ufe00-\ufe6f\ufeff"
    "\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\ufff0-\uffff"
)
"""Spaces, punctuation, signs and half characters. Whatever else there is belongs to a word: marks
of all scripts, which to Python's ``\\w`` end it."""


# Compiled when first used: that takes 10 ms, which a start does not have.


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(rf"[0-9A-Za-z]+{_TAIL}")


@cache
def _any() -> re.Pattern[str]:
    run = rf"(?P<run>(?:(?![{_BETWEEN}])[{_SPACELESS}])+)"
    return re.compile(rf"{run}|[^{_BETWEEN}{_SPACELESS}]+{_TAIL}")


@cache
def _inside() -> re.Pattern[str]:
    return re.compile(rf"[^{_BETWEEN}]|[+#]")


@cache
def _run() -> re.Pattern[str]:
    return re.compile(rf"[{_SPACELESS}]")
