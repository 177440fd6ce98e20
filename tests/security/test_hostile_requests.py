"""Requests that no browser sends, to the real program: they gain nothing and break nothing."""

from __future__ import annotations

import re
from itertools import product

import pytest

from tests.security.client import Answer, Client, answers, assert_guarded
from tests.security.conftest import SECRET
from tests.watching import Watch

ENCODINGS = {
    "as it is": str,
    "dots": lambda path: path.replace(".", "%2e"),
    "slashes": lambda path: path.replace("/", "%2F"),
    "both": lambda path: path.replace(".", "%2E").replace("/", "%2f"),
    "twice": lambda path: path.replace(".", "%252e").replace("/", "%252f"),
    "backslashes": lambda path: path.replace("/", "\\"),
    "encoded backslashes": lambda path: path.replace("/", "%5c"),
    "overlong": lambda path: path.replace(".", "%c0%ae").replace("/", "%c0%af"),
    "of Microsoft": lambda path: path.replace(".", "%u002e").replace("/", "%u2215"),
    "full width": lambda path: path.replace(".", "%ef%bc%8e").replace("/", "%ef%bc%8f"),
    "with a null": lambda path: f"{path}%00.md",
    "doubled": lambda path: path.replace("../", "....//"),
    "with parameters": lambda path: path.replace("../", "..;/"),
}
AWAY = ["../secret.txt", "../../secret.txt", "../" * 12 + "etc/passwd", "guide/../../secret.txt"]

HIDDEN = """
/.env /.git/config /.git/ /guide/.hidden/key.txt /devserver.toml /../devserver.toml /secret.txt
/out.txt /out/key.txt /out/ /up.txt /etc/passwd /etc/ /zero /tty.txt /loop /pipe.txt /pipe/ /pipe.md
/here/out.txt /here/.env /here/here/up.txt /_devserver/extra/secret.txt /_devserver/live.py
/_devserver/extra/docs/.env /_devserver/extra/../secret.txt /_devserver/theme/../base.html
/_devserver/theme/../../base.html /_devserver/../secret.txt /_devserver/extra/devserver.toml
/_devserver/theme//etc/passwd /_devserver/extra//etc/passwd /_devserver//etc/passwd /store.sqlite
"""


@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=list(ENCODINGS))
def test_no_path_leads_out_of_the_folder(client: Client, encode: type[str]) -> None:
    for path, start in product(AWAY, ("/", "/guide/", "/_devserver/", "/_devserver/theme/")):
        answer = client.ask(start + encode(path))
        assert answer.status in (400, 404), path
        assert SECRET.encode() not in answer.body
        assert b"root:" not in answer.body
        assert_guarded(answer)


@pytest.mark.parametrize("path", HIDDEN.split())
def test_what_is_hidden_or_leads_elsewhere_is_not_there(client: Client, path: str) -> None:
    answer = client.ask(path)
    assert answer.status == 404
    assert SECRET.encode() not in answer.body
    assert_guarded(answer)


def test_every_kind_of_answer_is_guarded(client: Client) -> None:
    etag = client.ask("/data.bin").header("etag")[0]
    page = client.ask("/").header("etag")[0]
    asked = {
        "page": (200, client.ask("/")),
        "head": (200, client.ask("/data.bin", method="HEAD")),
        "script": (200, client.ask("/_devserver/live.js")),
        "style": (200, client.ask("/_devserver/theme/base.css")),
        "known page": (304, client.ask("/", f"If-None-Match: {page}")),
        "known file": (304, client.ask("/data.bin", f"If-None-Match: {etag}")),
        "part": (206, client.ask("/data.bin", "Range: bytes=2-5")),
        "no such part": (416, client.ask("/data.bin", "Range: bytes=99999-")),
        "redirect": (307, client.ask("/guide")),
        "missing": (404, client.ask("/nowhere/")),
        "odd": (404, client.ask("//")),
        "form": (405, client.ask("/", method="POST")),
        "preflight": (405, client.ask("/", "Origin: http://evil.test", method="OPTIONS")),
        "no path": (400, client.ask("nowhere")),
        "many headers": (431, client.ask("/", *(f"X-{n}: 1" for n in range(200)))),
        "large header": (431, client.ask("/", f"X: {'x' * 40_000}")),
        "socket": (403, client.ask("/_devserver/live", "Upgrade: websocket")),
        "rebound": (403, client.send(b"GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n")),
    }
    assert {name: answer.status for name, (_, answer) in asked.items()} == {
        name: status for name, (status, _) in asked.items()
    }
    for _, answer in asked.values():
        assert_guarded(answer)


SOCKET = ("Connection: Upgrade", "Upgrade: websocket")
VERSION, KEY = "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {'A' * 22}=="


