"""A style's table of classes is made once: Pygments makes it anew for each piece of code.

That takes a seventh of the time in which a page with some code is converted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def share_tables() -> None:
    """Have all formatters of one style share its table; harmless if they already do.

    The method is no public one of Pygments: where it is called otherwise, nothing is changed.
    """
    from pygments.formatters.html import HtmlFormatter

    plain = getattr(HtmlFormatter, "_create_stylesheet", None)
    if plain is not None and not isinstance(plain, _Shared):
        HtmlFormatter._create_stylesheet = _Shared(plain)  # type: ignore[attr-defined]  # Not public.


class _Shared:
    """Stands in for the method that fills in a formatter's two tables, which are only read."""

    def __init__(self, plain: Callable[[Any], None]) -> None:
        self._plain = plain
        self._tables: dict[tuple[object, str], tuple[Any, Any]] = {}

    def __get__(self, formatter: Any, owner: type) -> Any:
        return self if formatter is None else lambda: self._fill(formatter)

    def _fill(self, formatter: Any) -> None:
        key = formatter.style, formatter.classprefix
        if key not in self._tables:
            self._plain(formatter)
            self._tables[key] = formatter.ttype2class, formatter.class2style
        formatter.ttype2class, formatter.class2style = self._tables[key]
