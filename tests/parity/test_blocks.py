"""Two articles are the same if a reader sees the same, and not one bit more easily."""

from __future__ import annotations

import pytest

from tests.parity.blocks import blocks


def _as_written(target: str) -> str:
    return target


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ('<p class="a" id="b">x</p>', "<p id='b' class='a'>x</p>"),
        ("<p>a\n  b</p>", "<p> a b </p>"),
        ("<ul>\n<li>a</li>\n</ul>", "<ul><li>a</li></ul>"),
        ("<p>&quot;&copy;&quot;</p>", '<p>"©"</p>'),
        ("<p>a<br />\nb</p>", "<p>a<br>b</p>"),
        ("<p>a</p>\n<p>b</p>", "<p>a</p><p>b</p>"),
    ],
)
def test_what_no_reader_sees_is_no_difference(left: str, right: str) -> None:
    assert blocks(left, _as_written) == blocks(right, _as_written)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("<p>a b</p>", "<p>ab</p>"),
        ("<p>a <em>b</em></p>", "<p>a<em>b</em></p>"),
        ("<p><em>a</em> <em>b</em></p>", "<p><em>a</em><em>b</em></p>"),
        ("<p>a <img src='x'></p>", "<p>a<img src='x'></p>"),
        ("<pre>a\n b</pre>", "<pre>a b</pre>"),
        ("<p id='a'>x</p>", "<p id='b'>x</p>"),
        ("<p class='a b'>x</p>", "<p class='a'>x</p>"),
        ("<p>a</p><p>b</p>", "<p>a</p>"),
        ("<!-- a --><p>a</p>", "<p>a</p>"),
        ("<a href='a'>x</a>", "<a href='b'>x</a>"),
    ],
)
def test_what_a_reader_sees_is_one(left: str, right: str) -> None:
    assert blocks(left, _as_written) != blocks(right, _as_written)


def test_links_are_compared_by_where_they_lead() -> None:
    seen = blocks("<p><a href='b/'>x</a><img src='c'></p>", lambda target: f"/a/{target}")
    assert seen == ['<p><a href="/a/b/">x</a><img src="/a/c"></img></p>']
