"""Places in texts are what the protocol means, whatever characters and line ends there are."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol.types import Position, PositionEncodingKind, Range

from devserver.lsp.texts import Text, clean, index, joined, lines, units

UTF8, UTF16, UTF32 = (
    PositionEncodingKind.Utf8,
    PositionEncodingKind.Utf16,
    PositionEncodingKind.Utf32,
)

texts = st.text(st.sampled_from("ab é𝄞😀\n\r\u2028\x0c\x85\t"), max_size=40)


def test_a_line_ends_where_the_protocol_says_and_nowhere_else() -> None:
    text = "a\u2028b\x0cc\x85d\r\ne\rf\n\ng"
    assert lines(text) == ("a\u2028b\x0cc\x85d\r\n", "e\r", "f\n", "\n", "g")
    assert lines("a\n") == ("a\n",)
    assert lines("") == ()
    content = Text(text, UTF16)
    assert [content.line(n) for n in range(-1, 5)] == ["", "a\u2028b\x0cc\x85d", "e", "f", "", "g"]


@pytest.mark.parametrize(("encoding", "count"), [(UTF8, 8), (UTF16, 4), (UTF32, 3)])
def test_characters_are_counted_in_the_units_agreed_on(
    encoding: PositionEncodingKind, count: int
) -> None:
    line = "é𝄞é"
    assert units(line, encoding) == count
    assert index(line, count, encoding) == 3
    assert index(line, 99, encoding) == 3
    content = Text(f"\n{line}", encoding)
    assert content.at(2, 4) == Position(1, count)
    assert content.column(Position(1, count)) == 4


@pytest.mark.parametrize(("encoding", "inside"), [(UTF8, (1, 2, 3)), (UTF16, (1,))])
def test_the_middle_of_a_character_is_its_beginning(
    encoding: PositionEncodingKind, inside: tuple[int, ...]
) -> None:
    for character in inside:
        assert index("𝄞a", character, encoding) == 0


def test_beyond_an_end_is_the_end() -> None:
    content = Text("ab\r\nc", UTF16)
    assert content.offset(Position(0, 99)) == 2
    assert content.offset(Position(9, 0)) == 5
    assert content.offset(Position(1, 9)) == 5
    assert content.replaced(Range(Position(1, 1), Position(0, 0)), "x") == "ab\r\ncx"


def test_halves_of_a_character_are_put_together_or_replaced() -> None:
    half = Text("a", UTF16).replaced(Range(Position(0, 1), Position(0, 1)), "\ud834")
    assert clean(half) == "a\ufffd"
    whole = Text(half, UTF16).replaced(Range(Position(0, 2), Position(0, 2)), "\udd1e")
    assert whole == "a𝄞"
    assert joined("plain") == "plain"


@given(texts)
def test_positions_and_indices_are_each_others_inverse(text: str) -> None:
    for encoding in (UTF8, UTF16, UTF32):
        content = Text(text, encoding)
        for offset in range(len(text) + 1):
            if text[offset - 1 : offset + 1] != "\r\n":  # No position is between the two.
                assert content.offset(content.position(offset)) == offset


@settings(max_examples=200)
@given(texts, texts, st.data())
def test_an_edit_is_what_an_editor_made_of_it(text: str, added: str, data: st.DataObject) -> None:
    """The other way to the same: in UTF-16, by the unit, as an editor of that kind has it."""
    raw = [text.encode("utf-16-le")[i : i + 2] for i in range(0, 2 * units(text, UTF16), 2)]
    places = [i for i in range(len(raw) + 1) if is_place(raw, i)]
    start, end = sorted(data.draw(st.sampled_from(places)) for _ in range(2))
    where = Range(place(raw, start), place(raw, end))
    expected = b"".join((*raw[:start], added.encode("utf-16-le"), *raw[end:])).decode("utf-16-le")
    assert Text(text, UTF16).replaced(where, added) == expected


def is_place(raw: list[bytes], at: int) -> bool:
    """Whether a cursor can be there: not within a character or a CR LF."""
    low = at < len(raw) and 0xDC <= raw[at][1] <= 0xDF
    return not low and raw[max(0, at - 1) : at + 1] != [b"\r\0", b"\n\0"]


def place(raw: list[bytes], at: int) -> Position:
    before = b"".join(raw[:at]).decode("utf-16-le")
    *ends, last = re.split(r"\r\n|\r|\n", before)
    return Position(len(ends), units(last, UTF16))
