"""Whole messages in order, whatever pieces they arrive in, and no end that blocks main."""

from __future__ import annotations

import pickle
import select
import socket
import struct
import threading
from collections.abc import Iterator

import pytest

from devserver.channel import Channel, PolledChannel

LARGE = b"x" * 5_000_000
"""More than any socket buffer holds."""


@pytest.fixture
def ends() -> Iterator[tuple[PolledChannel, socket.socket]]:
    """Main's end, and the child's bare socket."""
    ours, theirs = socket.socketpair()
    main = PolledChannel(ours)
    yield main, theirs
    main.close()
    theirs.close()


Ends = tuple[PolledChannel, socket.socket]


def received(main: PolledChannel, count: int) -> list[object]:
    messages: list[object] = []
    while len(messages) < count:
        select.select([main], [], [])
        messages += main.receive()
    return messages


def test_messages_arrive_whole_and_in_order_both_ways(ends: Ends) -> None:
    main, theirs = ends
    child = Channel(theirs)
    for message in ("a", {"b": 1}, b""):
        main.send(message)
    assert [child.receive() for _ in range(3)] == ["a", {"b": 1}, b""]
    child.send("c")
    child.send(None)
    assert received(main, 2) == ["c", None]


def test_a_large_message_never_blocks_main(ends: Ends) -> None:
    main, theirs = ends
    main.send(LARGE)
    assert main.unsent
    got: list[object] = []
    reader = threading.Thread(target=lambda: got.append(Channel(theirs).receive()))
    reader.start()
    while main.unsent:
        select.select([], [main], [])
        main.flush()
    reader.join()
    assert got == [LARGE]


def test_a_message_in_pieces_is_not_taken_before_its_end(ends: Ends) -> None:
    main, theirs = ends
    body = pickle.dumps("whole")
    frame = struct.pack("!Q", len(body)) + body
    for piece in (frame[:3], frame[3:12], frame[12:] + frame[:8]):
        assert main.receive() == []
        theirs.sendall(piece)
    assert main.receive() == ["whole"]
    theirs.sendall(frame[8:])
    assert main.receive() == ["whole"]


def test_messages_of_two_threads_are_not_mixed(ends: Ends) -> None:
    main, theirs = ends
    child = Channel(theirs)

    def send(letter: str) -> None:
        for _ in range(20):
            child.send(letter * 100_000)

    threads = [threading.Thread(target=send, args=(letter,)) for letter in "ab"]
    for thread in threads:
        thread.start()
    messages = received(main, 40)
    for thread in threads:
        thread.join()
    assert sorted(map(str, messages)) == ["a" * 100_000] * 20 + ["b" * 100_000] * 20


def test_main_learns_of_the_childs_end_after_its_last_message(ends: Ends) -> None:
    main, theirs = ends
    Channel(theirs).send("last")
    theirs.close()
    assert main.receive() == ["last"]
    assert main.closed
    main.send("unheard")
    assert not main.unsent


def test_a_send_to_a_dead_child_is_noted_and_dropped(ends: Ends) -> None:
    main, theirs = ends
    theirs.close()
    main.send("unheard")
    assert main.closed


def test_the_child_learns_of_mains_end_even_within_a_message(ends: Ends) -> None:
    main, theirs = ends
    main.send(LARGE)
    main.close()
    assert Channel(theirs).receive() is None
