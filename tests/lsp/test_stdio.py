"""Messages come whole out of any pieces, and what is no message ends the conversation."""

from __future__ import annotations

import os

import pytest

from devserver.lsp.stdio import Frames, Stdio


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_messages_are_cut_out_of_any_pieces(size: int) -> None:
    stream = (
        b"Content-Length: 2\r\n\r\n{}"
        b"Content-Type: a/b; charset=utf-8\r\ncontent-length:  4 \r\n\r\nab\r\n"
        b"Content-Length: 0\r\n\r\n"
        b"No-Length: 1\r\n\r\nContent-Length: 1\r\n\r\n1"
    )
    frames = Frames()
    found: list[bytes] = []
    for start in range(0, len(stream), size):
        found += frames.feed(stream[start : start + size])
    assert found == [b"{}", b"ab\r\n", b"", b"1"]


def test_what_is_no_head_is_not_kept_for_ever() -> None:
    with pytest.raises(ValueError, match="not the Language Server Protocol"):
        list(Frames().feed(b"x" * 70_000))


def test_who_does_not_read_keeps_nobody_waiting() -> None:
    reading, writing = os.pipe()
    stdio = Stdio(reading, writing)
    stdio.write(b"x" * (1 << 20))
    stdio.close(0.05)
    os.close(reading)
    stdio.close()
    os.close(writing)
