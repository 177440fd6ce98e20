"""Addresses that are links: the cases in ``cases/bare_links.txt``."""

from __future__ import annotations

from tests.site.cases import Case, cases, html_of


@cases("bare_links")
def test_address_becomes_a_link(case: Case) -> None:
    assert html_of(case.markdown) == case.expected
