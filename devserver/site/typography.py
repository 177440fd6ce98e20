"""Quotes, dashes and symbols of a title, as ``smarty`` and ``pymdownx.smartsymbols`` make them."""

from __future__ import annotations

import re
from typing import Final

from devserver.model import Dialect


def applied(text: str, dialect: Dialect) -> str:
    """Replace what the extensions of ``dialect`` replace in plain text."""
    if dialect.has("pymdownx.smartsymbols"):
        text = _replaced(text, "pymdownx.smartsymbols", _SYMBOLS, dialect)
    if dialect.has("smarty"):
        text = _replaced(text, "smarty", _SMART, dialect)
    return text


Rule = tuple[str, re.Pattern[str], str]
"""The option that it belongs to, what is looked for, and what takes its place."""


def _replaced(text: str, name: str, rules: tuple[Rule, ...], dialect: Dialect) -> str:
    options = dialect.options_of(name)
    for option, pattern, instead in rules:
        if options.get(option, True):
            text = pattern.sub(instead, text)
    return text


def _rules(*written: tuple[str, str, str]) -> tuple[Rule, ...]:
    return tuple((option, re.compile(pattern), instead) for option, pattern, instead in written)


_FRACTIONS: Final = {
    **{"1/4": "¼", "1/2": "½", "3/4": "¾", "1/3": "⅓", "2/3": "⅔", "1/5": "⅕", "2/5": "⅖"},
    **{"3/5": "⅗", "4/5": "⅘", "1/6": "⅙", "5/6": "⅚", "1/8": "⅛", "3/8": "⅜", "5/8": "⅝"},
    "7/8": "⅞",
}

_SYMBOLS: Final = _rules(
    ("trademark", r"\(tm\)", "™"),
    ("copyright", r"\(c\)", "©"),
    ("registered", r"\(r\)", "®"),
    ("plusminus", r"\+/-", "±"),
    ("notequal", r"=/=", "≠"),
    ("care_of", r"\bc/o\b", "℅"),
    ("arrows", r"<-->", "↔"),
    ("arrows", r"(?<!-)-->", "→"),
    ("arrows", r"<--(?!-)", "←"),
    *(("fractions", rf"(?<!\d){fraction}(?!\d)", sign) for fraction, sign in _FRACTIONS.items()),
)

# The rules of SmartyPants, in their order: what was no opening and no closing quote, opens.
_PUNCTUATION: Final = r"""[!"#$%'()*+,\-./:;<=>?@\[\\\]^_`{|}~]"""
_CLOSES: Final = r"(?<=[^ \t\r\n\[{(\-\ue00f])"
_OPENS: Final = r"(\s|\xa0|--|–|—)"

_SMART: Final = _rules(
    ("smart_ellipses", r"(?<!\.)\.{3}(?!\.)", "…"),
    ("smart_quotes", rf"^'(?={_PUNCTUATION}\B)", "’"),
    ("smart_quotes", rf'^"(?={_PUNCTUATION}\B)', "”"),
    ("smart_quotes", r"\"'(?=\w)", "“‘"),
    ("smart_quotes", r"'\"(?=\w)", "‘“"),
    ("smart_quotes", rf"{_CLOSES}'\"", "’”"),
    ("smart_quotes", rf"{_CLOSES}\"'", "”’"),
    ("smart_quotes", r"(?<!\w)'(?=\d{2}s)", "’"),
    ("smart_quotes", rf"{_OPENS}'(?=\w)", r"\1‘"),
    ("smart_quotes", rf"{_CLOSES}'(?!\s|s\b|\d)", "’"),
    ("smart_quotes", r"'(\s|s\b)", r"’\1"),
    ("smart_quotes", "'", "‘"),
    ("smart_quotes", rf'{_OPENS}"(?=\w)', r"\1“"),
    ("smart_quotes", r'"(?=\s)', "”"),
    ("smart_quotes", rf'{_CLOSES}"', "”"),
    ("smart_quotes", '"', "“"),
    ("smart_dashes", r"(?<!-)---(?!-)", "—"),
    ("smart_dashes", r"(?<!-)--(?!-)", "–"),
)
