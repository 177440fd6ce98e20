"""A real worker: it says when it is ready, converts what it is sent, and ends with its channel."""

from __future__ import annotations

import select

from devserver.build.worker import WorkerSetup, given_up, work
from devserver.messages import Convert, Converted, Found, Ready
from devserver.model import Expanded, Job, SourcePath
from devserver.processes import Child
from devserver.site.dialect import native

DEADLINE = 60.0
"""Seconds after which something that was waited for is a failure."""


def said(child: Child, count: int) -> list[object]:
    """Give the first messages of a worker."""
    messages: list[object] = []
    while len(messages) < count:
        assert select.select([child.channel], [], [], DEADLINE)[0]
        messages += child.channel.receive()
    return messages


def test_what_can_be_searched_in_a_page_that_comes_again_is_found_once() -> None:
    child = Child("worker", work, WorkerSetup(100_000, native()))
    texts = (("a.md", "Oolong"), ("a.md", "Green"), ("b.md", "Black"))
    for ticket, (path, text) in enumerate(texts):
        job = Job(SourcePath(path), Expanded(f"# {text}\n"), native())
        child.channel.send(Convert(ticket, job, glean=True))
    _, *messages = said(child, 7)
    assert [each.ticket for each in messages if isinstance(each, Converted)] == [0, 1, 2]
    found = [each.gleaned for each in messages if isinstance(each, Found)]
    assert [each and each.headings for each in found] == [None, "green", "black"]
    child.kill()


def test_worker_tells_when_it_is_ready_and_ends_with_its_channel() -> None:
    child = Child("worker", work, WorkerSetup(100_000, native()))
    child.channel.send(Convert(7, Job(SourcePath("a.md"), Expanded("# A\n"), native())))
    ready, converted = said(child, 2)
    assert ready == Ready(child.pid)
    assert isinstance(converted, Converted)
    assert (converted.ticket, converted.document.path) == (7, "a.md")
    child.channel.close()
    assert select.select([child.sentinel], [], [], DEADLINE)[0]
    child.kill()


def test_page_that_was_given_up_says_why_and_is_no_page() -> None:
    document = given_up(SourcePath("a.md"), "it takes too long")
    assert document.failed
    assert [problem.message for problem in document.problems] == ["it takes too long"]
