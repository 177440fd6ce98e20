"""What a request asks of a thing it may have already: conditions and ranges (RFC 9110, 13, 14)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_RANGE: Final = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*")


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from ``start``, counted from 0."""

    start: int
    length: int

    def content_range(self, size: int) -> str:
        """Say which part of ``size`` bytes this is."""
        return f"bytes {self.start}-{self.start + self.length - 1}/{size}"


class RangeError(Exception):
    """No such bytes, or too many pieces of them: 416."""


def is_known(headers: Mapping[str, str], etag: str) -> bool:
    """Whether the reader has what ``etag`` names already (``If-None-Match``): 304."""
    known = [tag.strip().removeprefix("W/") for tag in headers.get("if-none-match", "").split(",")]
    return etag in known or known == ["*"]


def span_of(headers: Mapping[str, str], etag: str, size: int) -> Span | None:
    """Read which one part of ``size`` bytes is asked for; ``None`` for the whole.

    Raises ``RangeError``, also for several parts at once: browsers never ask so, and a list
    of overlapping ones would make us send more than there is.
    """
    asked = headers.get("range", "")
    if not asked.startswith("bytes=") or headers.get("if-range", etag) != etag:
        return None
    part = _RANGE.fullmatch(asked)
    if part is None or not (part[1] or part[2]):
        raise RangeError
    if not part[1]:
        length = min(int(part[2]), size)
        start = size - length
    else:
        start = int(part[1])
        length = (min(int(part[2]), size - 1) if part[2] else size - 1) - start + 1
    if length <= 0:
        raise RangeError
    return Span(start, length)
