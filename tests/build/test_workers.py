"""The real children: whatever becomes of one of them, every page that was asked for comes back."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Iterator

import pytest

from devserver.build import workers as module
from devserver.build.workers import Order, Workers
from devserver.model import Digest, Document, Expanded, Job, SourcePath, digest
from devserver.site.dialect import native

DEADLINE = 60.0
"""Seconds after which something that was waited for is a failure."""


def order(path: str, text: str = "# Title\n") -> Order:
    return Order(Job(SourcePath(path), Expanded(text), native()), Digest(digest(text)), ())


def received(workers: Workers, count: int) -> dict[str, Document]:
    """Wait until so many pages came back; gives each by its path."""
    until = time.monotonic() + DEADLINE
    found: dict[str, Document] = {}
    while len(found) < count:
        assert time.monotonic() < until, f"only {sorted(found)} came back"
        # A worker that is out of time says nothing: the next look finds it.
        select.select([child.channel for child in workers.children], [], [], 0.1)
        found |= {done.job.path: made for done, made in workers.receive()}
    return found


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers(1, native(), low=True)
    made.start()
    yield made
    made.end(0.0)


def test_page_is_converted_in_another_process(workers: Workers) -> None:
    workers.ask(order("a.md", "# A\n"))
    assert not workers.idle
    document = received(workers, 1)["a.md"]
    assert [heading.title for heading in document.headings] == ["A"]
    assert workers.idle
    assert all(child.pid != os.getpid() for child in workers.children)


def test_no_worker_takes_processors_from_the_start_before_there_is_work() -> None:
    workers = Workers(1, native(), low=True)
    assert not list(workers.children)
    workers.ask(order("a.md"))
    (first,) = workers.children
    workers.ask_later(order("b.md"))
    near, other = workers.children
    assert near is first
    received(workers, 2)
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, near.pid) == own
    assert os.getpriority(os.PRIO_PROCESS, other.pid) == 19
    workers.end(0.0)


def test_workers_somebody_waits_for_give_way_to_nobody() -> None:
    workers = Workers(1, native(), low=False)
    workers.ask_later(order("a.md"))
    received(workers, 1)
    own = os.getpriority(os.PRIO_PROCESS, 0)
    pids = [child.pid for child in workers.children]
    assert [os.getpriority(os.PRIO_PROCESS, pid) for pid in pids] == [own, own]
    workers.end(0.0)


def test_pages_with_the_same_text_are_each_converted(workers: Workers) -> None:
    workers.ask(order("a.md"))
    workers.ask(order("b.md"))
    workers.ask(order("c.md"))
    assert set(received(workers, 3)) == {"a.md", "b.md", "c.md"}


def test_page_asked_for_again_is_converted_once(workers: Workers) -> None:
    for _ in range(5):
        workers.ask(order("a.md"))
    received(workers, 1)
    assert workers.idle


def test_page_that_is_edited_meanwhile_is_converted_as_it_is_now(workers: Workers) -> None:
    workers.ask(order("a.md", "# One\n"))
    for text in ("# Two\n", "# Three\n", "# Four\n"):
        workers.ask(order("a.md", text))
    documents: list[Document] = []
    while not documents or documents[-1].headings[0].title != "Four":
        documents.append(received(workers, 1)["a.md"])
    assert len(documents) <= 3


def test_pages_nobody_waits_for_come_too(workers: Workers) -> None:
    for n in range(5):
        workers.ask_later(order(f"{n}.md"))
    assert workers.backlog() <= 5
    assert len(received(workers, 5)) == 5


def test_rehearsed_page_is_nobodys_and_its_first_edit_is_quick(workers: Workers) -> None:
    pages = [
        "\n\n".join(
            f"Page {page} has *words* and `code` and [links](a.md) {n}." for n in range(500)
        )
        for page in range(2)
    ]
    workers.ask(order("warm.md"))
    received(workers, 1)
    workers.rehearse(order("a.md", pages[0]).job)
    until = time.monotonic() + DEADLINE
    while not workers.idle:
        assert time.monotonic() < until
        select.select([child.channel for child in workers.children], [], [], 0.1)
        assert not workers.receive()
    seconds = []
    for path, page in zip(("a.md", "b.md"), pages, strict=True):
        begun = time.perf_counter()
        workers.ask(order(path, f"{page}\n\nAn edit."))
        assert not received(workers, 1)[path].failed
        seconds.append(time.perf_counter() - begun)
    assert seconds[0] < seconds[1] / 2


def test_what_was_not_begun_can_be_dropped(workers: Workers) -> None:
    for n in range(10):
        workers.ask_later(order(f"{n}.md"))
    workers.drop_later()
    assert workers.backlog() == 0
    received(workers, 1)
    assert workers.idle


def test_worker_that_dies_costs_its_page_and_is_replaced(workers: Workers) -> None:
    first = next(workers.children).pid
    os.kill(first, signal.SIGSTOP)
    workers.ask(order("a.md"))
    os.kill(first, signal.SIGKILL)
    document = received(workers, 1)["a.md"]
    assert document.failed
    assert "crashed" in document.problems[0].message
    assert next(workers.children).pid != first
    workers.ask(order("a.md"))
    assert not received(workers, 1)["a.md"].failed


def test_page_that_takes_too_long_is_given_up(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    workers.ask(order("warm.md"))
    received(workers, 1)
    os.kill(next(workers.children).pid, signal.SIGSTOP)
    monkeypatch.setattr(module, "BUDGET", 0.2)
    workers.ask(order("a.md"))
    (problem,) = received(workers, 1)["a.md"].problems
    assert (problem.path, problem.code) == ("a.md", "too-slow")


def low_worker(workers: Workers) -> int:
    """Have the worker that nobody waits for ready, and stop it; gives its process."""
    workers.ask_later(order("warm.md"))
    received(workers, 1)
    _, low = workers.children
    os.kill(low.pid, signal.SIGSTOP)
    return low.pid


@pytest.mark.parametrize("low", [True, False])
def test_a_page_nobody_waits_for_has_its_time_however_busy_the_machine(
    low: bool, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    workers = Workers(1, native(), low=low)
    request.addfinalizer(lambda: workers.end(2))
    pid = low_worker(workers)
    monkeypatch.setattr(module, "BUDGET", 1.0)
    workers.ask_later(order("a.md"))
    begun = workers.deadline()
    assert begun is not None
    select.select([], [], [], begun - time.monotonic() + 0.1)
    assert workers.receive() == []
    os.kill(pid, signal.SIGCONT)
    assert not received(workers, 1)["a.md"].failed


def test_a_page_that_is_awaited_does_not_wait_for_a_worker_that_gives_way(
    workers: Workers,
) -> None:
    pid = low_worker(workers)
    workers.ask_later(order("a.md"))
    workers.ask(order("a.md"))
    assert not received(workers, 1)["a.md"].failed
    assert not workers.idle
    os.kill(pid, signal.SIGCONT)


def test_time_during_which_everything_was_stopped_does_not_count(workers: Workers) -> None:
    workers.ask(order("warm.md"))
    received(workers, 1)
    pid = next(workers.children).pid
    os.kill(pid, signal.SIGSTOP)
    workers.ask(order("a.md"))
    begun = workers.deadline()
    workers.pardon()
    pardoned = workers.deadline()
    assert begun is not None
    assert pardoned is not None
    assert pardoned > begun
    os.kill(pid, signal.SIGCONT)
    assert not received(workers, 1)["a.md"].failed
