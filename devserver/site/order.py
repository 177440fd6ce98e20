"""Who stands before whom in a folder: as it is said, else as people count and spell."""

from __future__ import annotations

import re
from typing import Final

from devserver.model import SourcePath
from devserver.site.urls import Addresses, number_of

Rank = tuple[object, ...]
"""What two neighbours are compared by."""

LAST: Final = float("inf")
"""The order of what says none."""


def page_rank(path: SourcePath, order: float | None, addresses: Addresses) -> Rank:
    """Rank a page among what lies in its folder."""
    if not addresses.mkdocs:
        return _native_rank(addresses.stem(path), _given(addresses.stem(path), order, addresses))
    name = path.rpartition("/")[2]
    return (0, name.rpartition(".")[0] not in ("index", "README"), name)


def folder_rank(name: str, order: float | None, addresses: Addresses) -> Rank:
    """Rank a folder among what lies beside it."""
    return (1, name) if addresses.mkdocs else _native_rank(name, _given(name, order, addresses))


def _given(name: str, order: float | None, addresses: Addresses) -> float | None:
    """Give the order that is said, or else numbered."""
    return number_of(name) if order is None and addresses.numbered else order


def _native_rank(name: str, order: float | None) -> Rank:
    return (LAST if order is None else order, natural(name), name)


def natural(name: str) -> tuple[tuple[int, int | str], ...]:
    """Sort key in which 2 comes before 10 and case does not matter."""
    parts = _NUMBER.split(name.casefold())
    return tuple([(0, int(part)) if part.isdecimal() else (1, part) for part in parts if part])


_NUMBER = re.compile(r"(\d+)")
