"""From a finished page to word of it: the store first, and exactly one answer to each question."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from devserver import publisher as module
from devserver.front import Front
from devserver.messages import Answered, FileAnswer, PageAnswer, Published, RedirectAnswer, ToServer
from devserver.model import Url
from devserver.publisher import Publisher
from tests.small_disk import SmallDisk, small_disk
from tests.workbench import Workbench

HOME, A = Url("/"), Url("/a/")
FILES = {"docs/index.md": "# Home\n", "docs/a.md": "# A\n", "docs/plan.png": "png"}


class Told(Front):
    """Hears what the server would be told, and knows which pages would be open."""

    def __init__(self) -> None:
        self.tabs = {}
        self.ready = False
        self.heard: list[ToServer] = []

    def send(self, message: ToServer) -> None:
        self.heard.append(message)

    def taken(self) -> list[ToServer]:
        heard, self.heard = self.heard, []
        return heard


class Desk:
    """A publisher with everything it needs."""

    def __init__(self, folder: Path, files: dict[str, str]) -> None:
        self.bench = Workbench(folder, files)
        self.front = Told()
        self.publisher = Publisher(self.bench.builder, self.bench.cache, self.front)

    def answers(self, url: str) -> list[object]:
        """Ask for a url, and turn until it is answered; gives every answer that came."""
        self.publisher.ask(Url(url))
        found: list[object] = []
        while self.publisher.waiting:
            self.turn()
            found += [m.answer for m in self.front.taken() if isinstance(m, Answered)]
        return found

    def edit(self, path: str, text: str) -> tuple[set[Url], set[Url], list[ToServer]]:
        """Save a file and publish what comes of it; gives what is done, differs, and is told."""
        self.bench.save(path, text)
        change = self.bench.take()
        assert change is not None
        self.publisher.awaited(change.urls)
        done, different = set[Url](), set[Url]()
        while self.publisher.waiting:
            some, others = self.turn()
            done |= some
            different |= others
        return done, different, self.front.taken()

    def turn(self) -> tuple[set[Url], set[Url]]:
        self.bench.builder.receive()
        return self.publisher.publish(1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path, FILES)
    yield made
    made.bench.store.close()


def test_nothing_is_done_in_the_background_before_readers_are_served(desk: Desk) -> None:
    assert not desk.publisher.calm
    desk.front.ready = True
    assert desk.publisher.calm
    desk.publisher.ask(A)
    assert not desk.publisher.calm
    while desk.publisher.waiting:
        desk.turn()
    assert desk.publisher.calm


def test_question_is_answered_once_when_the_page_is_in_the_store(desk: Desk) -> None:
    (answer,) = desk.answers(A)
    stored = desk.bench.store.page(A)
    assert stored is not None
    assert isinstance(answer, PageAnswer)
    assert answer == PageAnswer(stored.version, lines=answer.lines)
    assert answer.lines is not None
    assert '<h1 data-line="1" id="a">' in answer.lines.told(stored.html)


def test_what_is_no_page_is_answered_at_once(desk: Desk) -> None:
    docs = str(desk.bench.folder / "docs")
    assert desk.answers("/plan.png") == [FileAnswer(f"{docs}/plan.png", docs)]
    assert desk.answers("/a") == [RedirectAnswer(A)]
    (missing,) = desk.answers("/nowhere/")
    assert isinstance(missing, PageAnswer)
    assert missing.status == 404
    assert missing.html is not None


def test_edit_is_published_and_told(desk: Desk) -> None:
    desk.answers(A)
    done, different, told = desk.edit("docs/a.md", "# A\n\nNews.\n")
    assert done == different == {A}
    (published,) = told
    stored = desk.bench.store.page(A)
    assert stored is not None
    assert "News." in stored.html
    assert isinstance(published, Published)
    ((_, answer),) = published.pages
    assert published == Published(1, ((A, PageAnswer(stored.version, lines=answer.lines)),))
    assert answer.lines is not None
    assert '<p data-line="3">News.</p>' in answer.lines.told(stored.html)


def test_edit_that_changes_nothing_to_be_seen_is_done_but_no_different(desk: Desk) -> None:
    desk.answers(A)
    done, different, _ = desk.edit("docs/a.md", "# A\n\n\n")
    assert (done, different) == ({A}, set())


def test_deleted_page_goes_from_the_store_and_its_answer_is_stale(desk: Desk) -> None:
    desk.answers(A)
    desk.bench.remove("docs/a.md")
    change = desk.bench.take()
    assert change is not None
    desk.publisher.awaited(change.urls)
    done, different = desk.turn()
    assert A in done & different
    assert desk.bench.store.page(A) is None
    assert [m.stale for m in desk.front.taken() if isinstance(m, Published)] == [(A,)]


def test_page_that_is_opened_is_rehearsed_once(desk: Desk) -> None:
    desk.answers(A)
    rehearsed = desk.bench.workers.rehearsed
    for tabs in ({A: 1}, {A: 2}, {}, {A: 1}, {Url("/nowhere/"): 1}):
        desk.front.tabs = tabs
        desk.turn()
    assert [(job.path, job.expanded.text) for job in rehearsed] == [("docs/a.md", "# A\n")] * 2


def test_page_that_is_yet_to_be_converted_is_not_rehearsed(tmp_path: Path) -> None:
    desk = Desk(tmp_path, FILES)
    desk.front.tabs = {A: 1}
    desk.turn()
    assert not desk.bench.workers.rehearsed
    desk.bench.store.close()


def test_reader_of_a_slow_page_gets_the_last_good_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    (before,) = desk.answers(A)
    assert isinstance(before, PageAnswer)
    desk.bench.save("docs/a.md", "# A\n\nNews.\n")
    desk.bench.take()
    desk.publisher.ask(A)
    monkeypatch.setattr(module, "PATIENCE", -1.0)
    desk.publisher.publish(1)
    # With its lines, too: to those who show it, it is the same page.
    assert desk.front.taken() == [Answered(A, before)]
    while desk.publisher.waiting:
        desk.turn()
    assert [type(message) for message in desk.front.taken()] == [Published]


def test_page_that_is_damaged_in_the_store_is_published_again(desk: Desk) -> None:
    desk.answers(A)
    with closing(sqlite3.connect(desk.bench.store.path)) as other, other:
        other.execute("update pages set html = 'nonsense'")
    assert desk.bench.store.page(A) is None
    desk.answers(A)
    assert desk.bench.store.page(A) is not None


def test_changed_pages_nobody_looks_at_are_not_all_built_at_once(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {f"docs/{n}.md": f"# {n}\n" for n in range(100)})
    desk.front.tabs = {Url("/99/"): 1}
    chosen = desk.publisher.awaited(Url(f"/{n}/") for n in range(100))
    assert len(chosen) == 64
    assert "/99/" in chosen
    desk.bench.store.close()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk") as made:
        yield made


def test_page_reaches_its_reader_though_the_disk_is_full(disk: SmallDisk) -> None:
    desk = Desk(disk.folder, FILES)
    desk.answers(A)
    desk.bench.save("docs/a.md", "# A\n\n" + "More words. " * 10_000)
    change = desk.bench.take()
    assert change is not None
    disk.fill()
    (answer,) = desk.answers(A)
    assert isinstance(answer, PageAnswer)
    assert answer.html is not None
    assert "More words." in answer.html
    assert desk.publisher.fault is not None
    assert desk.publisher.fault.code == "disk"
    disk.free()
    (answer,) = desk.answers(A)
    assert isinstance(answer, PageAnswer)
    assert answer.html is None
    assert desk.publisher.fault is None
    desk.bench.store.close()
