"""A link by name means the file that is called so, wherever it lies in the docs folder."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from devserver.model import Link, SourcePath
from devserver.site.near import Names

MARK: Final = "[["
"""Before a target that is a name: no path that anyone writes begins so."""

PATTERN: Final = r"(?P<embedded>!)?\[\[(?P<name>[^\[\]|\n\\]+)(?:\\?\|(?P<text>[^\[\]\n]+))?\]\]"


def named_target(text: str, offset: int) -> str | None:
    """Give the marked target that is written at ``offset`` of a source, if it is a name."""
    if not text.startswith(MARK, offset - 2):
        return None
    found = re.compile(PATTERN).match(text, offset - 2)
    return MARK + found["name"].strip() if found else None


def path_of(name: str, home: str, names: Names) -> str | None:
    """Give the file that ``name`` means on the page ``home``, by its path from the docs folder.

    A name may be the end of a path. A file beside the page comes first, then the shortest path.
    """
    wanted = name.strip("/").lower()
    last, folder = wanted.rpartition("/")[2], home.rpartition("/")[0]
    found = [
        path
        for ending in _ENDINGS
        for path in names.called(last + ending)
        if f"/{path.lower()}".endswith(f"/{wanted}{ending}")
    ]
    return min(found, key=lambda p: (p.rpartition("/")[0] != folder, len(p), p), default=None)


_ENDINGS = ("", ".md", ".markdown", ".mdx")


def meant(link: Link, home: SourcePath, names: Names, docs: str) -> Link:
    """Give the link by a path from the docs folder that a link by name stands for."""
    name, _, heading = link.target.removeprefix(MARK).partition("#")
    last = heading.rpartition("#")[2].strip()
    anchor = "" if not last or last.startswith("^") else f"#{_slug(last)}"
    if not name.strip():
        return replace(link, target=anchor or "#")
    path = path_of(name.strip(), home.removeprefix(docs), names)
    return replace(link, target=f"/{quote(path or name.strip())}{anchor}")


def _slug(heading: str) -> str:
    """Name a heading as GitHub does."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def any_named(links: Iterable[Link]) -> bool:
    """Whether any of some links is one by name."""
    return any(link.target.startswith(MARK) for link in links)
