"""Whatever a page says over its socket, it is heard afterwards, and main knows what it shows."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st
from websockets.sync.client import ClientConnection

from devserver.model import Url
from tests.fuzz.examples import examples
from tests.serve.played_main import DEADLINE, LivePage, PlayedMain

_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
_VIEWS = st.sampled_from(
    [
        "/page/",
        "/nothing/",
        "//evil",
        "/..",
        "",
        "/a\x00",
        "/\ud800",
        "/\u202e",
        "\\",
        "/" + "x" * 2000,
        "/old/",
        "/file.bin",
    ]
)
_SAID = st.fixed_dictionaries(
    {},
    optional={
        "view": st.one_of(_VIEWS, _JSON),
        "version": st.one_of(st.text(max_size=4), _JSON),
        "ping": st.one_of(st.integers(), st.integers(-(2**70), 2**70), st.just(2**64), _JSON),
        "more": _JSON,
    },
)
_MESSAGES = st.one_of(
    _SAID.map(json.dumps),
    _JSON.map(json.dumps),
    st.text(max_size=20),
    st.binary(max_size=20),
    st.sampled_from(
        [
            '{"view": "/\\ud800"}',
            '{"view": "/\\udc00\\ud800/"}',
            "[" * 5000,
            '{"ping": 1e400}',
            "{" * 3,
            "x" * 60_000,
        ]
    ),
    st.sampled_from(
        [
            '{"ping": -0}',
            '{"ping": 1.0}',
            '{"ping": 18446744073709551616}',
            '{"view": "/a", "view": "/b"}',
        ]
    ),
)


@given(messages=st.lists(_MESSAGES, max_size=8), view=st.sampled_from(["/page/", "/nothing/"]))
@examples(60)
def test_any_messages_leave_a_page_that_is_heard_and_counted(
    main: PlayedMain, messages: list[str | bytes], view: str
) -> None:
    with main.websocket() as websocket:
        for message in messages:
            websocket.send(message)
        page = LivePage(websocket)
        page.say(view=view, version="x", ping=12345)
        _hear_pong(websocket, 12345)
        main.wait(lambda: main.viewing == ((Url(view), 1),))
    main.wait(lambda: main.viewing == ())


def _hear_pong(websocket: ClientConnection, number: int) -> None:
    while True:
        heard = json.loads(websocket.recv(timeout=DEADLINE))
        if heard["type"] == "pong" and heard["ping"] == number:
            return
