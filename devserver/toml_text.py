"""Parses TOML within a bound: a key of thousands of dots takes Python hours, and all the memory."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

_MOST: Final = 50
"""Parts of one dotted key. Python takes the square of them in time, and in memory."""

_PART: Final = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.){0,200}+"|'[^'\n]{0,200}+')[ \t]*+"""
_ENDLESS_KEY: Final = re.compile(rf"(?<![\w-])(?:{_PART}\.[ \t]*+){{{_MOST}}}")


def parse_toml(text: str) -> dict[str, Any]:
    """Parse a whole TOML text; raises ValueError or RecursionError."""
    endless = _ENDLESS_KEY.search(text) if text.count(".") >= _MOST else None
    if endless is not None:
        line = text.count("\n", 0, endless.start()) + 1
        column = endless.start() - text.rfind("\n", 0, endless.start())
        message = f"A key of more than {_MOST} parts (at line {line}, column {column})"
        raise ValueError(message)
    return tomllib.loads(text)
