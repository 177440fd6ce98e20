"""The heading that MkDocs calls a page after is found without converting the page."""

from __future__ import annotations

import pytest

from devserver.model import Dialect
from devserver.site.mkdocs_title import opening_heading

ALL = Dialect(("abbr", "footnotes"), mkdocs=True)


def _title(text: str, dialect: Dialect = ALL) -> str | None:
    heading = opening_heading(text, 0, dialect)
    return heading.text if heading else None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# One\n\n# Two", "One"),
        ("#One", "One"),
        ("\n\n# One", "One"),
        ("# One #", "One"),
        ("# One\ntext", "One"),
        ("One\n===", "One"),
        ("  One\n===\n", "One"),
        ("- One\n===\n", "- One"),
        ("[a]: b.md\n# One", "One"),
        ('[a]: b.md\n  "Title"\n\n# One', "One"),
        ("*[HTML]: Hyper\n\n# One", "One"),
        ("[^1]: A note\n    goes on.\n\n    And on.\n\n# One[^1]", "One"),
        (" # One", None),
        ("## One", None),
        ("#", None),
        ("#\n\n# One", None),
        ("Text\n# One", None),
        ("Text\n---\n", None),
        ("    One\n===", None),
        ("<!-- a -->\n\n# One", None),
        ("```\n# One\n```", None),
        ("", None),
    ],
)
def test_it_is_the_first_thing_that_a_reader_sees(text: str, title: str | None) -> None:
    assert _title(text) == title


def test_extensions_decide_what_is_seen() -> None:
    bare = Dialect((), mkdocs=True)
    assert _title("*[HTML]: Hyper\n\n# One", bare) is None
    assert _title("[^1]: Note\n\n# One", bare) is None
    assert _title("#One", Dialect(("pymdownx.saneheaders",), mkdocs=True)) is None


def test_a_long_heading_is_cut() -> None:
    assert len(_title(f"# {'x' * 100_000}!") or "") <= 2_000
