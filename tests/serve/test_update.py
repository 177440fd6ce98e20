"""Of a new version only what differs is told, and what comes of it is that version."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from devserver.model import Digest, Url
from devserver.serve.pages import ShownPage
from devserver.serve.update import Update, difference, units

TEXTS = st.text(st.sampled_from("ab<>é漢𝄞\u2028"), max_size=30)


def shown(html: str, version: str) -> ShownPage:
    return ShownPage(Url("/"), Digest(version), 200, html)


def as_javascript(text: str, start: int, end: int) -> str:
    """Cut a text where JavaScript would."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_what_differs_makes_the_new_version_of_the_old(
    before: str, then: str, now: str, after: str
) -> None:
    old = shown(f"{before}{then}{after}{'x' * 100}", "1")
    new = shown(f"{before}{now}{after}{'x' * 100}", "2")
    told: dict[str, Any] = msgspec.json.decode(Update(new).after(old).encode("utf-8"))
    length, start, end = told["length"], told["start"], told["end"]
    assert (told["base"], length) == ("1", units(old.html))
    first = as_javascript(old.html, 0, start)
    assert first + told["html"] + as_javascript(old.html, length - end, length) == new.html
    assert len(told["html"]) <= len(now)


@given(TEXTS, TEXTS)
def test_the_ends_that_are_the_same_are_as_long_as_they_can_be(then: str, now: str) -> None:
    start, end = difference(then, now)
    assert then[:start] == now[:start]
    assert then[len(then) - end :] == now[len(now) - end :]
    assert start + end <= min(len(then), len(now))
    rest = then[start : len(then) - end], now[start : len(now) - end]
    if all(rest):
        assert rest[0][0] != rest[1][0]
        assert rest[0][-1] != rest[1][-1]


def test_a_page_that_is_another_is_told_whole_and_encoded_once() -> None:
    update = Update(shown("<p>something</p>" * 10, "2"))
    whole = update.after(shown("nothing like it", "1"))
    assert whole is update.whole()
    near = shown("<p>something</p>" * 11, "3")
    assert update.after(near) is update.after(near)
