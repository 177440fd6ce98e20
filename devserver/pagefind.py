"""Pagefind makes the search index of a finished site, where it is installed: an extra of ours."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path

from devserver.view import Search


def answering() -> Search:
    """Say who answers a search in a finished site: nobody, if nothing can make an index."""
    return "none" if program() is None else "static"


@cache
def program() -> Path | None:
    """Find the program inside its package, which is not imported."""
    found = importlib.util.find_spec("pagefind_bin")
    places = (found.submodule_search_locations or ()) if found is not None else ()
    # The extended one also cuts Chinese and Japanese into words.
    names = ("pagefind_extended", "pagefind")
    paths = (Path(place, name) for place in places for name in names)
    return next((path for path in paths if path.is_file()), None)