def test_a_socket_is_for_our_own_pages_and_refused_like_all_else(
    client: Client, watch: Watch
) -> None:
    live = "/_devserver/live"
    token, origin = f"?token={watch.live_script('/')[2]}", f"Origin: {watch.url}"
    handshake = (*SOCKET, origin, VERSION, KEY)
    refused = {
        "no token": (403, client.ask(live, *handshake)),
        "another's token": (403, client.ask(f"{live}?token=guessed", *handshake)),
        "more than a token": (403, client.ask(f"{live}{token}&token={'x' * 9_000}", *handshake)),
        "no origin": (403, client.ask(live + token, *SOCKET, VERSION, KEY)),
        "no one's origin": (403, client.ask(live + token, *SOCKET, "Origin: null", VERSION, KEY)),
        "of another port": (403, client.ask(live + token, *SOCKET, f"{origin}0", VERSION, KEY)),
        "at another address": (403, client.ask(f"/{token}", *handshake)),
        "no key": (400, client.ask(live + token, *SOCKET, origin, VERSION)),
        "a short key": (400, client.ask(live + token, *SOCKET, origin, VERSION, f"{KEY[:-3]}=")),
        "no version": (400, client.ask(live + token, *SOCKET, origin, KEY)),
        "an old version": (400, client.ask(live + token, *SOCKET, origin, f"{VERSION[:-1]}2", KEY)),
    }
    assert {name: answer.status for name, (_, answer) in refused.items()} == {
        name: status for name, (status, _) in refused.items()
    }
    for _, answer in refused.values():
        assert_guarded(answer)
    odd = ("Sec-WebSocket-Protocol: ;", "Sec-WebSocket-Extensions: ;", "Connection: a b, upgrade")
    with watch.connect() as connection:
        connection.sendall(client.head(live + token, *handshake, *odd))
        assert connection.recv(1 << 16).startswith(b"HTTP/1.1 101 ")


HOSTS = [
    *("", "evil.test", "evil.test:80"),
    "localhost.evil.test",
    "127.0.0.1.evil.test",
    "evil-localhost",
    "0.0.0.0",
    "[::]",
    "[::ffff:6.6.6.6]",
    "2130706433.evil.test",
    "127.0.0.1@evil.test",
    "evil.test#127.0.0.1",
    "evil.test, localhost",
    "localhost, evil.test",
    "localhost evil.test",
    "localhost:80:80",
    "localhost:x",
    "localhost/evil.test",
    "localhost\x00.evil.test",
    "localhost\\evil.test",
    "[::1",
    "[::1]evil.test",
    "\xe9vil.test",
]


@pytest.mark.parametrize("host", HOSTS)
def test_only_our_own_names_are_answered(client: Client, host: str) -> None:
    head = f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    answer = client.send(head.encode("latin-1"))
    assert answer.status in (400, 403)
    assert b"Home" not in answer.body
    assert_guarded(answer)


SMUGGLING = {
    "two hosts": "Host: localhost\r\nHost: evil.test\r\n",
    "two hosts, the same": "Host: localhost\r\nHost: localhost\r\n",
    "two hosts, by case": "Host: localhost\r\nhOST: evil.test\r\n",
    "space before the colon": "Host : localhost\r\n",
    "folded host": "Host:\r\n localhost\r\n",
    "folded header": "Host: localhost\r\nX: a\r\n\tContent-Length: 40\r\n",
    "length and chunks": "Host: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n",
    "lengths": "Host: localhost\r\nContent-Length: 0\r\nContent-Length: 50\r\n",
    "list of lengths": "Host: localhost\r\nContent-Length: 0, 50\r\n",
    "signed length": "Host: localhost\r\nContent-Length: +0\r\n",
    "length in hexadecimal": "Host: localhost\r\nContent-Length: 0x0\r\n",
    "empty length": "Host: localhost\r\nContent-Length:\r\n",
    "null in a name": "Host: localhost\r\nCont\0ent-Length: 50\r\n",
    "null in a value": "Host: localhost\r\nX: \0\r\n",
    "carriage return": "Host: localhost\rContent-Length: 50\r\n",
    "line feed": "Host: localhost\nContent-Length: 50\r\n",
    "line feed at the end": "Host: localhost\r\nX: a\n",
    "chunks by another name": "Host: localhost\r\nTransfer-Encoding: xchunked\r\n",
    "chunks in a list": "Host: localhost\r\nTransfer-Encoding: identity, chunked\r\n",
    "no colon": "Host: localhost\r\nX\r\n",
    "no name": "Host: localhost\r\n: x\r\n",
    "absent host": "X: localhost\r\n",
}
FIRST_LINES = [
    "GET http://evil.test/ HTTP/1.1",
    "GET //evil.test/ HTTP/1.1 ",
    "GET  / HTTP/1.1",
    "GET\t/ HTTP/1.1",
    "GET / HTTP/1.1 HTTP/1.1",
    "GET / HTTP/2.0",
    "GET / http/1.1",
    "GET / HTTP/1.10",
    "GET /",
    "GET /#x HTTP/1.1",
    "GET /\x7f HTTP/1.1",
    "GET /\xe9 HTTP/1.1",
    "GET * HTTP/1.1",
    "GET /a\rX: b HTTP/1.1",
    "CONNECT evil.test:80 HTTP/1.1",
]


