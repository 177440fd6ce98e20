"""Whatever part of a file is asked for, and whatever is known of it, the answer is within it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from devserver.serve.conditions import RangeError, is_known, span_of
from tests.fuzz.examples import examples

_RANGES = st.one_of(
    st.from_regex(r"bytes=[ \t]*\d{0,20}-\d{0,20}(,\d{0,3}-\d{0,3})?", fullmatch=True),
    st.builds("bytes={}-{}".format, st.integers(0, 12), st.integers(0, 12)),
    st.builds("bytes=-{}".format, st.integers(0, 12)),
    st.sampled_from(
        ["bytes=", "bytes=-", "bytes=a-b", "items=0-1", "", "bytes=٣-٤", "bytes=+1-2", "BYTES=0-1"]
    ),
)


@given(
    asked=_RANGES, size=st.integers(0, 10), known=st.sampled_from([None, '"e"', '"f"', "W/", "x"])
)
@examples(300)
def test_any_range_lies_in_the_file_and_is_what_was_asked_for(
    asked: str, size: int, known: str | None
) -> None:
    headers = {"range": asked} | ({} if known is None else {"if-range": known})
    try:
        span = span_of(headers, '"e"', size)
    except RangeError:
        assert asked.startswith("bytes=")
        return
    if span is None:
        return
    assert known in (None, '"e"')
    assert 0 <= span.start < span.start + span.length <= size
    first, _, last = asked.removeprefix("bytes=").strip().partition("-")
    content = bytes(range(size))
    wanted = (
        content[int(first) : int(last) + 1 if last else None] if first else content[-int(last) :]
    )
    assert content[span.start : span.start + span.length] == wanted


_TAGS = st.one_of(
    st.sampled_from(['"e"', 'W/"e"', "*", '"f"', "e", "", "W/", '"e', '"e""e"']),
    st.text(max_size=4),
)


@given(st.lists(_TAGS, max_size=4), st.sampled_from([",", ", ", " , ", ";", " "]))
@examples(200)
def test_any_list_of_tags_knows_only_what_it_names(tags: list[str], between: str) -> None:
    written = between.join(tags)
    if is_known({"if-none-match": written}, '"e"'):
        assert '"e"' in written or written.strip() == "*"
    if "," in between and '"e"' in tags:
        assert is_known({"if-none-match": written}, '"e"')
