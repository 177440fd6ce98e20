"""The control socket takes lines in any pieces, and nothing that is said there can hurt."""

from __future__ import annotations

import select
from collections.abc import Iterator
from pathlib import Path

import pytest

from devserver.editor import control
from devserver.editor.control import (
    BufferClosed,
    BufferWritten,
    Control,
    Editor,
    EditorLeft,
    FromEditor,
)
from tests.editor.joined import Joined
from tests.on_terminal import DEADLINE


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Control]:
    made = Control(tmp_path / "control" / "a.sock")
    yield made
    made.close()


def path_of(own: Control) -> Path:
    return own._path


def heard(own: Control, count: int) -> list[FromEditor]:
    """Wait for so many messages."""
    found: list[FromEditor] = []
    while len(found) < count:
        waiting: list[Control | Editor] = [own, *own.editors]
        assert select.select(waiting, [], [], DEADLINE)[0], f"only {found}"
        own.joined()
        found += [message for _, message in own.receive()]
    return found


def test_messages_arrive_whole_and_in_order(own: Control) -> None:
    with Joined(path_of(own)) as editor:
        editor.send(b'{"type":"buffer","path":"/a","text":"one\\u2028\\n')
        editor.send(b'"}\n\n{"type":"close","path":"/a"}\n')
        assert heard(own, 2) == [BufferWritten("/a", "one\u2028\n"), BufferClosed("/a")]
    assert heard(own, 1) == [EditorLeft()]
    assert not own.editors


@pytest.mark.parametrize(
    "line",
    [b"\xff", b"{", b"[]", b'{"type":"run"}', b'{"type":"buffer","path":1,"text":""}', b"1" * 99],
)
def test_what_is_no_message_is_answered_and_costs_nothing(own: Control, line: bytes) -> None:
    with Joined(path_of(own)) as editor:
        editor.send(line + b'\n{"type":"close","path":"/a"}\n')
        assert heard(own, 1) == [BufferClosed("/a")]
        assert "no message" in editor.hear("refused")["message"]


def test_a_message_without_end_is_cut_off(own: Control, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control, "LONGEST", 100_000)
    with Joined(path_of(own)) as editor:
        editor.send(b"x" * 100_001)
        assert heard(own, 1) == [EditorLeft()]
        assert "more than 100000 bytes" in editor.hear("refused")["message"]
        assert editor.ended()


def test_an_editor_that_does_not_read_is_let_go(
    own: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control, "_UNREAD", 100_000)
    with Joined(path_of(own)):
        assert select.select([own], [], [], DEADLINE)[0]
        (editor,) = own.joined()
        assert isinstance(editor, Editor)
        while not editor.closed:
            own.tell("x" * 10_000)
        assert [message for _, message in own.receive()] == [EditorLeft()]


def test_it_takes_the_place_of_a_dead_one_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.sock"
    tmp_path.chmod(0o700)
    dead = Control(path)
    own = Control(path)
    with Joined(path):
        assert select.select([own], [], [], DEADLINE)[0]
    assert path.stat().st_mode & 0o777 == 0o600
    own.close()
    dead.close()
    assert not path.exists()


def test_more_editors_than_anyone_has_are_turned_away(
    own: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control, "_MOST", 1)
    with Joined(path_of(own)), Joined(path_of(own)) as second:
        assert select.select([own], [], [], DEADLINE)[0]
        own.joined()
        assert second.ended()
