"""Writes a generated site to a folder, in the form that one program reads."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.benchmarks.content import (
    LARGE_PAGE,
    PYTHON_MARKDOWN,
    Flavour,
    page,
    path_of,
)

_PNG: Final = b"\x89PNG\r\n\x1a\n"


def write_pages(docs: Path, pages: int, flavour: Flavour = PYTHON_MARKDOWN) -> None:
    """Write so many pages into ``docs``, and the large one beside them."""
    names = [flavour.home, *map(path_of, range(1, pages)), LARGE_PAGE]
    for number, name in enumerate(names):
        path = docs / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(number, pages, flavour), encoding="utf-8")


def write_pictures(docs: Path, pictures: int, size: int) -> None:
    """Write so many pictures of ``size`` bytes, which are holes: they take no room on the disk."""
    folder = docs / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(pictures):
        with (folder / f"picture-{number:04d}.png").open("wb") as file:
            file.write(_PNG)
            file.truncate(size)


def middle(pages: int) -> str:
    """Name the page that is edited, without ``.md``: a deep one, wherever there is depth."""
    return path_of(pages // 2)
