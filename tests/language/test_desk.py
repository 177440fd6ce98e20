"""Questions are answered in their order, and a fault costs one answer."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from devserver.config import load
from devserver.language.desk import Desk
from devserver.language.library import Library
from tests.language.sites import write

SECONDS = 20.0


def titles(library: Library) -> list[str]:
    return sorted(outline.title for outline in library.outlines.values())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    write(tmp_path / "devserver.toml", "")
    write(tmp_path / "docs/a.md", "# A\n")
    return Desk(load(tmp_path, cwd=tmp_path))


def test_a_question_is_answered_with_the_texts_of_its_moment(tmp_path: Path, desk: Desk) -> None:
    file = str(tmp_path / "docs/a.md")
    asked = [desk.ask(titles, texts) for texts in ({}, {file: "# B\n"}, {file: "# C\n"}, {})]
    assert [each.result(SECONDS) for each in asked] == [["A"], ["B"], ["C"], ["A"]]
    desk.close()


def test_a_question_that_fails_says_so_and_the_next_is_answered(desk: Desk) -> None:
    def fail(library: Library) -> None:
        raise LookupError(titles(library)[0])

    with pytest.raises(LookupError, match="A"):
        desk.ask(fail, {}).result(SECONDS)
    assert desk.ask(titles, {}).result(SECONDS) == ["A"]
    desk.close()


def test_what_is_no_longer_wanted_is_not_asked(desk: Desk) -> None:
    go = threading.Event()
    held = desk.ask(lambda _: go.wait(SECONDS), {})
    dropped = desk.ask(lambda _: pytest.fail("it was asked"), {})
    assert dropped.cancel()
    go.set()
    assert held.result(SECONDS)
    assert desk.ask(titles, {}).result(SECONDS) == ["A"]
    desk.close()


def test_changes_are_read_again_and_so_is_the_configuration(tmp_path: Path, desk: Desk) -> None:
    assert desk.ask(titles, {}).result(SECONDS) == ["A"]
    write(tmp_path / "docs/b.md", "# B\n")
    desk.changed(["docs/b.md"])
    assert desk.ask(titles, {}).result(SECONDS) == ["A", "B"]
    write(tmp_path / "devserver.toml", 'exclude = ["a.md"]\n')
    desk.changed(["devserver.toml"])
    assert desk.ask(titles, {}).result(SECONDS) == ["B"]
    write(tmp_path / "devserver.toml", "broken")
    desk.changed(["devserver.toml"])
    assert desk.ask(titles, {}).result(SECONDS) == ["B"]
    desk.close()
