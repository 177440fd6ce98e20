"""What the native dialect has besides its own extensions: ``cases/dialect.txt``."""

from __future__ import annotations

import json

from devserver.site.dialect import native
from tests.site.cases import Case, cases, html_of


@cases("dialect")
def test_markdown_as_people_write_it(case: Case) -> None:
    assert html_of(case.markdown) == case.expected


def test_dialect_is_plain_data() -> None:
    dialect = native()
    assert json.loads(json.dumps(dialect.options)) == dialect.options
    assert len(set(dialect.extensions)) == len(dialect.extensions)
