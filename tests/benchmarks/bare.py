"""The measure of all figures: the page's Markdown converted, and nothing else."""

from __future__ import annotations

import time

from devserver.site.dialect import native
from devserver.site.loading import load


class Bare:
    """``markdown.Markdown.convert`` with the extensions that our pages have."""

    def __init__(self) -> None:
        self._md, faults = load(native())
        assert not faults, faults

    def milliseconds(self, text: str) -> float:
        """Convert ``text`` once, with an instance that has converted before."""
        self._md.reset()
        started = time.perf_counter()
        self._md.convert(text)
        return (time.perf_counter() - started) * 1000
