"""Heads are read strictly: whatever two readers could take differently is refused."""

from __future__ import annotations

from http import HTTPStatus

import pytest

from devserver.serve.head import Head, Refusal, judge_beginning, read_head


def test_head_is_read_with_its_headers_in_lower_case() -> None:
    head = read_head(b"GET /a%20b?q=1 HTTP/1.1\r\nHost: x\r\nACCEPT:  a \r\naccept: b\r\n\r\n")
    assert head == Head("GET", b"/a%20b", b"q=1", {b"host": b"x", b"accept": b"a, b"})


@pytest.mark.parametrize(
    "head",
    [
        b"GET http://evil.test/ HTTP/1.1\r\nHost: x",
        b"CONNECT evil.test:80 HTTP/1.1\r\nHost: x",
        b"OPTIONS * HTTP/1.1\r\nHost: x",
        b"GET /#a HTTP/1.1\r\nHost: x",
        b"GET /a b HTTP/1.1\r\nHost: x",
        b"GET /\xc3\xa9 HTTP/1.1\r\nHost: x",
        b"GET / HTTP/1.2\r\nHost: x",
        b"GET / HTTP/2.0\r\nHost: x",
        b"GET /",
        b"GET / HTTP/1.1\r\nHost: x\r\nHost: x",
        b"GET / HTTP/1.1\r\nContent-Length: 0\r\ncontent-length: 5",
        b"GET / HTTP/1.1\r\nTransfer-Encoding : chunked",
        b"GET / HTTP/1.1\r\nX: a\r\n folded",
        b"GET / HTTP/1.1\r\nX: a\x00b",
        b"GET / HTTP/1.1\r\nX: a\rb",
        b"GET / HTTP/1.1\r\n: empty",
        b"GET / HTTP/1.1\r\nnothing",
    ],
)
def test_ambiguous_head_is_refused(head: bytes) -> None:
    refused = read_head(head + b"\r\n\r\n")
    assert isinstance(refused, Refusal)
    assert refused.status is HTTPStatus.BAD_REQUEST


def test_thousands_of_headers_are_too_many() -> None:
    refused = read_head(b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 3000 + b"\r\n")
    assert isinstance(refused, Refusal)
    assert refused.status is HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE


@pytest.mark.parametrize(
    ("received", "status"),
    [
        (b"GET / HTTP/1.1\nHost: x\n\n", 400),
        (b"\x16\x03\x01\x02\x00", 400),
        (b"GET /" + b"a" * 40_000, 431),
    ],
)
def test_beginning_that_cannot_become_a_head_is_refused_at_once(
    received: bytes, status: int
) -> None:
    refused = judge_beginning(received)
    assert refused is not None
    assert refused.status == status


def test_refusal_is_a_whole_answer() -> None:
    answer = Refusal(HTTPStatus.METHOD_NOT_ALLOWED, "No.").response([("X-A", "b")])
    assert answer == (
        b"HTTP/1.1 405 Method Not Allowed\r\nX-A: b\r\nAllow: GET, HEAD\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\nContent-Length: 4\r\n"
        b"Connection: close\r\n\r\nNo.\n"
    )
