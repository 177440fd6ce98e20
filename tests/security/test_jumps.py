"""A page may ask an editor for a line of what the page was made of, and for nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest

from devserver.serve import hub
from tests.editor.joined import Joined, joined
from tests.serve.played_main import LivePage
from tests.watching import Watch, Workspace

PLACE: dict[str, Any] = {"url": "/tea/", "line": 3, "word": "green"}

HOSTILE: list[object] = [
    {**PLACE, "url": "/../secret.md"},
    {**PLACE, "url": "/secret/"},
    {**PLACE, "url": "file:///etc/passwd"},
    {**PLACE, "line": 2},
    {**PLACE, "line": -1},
    {**PLACE, "line": 10**30},
    {**PLACE, "line": "3; touch here"},
    {**PLACE, "file": 2},
    {**PLACE, "file": -1},
    {**PLACE, "file": "secret.md"},
    {"path": "/etc/passwd", "line": 1},
    "/etc/passwd:1",
]


@pytest.fixture
def watch(workspace: Workspace) -> Iterator[Watch]:
    workspace.write("docs/index.md", "# Home\n")
    workspace.write("docs/tea.md", '# Tea\n\nA green one.\n\n--8<-- "part.md"\n')
    workspace.write("part.md", "A part.\n")
    workspace.write("secret.md", "A secret.\n")
    workspace.write("devserver.toml", "")
    watch = workspace.watch()
    watch.wait("indexed")
    yield watch
    workspace.assert_sources_untouched()


@pytest.fixture
def page(watch: Watch) -> Iterator[LivePage]:
    with watch.live("/tea/") as page:
        yield page


@pytest.fixture
def editor(watch: Watch, workspace: Workspace) -> Iterator[Joined]:
    assert watch.url
    with joined(workspace.cache) as editor:
        editor.write(workspace.project / "docs/index.md", "# Home\n")
        yield editor


def rest(page: LivePage) -> None:
    """Let the time pass for which an editor is left alone after a jump."""
    until = time.monotonic() + 1.5 * hub.BETWEEN_JUMPS
    while time.monotonic() < until:
        page.say(ping=1)
        page.hear("pong")


def test_what_is_no_line_of_the_page_is_never_shown(page: LivePage, editor: Joined) -> None:
    for jump in HOSTILE:
        page.say(jump=jump)
        rest(page)
    page.say(jump={**PLACE, "word": "one"})
    shown = editor.hear("show")
    assert (shown["line"], shown["word"]) == (3, "one")
    assert shown["path"].endswith("/docs/tea.md")


def test_a_flood_of_jumps_is_one_now_and_then(page: LivePage, editor: Joined) -> None:
    began = time.monotonic()
    for number in range(300):
        page.say(jump={**PLACE, "word": f"word{number}"})
    rest(page)
    page.say(jump={**PLACE, "word": "last"})
    most = 2 + (time.monotonic() - began) / hub.BETWEEN_JUMPS
    heard = editor.hear_all_until("show", word="last")
    assert 0 < sum(event["event"] == "show" for event in heard) <= most


def test_a_word_without_end_is_cut(page: LivePage, editor: Joined) -> None:
    page.say(jump={**PLACE, "word": "x" * 50_000})
    assert len(editor.hear("show")["word"]) == 200


def test_an_editor_that_has_nothing_open_is_shown_a_file_of_the_page(
    page: LivePage, editor: Joined, workspace: Workspace
) -> None:
    page.say(jump={**PLACE, "line": 1, "file": 1})
    assert editor.hear("show")["path"] == str(workspace.project / "part.md")
