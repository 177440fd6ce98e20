"""Conditions and ranges are read as RFC 9110 has them, several ranges at once refused."""

from __future__ import annotations

import pytest

from devserver.serve.conditions import RangeError, Span, is_known, span_of


@pytest.mark.parametrize(
    ("known", "expected"),
    [('"a"', True), ('W/"a"', True), ('"b", "a"', True), ("*", True), ('"b"', False), ("", False)],
)
def test_etag_is_known_if_it_is_in_the_list(known: str, expected: bool) -> None:
    assert is_known({"if-none-match": known}, '"a"') == expected


@pytest.mark.parametrize(
    ("asked", "span"),
    [
        ("bytes=0-0", Span(0, 1)),
        ("bytes=2-", Span(2, 8)),
        ("bytes=-3", Span(7, 3)),
        ("bytes=-99", Span(0, 10)),
        ("bytes=5-99", Span(5, 5)),
        ("lines=1-2", None),
    ],
)
def test_one_range_is_a_span(asked: str, span: Span | None) -> None:
    assert span_of({"range": asked}, '"a"', 10) == span


@pytest.mark.parametrize(
    "asked",
    ["bytes=10-", "bytes=5-2", "bytes=-0", "bytes=-", "bytes=x", "bytes=" + "0-," * 500 + "0-"],
)
def test_range_without_bytes_and_range_bombs_are_refused(asked: str) -> None:
    with pytest.raises(RangeError):
        span_of({"range": asked}, '"a"', 10)


def test_range_of_another_version_is_ignored() -> None:
    assert span_of({"range": "bytes=0-0", "if-range": '"old"'}, '"a"', 10) is None
    assert span_of({"range": "bytes=0-0", "if-range": '"a"'}, '"a"', 10) == Span(0, 1)
