"""Pictures of icons, out of whichever installed package has them, which is not imported for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.util import find_spec

LARGEST = 64 * 1024
"""Bytes of a picture; an icon has a few hundred."""


@lru_cache(maxsize=1024)
def picture(code: str) -> str | None:
    """Give the SVG that a short code such as ``:material-check:`` stands for, if it is installed.

    A code's hyphens are hyphens or folders: only the folders that the sets have are tried.
    """
    found = _CODE.fullmatch(code)
    if found is None:
        return None
    for folder in _SETS:
        prefix = folder.replace("/", "-")
        if found[1].startswith(prefix):
            for root in _roots():
                svg = root.read(f"{folder}{found[1].removeprefix(prefix)}.svg")
                if svg is not None:
                    return svg
    return None


def plain_name(code: str) -> str | None:
    """Give the words of an icon's short code, whether it is installed or not."""
    found = _NAME.fullmatch(code)
    return re.sub(r"-(?:16|24)\Z", "", found[1]).replace("-", " ") if found else None


_CODE = re.compile(r":([a-z0-9][a-z0-9_-]*):")
_NAME = re.compile(r":(?:material|octicons|simple|fontawesome(?:-brands|-regular|-solid)?)-(.+):")
_SETS = (
    *("material/", "octicons/", "simple/"),
    *("fontawesome/brands/", "fontawesome/regular/", "fontawesome/solid/", "fontawesome/", ""),
)


class _Root:
    """A folder of icons in a package."""

    def __init__(self, package: str, folder: str) -> None:
        spec = find_spec(package)
        places = (spec.submodule_search_locations if spec else None) or ()
        self._read: Callable[[str], bytes] | None = getattr(spec and spec.loader, "get_data", None)
        self._folders = [f"{place}/{folder}" for place in places]

    def read(self, name: str) -> str | None:
        """Read one picture, by the loader that would read the package's code."""
        if self._read is None:
            return None
        for folder in self._folders:
            try:
                content = self._read(f"{folder}/{name}")
                if len(content) <= LARGEST:
                    return content.decode("utf-8")
            except (OSError, ValueError):
                continue
        return None


@cache
def _roots() -> tuple[_Root, ...]:
    return tuple(_Root(package, folder) for package, folder in _PACKAGES)


_PACKAGES = (
    ("material", "templates/.icons"),
    ("materialx", "templates/.icons"),
    ("zensical_ui", "templates/.icons"),
    ("zensical_ui", ".icons"),
    ("zensical", "templates/.icons"),
)
