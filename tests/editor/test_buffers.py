"""Of several unsaved texts of one file, the one written last counts."""

from __future__ import annotations

from devserver.editor.buffers import Buffers


def test_the_text_written_last_counts_until_it_is_closed() -> None:
    buffers = Buffers()
    buffers.put("/a", 1, "one")
    buffers.put("/a", 2, "two")
    assert buffers.text("/a") == "two"
    buffers.put("/a", 1, "one again")
    assert buffers.text("/a") == "one again"
    buffers.close("/a", 1)
    assert buffers.text("/a") == "two"
    buffers.close("/a", 2)
    assert buffers.text("/a") is None
    assert not list(buffers)


def test_what_an_editor_has_open_is_known() -> None:
    buffers = Buffers()
    buffers.put("/a", 1, "")
    buffers.put("/b", 2, "b")
    assert buffers.of(1) == ["/a"]
    assert buffers.text("/a") == ""
    assert list(buffers) == ["/a", "/b"]
    buffers.close("/a", 2)
    buffers.close("/c", 1)
    assert list(buffers) == ["/a", "/b"]
