"""The characters that short codes such as ``:tada:`` stand for, in pages and in their titles."""

from __future__ import annotations

import re
from functools import cache

SHORT_CODE = r"(?<!\w):[+\-\w]+:(?!\w)"


def with_characters(text: str) -> str:
    """Put characters in the place of short codes; what is none stays as it is."""
    if ":" not in text:
        return text
    return _PATTERN.sub(lambda found: characters().get(found[0], found[0]), text)


@cache
def characters() -> dict[str, str]:
    """Give the characters by short code; the table is read when the first code is met."""
    from pymdownx import gemoji_db

    known = {
        code: "".join(chr(int(point, 16)) for point in points.split("-"))
        for code, entry in gemoji_db.emoji.items()
        if (points := entry.get("unicode_alt") or entry.get("unicode"))
    }
    aliases = {alias: known[code] for alias, code in gemoji_db.aliases.items() if code in known}
    return known | aliases


_PATTERN = re.compile(SHORT_CODE)
