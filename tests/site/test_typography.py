"""Quotes, dashes and symbols come out as the extensions make them, where they are asked for."""

from __future__ import annotations

import pytest

from devserver.model import Dialect
from devserver.site.typography import applied


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("\"Quoted\" and 'single'", "“Quoted” and ‘single’"),
        ("What's new -- or --- not...", "What’s new – or — not…"),
        ("\"'Both'\"", "“‘Both’”"),
        ("the '80s", "the ’80s"),
    ],
)
def test_smarty_makes_quotes_and_dashes(written: str, shown: str) -> None:
    assert applied(written, Dialect(("smarty",))) == shown
    assert applied(written, Dialect(("markdown.extensions.smarty",))) == shown
    assert applied(written, Dialect(())) == written


def test_smartsymbols_makes_symbols() -> None:
    written = "(c) (tm) (r) --> <-- <--> +/- =/= c/o 1/2"
    assert applied(written, Dialect(("pymdownx.smartsymbols",))) == "© ™ ® → ← ↔ ± ≠ ℅ ½"


def test_an_option_turns_a_kind_off() -> None:
    options = {"smarty": {"smart_quotes": False}}
    assert applied('"a" -- b', Dialect(("smarty",), options)) == '"a" – b'
