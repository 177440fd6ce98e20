"""A text must not matter to the next one: what patterns keep in between is watched."""

from __future__ import annotations

import re
from operator import attrgetter
from typing import Any

from markdown import Markdown


class Leftovers:
    """Looks before every text what patterns left behind after the last one.

    They pair delimiters in advance and expect to be asked for each pair. If they were not, the
    next text would get the rest of them, and it would matter which text is the next.
    """

    def __init__(self, md: Markdown) -> None:
        """Watch the patterns of ``md``, which has all of its extensions."""
        self.found = False
        self._left: list[tuple[attrgetter[tuple[Any, ...]], Any]] = []
        for pattern in md.inlinePatterns:
            names = [name for name in _NAMES if hasattr(pattern, name)]
            if len(names) > 1:
                self._left.append((attrgetter(*names), pattern))
        first: Any = md.inlinePatterns[0]
        given = first.getCompiledRegExp

        def asked() -> re.Pattern[str]:
            self.look()
            compiled: re.Pattern[str] = given()
            return compiled

        # The first pattern is asked for its expression when a text begins, and soon after that.
        first.getCompiledRegExp = asked

    def look(self) -> None:
        """Look whether anything is left."""
        for left, pattern in self._left:
            if any(left(pattern)):
                self.found = True


_NAMES = ("regions", "cache", "stack", "remainder")
"""Where Python-Markdown's and pymdownx's delimiters keep what they found."""
