"""Whatever bytes a request is made of, it is read in one way only, and never as more than it is."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

import h11
from hypothesis import given
from hypothesis import strategies as st

from devserver.model import Url
from devserver.serve.guard import Guard
from devserver.serve.head import HEAD_LIMIT, Head, Refusal, judge_beginning, read_head
from devserver.serve.urls import checked_url, location_of, url_of
from tests.fuzz.examples import examples

_BITS = st.one_of(
    st.sampled_from(
        [b"%", b"%2", b"%2f", b"%5C", b"%00", b"%2e", b".", b"..", b"/", b"//", b"\\", b"%25"]
    ),
    st.sampled_from(
        [
            b"%c3%a9",
            b"%ff",
            b"%ed%a0%80",
            b"%c0%af",
            b"%E2%80%AE",
            b"a",
            b"?",
            b"#",
            b";",
            b"%0d%0a",
        ]
    ),
    st.binary(max_size=4),
)


@given(st.lists(_BITS, max_size=12).map(b"".join))
@examples(500)
def test_any_path_is_no_url_or_one_that_says_the_same_when_it_is_written_again(path: bytes) -> None:
    url = url_of(b"/" + path)
    if url is None:
        return
    assert re.fullmatch(r"/(?!/)[^\x00-\x1f\x7f\\]*", url)
    assert not {"", ".", ".."} & set(url.split("/")[1:-1])
    assert url.rpartition("/")[2] not in (".", "..")
    assert checked_url(url) == url
    written = location_of(url, b"")
    assert re.fullmatch(r"/(?!/)[!-~]*", written)
    assert url_of(written.partition("?")[0].encode()) == url


_NAMES = st.sampled_from(
    [
        b"Host",
        b"host",
        b"X",
        b"Content-Length",
        b"Transfer-Encoding",
        b"Connection",
        b"Upgrade",
        b"Expect",
        b"Range",
        b"Origin",
        b"Cookie",
        b"X ",
        b"",
        b"\xe9",
        b"If-None-Match",
        b"Sec-WebSocket-Key",
    ]
)
_VALUES = st.one_of(
    st.sampled_from(
        [b"localhost", b"0", b"1", b"00", b"+0", b"chunked", b"identity", b"close", b"websocket"]
    ),
    st.sampled_from(
        [
            b"100-continue",
            b"keep-alive, Upgrade",
            b"evil.test",
            b"localhost:8000",
            b"[::1]",
            b"a\tb",
        ]
    ),
    st.binary(max_size=6),
)
_HEADERS = st.tuples(_NAMES, st.sampled_from([b": ", b":", b" : ", b":\t"]), _VALUES).map(b"".join)
_LINES = st.one_of(
    st.sampled_from(
        [b"GET / HTTP/1.1", b"HEAD /a?b HTTP/1.0", b"GET /?", b"GET  / HTTP/1.1", b"get / HTTP/1.1"]
    ),
    st.sampled_from(
        [b"GET //a HTTP/1.1", b"GET http://a/ HTTP/1.1", b"POST / HTTP/1.1", b"GET /%zz HTTP/1.1"]
    ),
    st.binary(max_size=20).map(lambda path: b"GET /" + path + b" HTTP/1.1"),
)


@st.composite
def heads(draw: st.DrawFn) -> bytes:
    """Draw a head that is valid, or nearly."""
    end = draw(st.sampled_from([b"\r\n"] * 8 + [b"\n", b"\r", b"\n\r\n"]))
    usual = draw(st.sampled_from([[b"Host: localhost"], [b"Host: localhost"], []]))
    lines = [draw(_LINES), *usual, *draw(st.lists(_HEADERS, max_size=5))]
    return end.join(lines) + b"\r\n\r\n"


@given(raw=st.one_of(heads(), st.binary(max_size=60).map(lambda some: some + b"\r\n\r\n")))
@examples(500)
def test_a_head_that_is_accepted_is_read_alike_by_us_by_ourselves_again_and_by_h11(
    raw: bytes,
) -> None:
    raw = raw[: raw.index(b"\r\n\r\n") + 4]
    if judge_beginning(raw) is not None:
        return
    head = read_head(raw)
    if isinstance(head, Refusal):
        assert head.response([]).startswith(b"HTTP/1.1 4")
        return
    target = head.path + (b"?" + head.query if head.query else b"")
    headers = [name + b": " + value for name, value in head.headers.items()]
    again = (
        b"\r\n".join([head.method.encode() + b" " + target + b" HTTP/1.1", *headers]) + b"\r\n\r\n"
    )
    read = read_head(again)
    assert isinstance(read, Head)
    assert {name: value.strip() for name, value in read.headers.items()} == {
        name: value.strip() for name, value in head.headers.items()
    }
    assert (read.method, read.path, read.query) == (head.method, head.path, head.query)
    assert head.path.startswith(b"/")
    if Guard(frozenset(), "token").judge(head) is None:
        _agree(raw, head)


def _agree(raw: bytes, head: Head) -> None:
    """Have the parser that comes after us read the same: whole, and without a body."""
    connection = h11.Connection(h11.SERVER, HEAD_LIMIT)
    connection.receive_data(raw)
    request = connection.next_event()
    assert isinstance(request, h11.Request), request
    assert request.method == head.method.encode()
    assert request.target.partition(b"?")[0] == head.path
    assert dict(request.headers).keys() == head.headers.keys()
    assert isinstance(connection.next_event(), h11.EndOfMessage)
    assert not connection.trailing_data[0]


_HOSTS = st.one_of(
    st.sampled_from(
        ["localhost", "127.0.0.1", "[::1]", "docs.test", "evil.test", "LOCALHOST.", "a.localhost"]
    ),
    st.sampled_from(
        ["127.1", "0", "0x7f.0.0.1", "2130706433", "[::ffff:127.0.0.1]", "[::ffff:1.2.3.4]", "[::]"]
    ),
    st.sampled_from(
        ["localhost@evil.test", "evil.test#localhost", "localhost.evil.test", "localhost:80:80"]
    ),
    st.sampled_from(
        [
            "[::1",
            "::1",
            "[::1%25lo]",
            "127.0.0.1.",
            "..",
            "127.0.0.1:99999",
            "localhost:",
            "ⓛocalhost",
        ]
    ),
    st.text(alphabet="localhst.:[]127evi-_%@ \t", max_size=14),
)


@given(st.lists(_HOSTS, min_size=1, max_size=2).map("".join))
@examples(500)
def test_any_host_that_is_let_in_is_one_of_our_names(host: str) -> None:
    written = host.encode("latin-1", "replace")
    head = Head("GET", b"/", b"", {b"host": written})
    if Guard(frozenset({"docs.test"}), "token").judge(head) is not None:
        return
    name = (urlsplit(f"//{written.decode('latin-1')}").hostname or "").removesuffix(".")
    if name in ("localhost", "docs.test") or name.endswith(".localhost"):
        return
    assert ipaddress.ip_address(name).is_loopback


@given(st.lists(_BITS, max_size=8).map(b"".join), st.lists(_BITS, max_size=8).map(b"".join))
@examples(200)
def test_any_redirect_stays_on_this_server(path: bytes, query: bytes) -> None:
    head = read_head(b"GET /" + path + b"?" + query + b" HTTP/1.1\r\nHost: a\r\n\r\n")
    if isinstance(head, Head):
        url = Url("/" + path.decode("utf-8", "surrogateescape"))
        written = location_of(url, head.query)
        assert re.fullmatch(r"/(?![/\\])[!-~]*", written)
        assert urlsplit(written).netloc == ""
