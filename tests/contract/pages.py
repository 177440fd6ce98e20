"""Pages that keep a worker busy: for a second or two, or for longer than anybody waits."""

from __future__ import annotations

_PARAGRAPH = "A *paragraph* has `code`, a [link](#title) and **strong** words.\n\n"

CATASTROPHIC = '# Catastrophic\n\n```scala\nval s = "' + "\\" * 48 + "\n```\n"
"""Pygments' regular expression for Scala strings takes time exponential in the backslashes."""


LAST_WORDS = "And that was all."
"""What a slow page ends with, once it is converted to its end."""


def slow_page(title: str) -> str:
    """Write a page that takes a second or two to convert."""
    return f"# {title}\n\n{_PARAGRAPH * 4000}{LAST_WORDS}\n"
