"""What stands in a piece of HTML."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devserver.site.fragment import MARK, Fragment, count_words, is_closed


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", 0),
        ("<p>Two words</p>\n<p>and <em>th</em>ree more.</p>", 5),
        ("<p>One</p><pre>not these</pre><!-- nor these --><script>nor this</script>", 1),
        ("<p>日本語 and さん</p>", 6),
        ('<p title="not these">one</p>', 1),
    ],
)
def test_words(source: str, words: int) -> None:
    assert count_words(source) == words


def test_what_stands_in_it_is_found() -> None:
    fragment = Fragment.of(f'<p id="a"><a href="{MARK}b.md" name="c">Two words</a></p>\n')
    assert [(target.value, target.marked) for target in fragment.targets] == [("b.md", True)]
    assert (fragment.ids, fragment.names, fragment.words) == (("a",), ("c",), 2)


def test_quote_in_the_text_hides_no_anchor() -> None:
    assert Fragment.of('<p>&lt;a id="a&gt;</p>\n<h1 id="b">B</h1>').ids == ("b",)


@pytest.mark.parametrize(
    ("source", "closed"),
    [
        ('<p>text &lt; <b title="a > b">bold</b></p>\n', True),
        ("<div><pre>x</pre></div>\n", True),
        ("<!-- a - b -- c --><p>x</p>\n", True),
        ("<p>no space after it</p>", False),
        ("text first <b>x</b>\n", False),
        ("<p>x</p><!-- open\n", False),
        ("<p>x</p><!-->\n", False),
        ("<p>x</p><a href=\n", False),
        ("<p>x</p><a title='>\n", False),
        ("<p>a < b</p>\n", False),
        ("<b title='<!--'>x</b>\n", False),
        ("<div><pre>\n", False),
        ("<script>1</script>\n", False),
    ],
)
def test_piece_is_closed_if_it_means_the_same_beside_any_other(source: str, closed: bool) -> None:
    assert is_closed(source) is closed


_PIECES = st.lists(
    st.one_of(
        st.sampled_from(["<p>", "</p>\n", "<pre>", "</pre>", "<math>", "</math>", "<a name=w>"]),
        st.sampled_from(["<!--", "-->", "<a href='x.md'>", '<b id="y" title="', "<img src=z>"]),
        st.sampled_from(["word ", "\n", '"', "'", ">", "<", "-"]),
    ),
    max_size=8,
).map(lambda pieces: f"<p>{''.join(pieces)}</p>\n")


@given(st.lists(_PIECES, min_size=2, max_size=6))
def test_closed_pieces_are_the_whole(pieces: list[str]) -> None:
    pieces = list(filter(is_closed, pieces))
    fragments = [Fragment.of(piece) for piece in pieces]
    whole = Fragment.of("".join(pieces))
    assert sum(fragment.words for fragment in fragments) == whole.words
    assert [t.value for f in fragments for t in f.targets] == [t.value for t in whole.targets]
    assert tuple(anchor for fragment in fragments for anchor in fragment.ids) == whole.ids
    assert tuple(anchor for fragment in fragments for anchor in fragment.names) == whole.names
