"""A page is given the lines of its blocks without any other change, or not at all."""

from __future__ import annotations

import pytest

from devserver.body_lines import BodyLines

BODY = '<h1 id="a">A</h1>\n<p>text</p>'
LINES = BodyLines.of(BODY, ((3, 1, 0), (BODY.index("<p") + 2, 3, 2)))
TOLD = '<h1 data-line="1" id="a">A</h1>\n<p data-line="3" data-file="2">text</p>'


@pytest.mark.parametrize("before", ["<article>", "<nav></nav>\n<ARTICLE class='x'>\n  "])
def test_lines_are_told_in_the_article(before: str) -> None:
    assert LINES is not None
    assert LINES.told(f"{before}{BODY}</article> £") == f"{before}{TOLD}</article> £"


def test_the_article_is_found_among_others() -> None:
    assert LINES is not None
    page = f"<article><p>news</p></article><article>{BODY}</article>"
    assert LINES.told(page) == f"<article><p>news</p></article><article>{TOLD}</article>"


@pytest.mark.parametrize(
    "page",
    ["", BODY, f"<article>{BODY.replace('text', 'next')}</article>", f"<div>{BODY}</div>"],
)
def test_another_page_stays_as_it_is(page: str) -> None:
    assert LINES is not None
    assert LINES.told(page) == page


def test_a_page_without_lines_has_none() -> None:
    assert BodyLines.of(BODY, ()) is None