@pytest.mark.parametrize("headers", SMUGGLING.values(), ids=list(SMUGGLING))
def test_nothing_is_answered_that_two_could_read_differently(client: Client, headers: str) -> None:
    hidden = "GET /hidden/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    assert_refused_once(client, f"GET / HTTP/1.1\r\n{headers}\r\n0\r\n\r\n{hidden}")


@pytest.mark.parametrize("line", FIRST_LINES)
def test_a_first_line_that_is_not_to_the_letter_is_refused(client: Client, line: str) -> None:
    assert_refused_once(client, f"{line}\r\nHost: localhost\r\n\r\n")


def assert_refused_once(client: Client, request: str) -> None:
    (answer,) = answers(client.raw(request.encode("latin-1")))
    assert answer.status == 400
    assert_guarded(answer)


REDIRECTED = [
    "//evil.test/guide",
    "/%2fevil.test/guide",
    "/%2f%2fevil.test/guide",
    "/\\evil.test/guide",
    "/%5cevil.test/guide",
    "/guide//evil.test",
    "/guide%0d%0aSet-Cookie:%20x=1",
    "/guide?%0d%0aSet-Cookie:%20x=1",
    "/guide?next=//evil.test/",
    "/guide.md",
    "/guide/index.md",
    "/guide/index.html?\\evil.test",
    "/split%0d%0aSet-Cookie:%20x=1",
    "/split%0d%0aSet-Cookie:%20x=1/index.md",
    "/%5cevil.test",
    "/%5cevil.test/index.md",
    "//guide",
]


@pytest.mark.parametrize("path", REDIRECTED)
def test_a_redirect_stays_here_and_adds_no_header(client: Client, path: str) -> None:
    answer = client.ask(path)
    assert answer.status in (307, 404)
    assert not answer.header("set-cookie")
    for place in answer.header("location"):
        assert re.match(r"/[^/\\]", place)
    assert len(answer.header("location")) == (answer.status == 307)


RANGES = [
    "bytes=" + ",".join(["0-"] * 5_000),
    "bytes=" + ",".join(f"{n}-{n + 5_000}" for n in range(0, 2_000)),
    "bytes=0-0," * 10,
    f"bytes={'9' * 18}-",
    f"bytes=0-{'9' * 5_000}",
    f"bytes={'9' * 5_000}-{'9' * 5_000}",
    "bytes=5-2",
    "bytes=--5",
    "bytes=-0",
    "bytes=-",
    "bytes=0-1;2",
    "bytes=\u0661-\u0662".encode().decode("latin-1"),
]


@pytest.mark.parametrize("asked", RANGES, ids=[asked[:20] for asked in RANGES])
def test_a_range_sends_no_more_than_there_is(client: Client, asked: str) -> None:
    answer = client.ask("/data.bin", f"Range: {asked}")
    assert answer.status in (206, 416, 431)
    assert len(answer.body) <= 10_000
    assert_guarded(answer)


def test_what_a_request_says_lands_on_no_terminal(client: Client, watch: Watch) -> None:
    before = watch.said
    for said in ("\x1b]0;owned\x07", "\x1b[2J", "%1b%5b2J", "%E2%80%AE", "\nfake: line", "\x9b2J"):
        for path in (f"/{said}", f"/?{said}", f"/guide/{said}/"):
            client.raw(client.head(path, f"X-Said: {said}", "Connection: close"))
            client.raw(client.head("/_devserver/live?token=" + said, "Upgrade: websocket"))
    for _ in range(2_000):
        with watch.connect() as connection:
            connection.sendall(b"\x16\x03\x01\r\n\r\n")
    assert client.ask("/").status == 200
    assert watch.said == before


def test_requests_one_after_the_other_are_each_judged(client: Client) -> None:
    evil = b"GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n"
    good = client.head("/guide/")
    found: list[Answer] = answers(client.raw(good + good + evil + good))
    assert [answer.status for answer in found] == [200, 200, 403]
