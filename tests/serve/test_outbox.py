"""Main is written to in order, by a thread that alone waits when main is slow."""

from __future__ import annotations

import threading

from devserver.messages import FromServer, Wanted
from devserver.model import Url
from devserver.serve.outbox import Outbox

MESSAGES = [Wanted(Url(f"/{number}/")) for number in range(5)]


def test_posting_never_waits_and_keeps_the_order() -> None:
    sent: list[FromServer] = []
    main_reads, all_sent = threading.Event(), threading.Event()

    def send(message: FromServer) -> None:
        assert main_reads.wait(10)
        sent.append(message)
        if message is MESSAGES[-1]:
            all_sent.set()

    outbox = Outbox(send)
    for message in MESSAGES:
        outbox.post(message)
    assert sent == []
    main_reads.set()
    assert all_sent.wait(10)
    assert sent == MESSAGES


def test_sending_ends_when_main_is_gone() -> None:
    refused = threading.Event()

    def send(_: FromServer) -> None:
        refused.set()
        raise BrokenPipeError

    Outbox(send).post(MESSAGES[0])
    assert refused.wait(10)
