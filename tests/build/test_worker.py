"""A real worker: it says when it is ready, converts what it is sent, and ends with its channel."""

from __future__ import annotations

import select

from devserver.build.worker import WorkerSetup, given_up, work
from devserver.messages import Convert, Converted, Ready
from devserver.model import Expanded, Job, SourcePath
from devserver.processes import Child
from devserver.site.dialect import native

DEADLINE = 60.0
"""Seconds after which something that was waited for is a failure."""


def test_worker_tells_when_it_is_ready_and_ends_with_its_channel() -> None:
    child = Child("worker", work, WorkerSetup(100_000, native()))
    messages: list[object] = []
    child.channel.send(Convert(7, Job(SourcePath("a.md"), Expanded("# A\n"), native())))
    while not any(isinstance(message, Converted) for message in messages):
        assert select.select([child.channel], [], [], DEADLINE)[0]
        messages += child.channel.receive()
    assert messages[0] == Ready(child.pid)
    converted = messages[1]
    assert isinstance(converted, Converted)
    assert (converted.ticket, converted.document.path) == (7, "a.md")
    child.channel.close()
    assert select.select([child.sentinel], [], [], DEADLINE)[0]
    child.kill()


def test_page_that_was_given_up_says_why_and_is_no_page() -> None:
    document = given_up(SourcePath("a.md"), "it takes too long")
    assert document.failed
    assert [problem.message for problem in document.problems] == ["it takes too long"]
