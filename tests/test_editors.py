"""What is not saved is on the page, for the whole site, and never in the sources."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from devserver.model import digest
from tests.editor.joined import Joined, joined
from tests.watching import CTRL_C, Watch, Workspace


class Desk:
    """A watched project, and an editor that has joined."""

    def __init__(self, workspace: Workspace) -> None:
        workspace.write("docs/index.md", "# Home\n\n[Tea](tea.md)\n")
        workspace.write("docs/tea.md", '# Tea\n\n--8<-- "docs/part.txt"\n')
        workspace.write("docs/part.txt", "A part.\n")
        workspace.write("devserver.toml", "")
        self.workspace = workspace
        self.watch: Watch = workspace.watch()
        assert self.watch.get("/").status == 200
        self.watch.wait("indexed")
        self.editor: Joined = joined(workspace.cache)

    def path(self, name: str) -> Path:
        return self.workspace.project / name

    def type(self, name: str, text: str) -> None:
        """Have a text unsaved, and wait until it is taken up and out."""
        self.editor.write(self.path(name), text)
        self.editor.hear("rebuilt", changed=[name])

    def until_shown(self, url: str, text: str) -> None:
        """Wait until a page shows a text."""
        self.watch.wait_until(lambda: self.shows(url, text), text)

    def shows(self, url: str, text: str) -> bool:
        return text in self.watch.get(url).body.decode()


@pytest.fixture
def desk(workspace: Workspace) -> Iterator[Desk]:
    made = Desk(workspace)
    yield made
    made.editor.leave()
    workspace.assert_sources_untouched()


def test_who_joins_hears_the_address_and_the_problems(workspace: Workspace) -> None:
    workspace.write("index.md", "[x](nowhere.md)\n")
    watch = workspace.watch()
    told = watch.wait("problems")
    with joined(workspace.cache) as editor:
        assert editor.hear("serving")["url"] == f"{watch.url}/"
        assert editor.hear("problems") == told


def test_unsaved_text_is_on_the_page_and_in_everything_that_shows_it(desk: Desk) -> None:
    desk.type("docs/tea.md", "# Green tea\n\nHot.\n")
    assert desk.shows("/tea/", "Hot.")
    assert desk.shows("/", "Green tea")  # in the navigation
    desk.type("docs/index.md", "# Home\n\n[Tea](tea.md#brewing)\n")
    desk.editor.hear("problems")
    desk.type("docs/tea.md", "# Green tea\n\n## Brewing\n")
    assert desk.editor.hear("problems")["items"] == []


def test_unsaved_snippet_is_in_the_pages_that_include_it(desk: Desk) -> None:
    desk.type("docs/part.txt", "Another part.\n")
    assert desk.shows("/tea/", "Another part.")


def test_save_of_the_same_text_rebuilds_nothing_and_close_neither(desk: Desk) -> None:
    desk.type("docs/tea.md", "# Oolong\n")
    desk.workspace.write("docs/tea.md", "# Oolong\n")
    desk.editor.close(desk.path("docs/tea.md"))
    desk.type("docs/index.md", "# House\n")
    desk.watch.wait("rebuilt", changed=["docs/index.md"])
    rebuilt = [e["changed"] for e in desk.watch.events if e["event"] == "rebuilt"]
    assert rebuilt == [["docs/tea.md"], ["docs/index.md"]]
    assert desk.shows("/tea/", "Oolong")


def test_what_others_save_waits_under_the_unsaved_text_until_it_is_closed(desk: Desk) -> None:
    desk.type("docs/tea.md", "# Oolong\n")
    desk.workspace.write("docs/tea.md", "# From a checkout\n")
    desk.type("docs/index.md", "# House\n")
    assert desk.shows("/tea/", "Oolong")
    desk.editor.close(desk.path("docs/tea.md"))
    desk.editor.hear("rebuilt", changed=["docs/tea.md"])
    assert desk.shows("/tea/", "From a checkout")


def test_a_file_that_was_never_saved_has_a_page_until_it_is_closed(desk: Desk) -> None:
    desk.type("docs/new/page.md", "# New\n")
    assert desk.shows("/new/page/", "New")
    desk.editor.close(desk.path("docs/new/page.md"))
    desk.editor.hear("rebuilt", changed=["docs/new/page.md"])
    assert desk.watch.get("/new/page/").status == 404


def test_a_file_that_is_deleted_while_it_is_open_stays_until_it_is_closed(desk: Desk) -> None:
    desk.type("docs/tea.md", "# Oolong\n")
    desk.workspace.remove("docs/tea.md")
    desk.type("docs/index.md", "# House\n")
    assert desk.shows("/tea/", "Oolong")
    desk.editor.close(desk.path("docs/tea.md"))
    desk.editor.hear("rebuilt", changed=["docs/tea.md"])
    assert desk.watch.get("/tea/").status == 404


def test_an_editor_that_crashes_leaves_the_files_as_they_are(desk: Desk) -> None:
    with joined(desk.workspace.cache) as other:
        other.write(desk.path("docs/tea.md"), "# Other\n")
        desk.until_shown("/tea/", "Other")
        desk.editor.write(desk.path("docs/tea.md"), "# Mine\n")
        desk.until_shown("/tea/", "Mine")
        desk.editor.leave()
        desk.until_shown("/tea/", "Other")
    desk.until_shown("/tea/", "A part.")


def test_a_new_configuration_leaves_unsaved_text_where_it_is(desk: Desk) -> None:
    desk.type("docs/tea.md", "# Oolong\n")
    desk.workspace.write("devserver.toml", 'title = "Drinks"\n')
    desk.editor.hear("rebuilt", changed=["devserver.toml"])
    assert desk.shows("/tea/", "Oolong")
    assert desk.shows("/tea/", "Drinks")


@pytest.mark.parametrize("path", ["../other.md", "docs/.hidden.md", ".git/config", "/etc/passwd"])
def test_what_is_no_part_of_the_site_is_refused(desk: Desk, path: str) -> None:
    desk.editor.write(desk.path(path), "# Mine\n")
    assert desk.editor.hear("refused")["path"] == str(desk.path(path))
    desk.type("docs/tea.md", "# Still here\n")


def test_of_a_hundred_keystrokes_the_last_is_on_the_page(desk: Desk) -> None:
    text = "# Tea\n\n"
    with desk.watch.live("/tea/") as page:
        for number in range(100):
            text += f"word{number} 𝄞\u2028\r\n"
            desk.editor.write(desk.path("docs/tea.md"), text)
        desk.until_shown("/tea/", "word99 𝄞")
        updates = 0
        while "word99 " not in page.hear("update")["html"]:
            updates += 1
        assert updates < 100


def test_the_editor_hears_which_text_the_problems_are_about(desk: Desk) -> None:
    text = "# Oolong\n\n[x](nowhere.md)\n"
    desk.editor.write(desk.path("docs/tea.md"), text)
    assert desk.editor.hear("problems")["items"][0]["line"] == 3
    assert desk.editor.hear("checked")["texts"] == {"docs/tea.md": digest(text)}
    text = "# Oolong\n\nMore\n"
    desk.editor.write(desk.path("docs/part.txt"), text)  # It has no page of its own.
    while digest(text) != desk.editor.hear("checked")["texts"].get("docs/part.txt"):
        pass


def test_a_watch_of_the_users_hands_over_to_nobody(desk: Desk) -> None:
    desk.editor.say({"type": "hand-over"})
    assert "started by the user" in desk.editor.hear("refused")["message"]
    assert desk.watch.running


def test_a_watch_for_editors_ends_with_the_last_or_without_any(workspace: Workspace) -> None:
    workspace.write("index.md", "# Home\n")
    watch = workspace.watch("--for-editors")
    assert watch.get("/").status == 200
    one, two = joined(workspace.cache), joined(workspace.cache)
    one.leave()
    two.hear("serving")
    assert watch.running
    two.leave()
    watch.ended(0)
    workspace.watch("--for-editors").ended(0)


def test_a_stop_leaves_no_socket_and_tells_who_has_joined(workspace: Workspace) -> None:
    desk = Desk(workspace)
    with desk.editor:
        desk.editor.hear("serving")
        desk.watch.type(CTRL_C)
        desk.editor.hear("stopping")
        assert desk.editor.ended()
    desk.watch.ended(0)
    workspace.assert_clean()
    assert not list(workspace.cache.glob("devserver/control/*"))


def test_without_a_place_for_the_socket_everything_else_works(workspace: Workspace) -> None:
    workspace.write("index.md", "# Home\n")
    control = workspace.cache / "devserver" / "control"
    control.mkdir(parents=True)
    control.chmod(0o755)
    watch = workspace.watch()
    assert watch.get("/").status == 200
    watch.wait_until(lambda: "no editor can join" in watch.said, "word of it")


# ---------------------------------------------------------------- devserver connect


def test_connect_passes_lines_on_both_ways(desk: Desk) -> None:
    run = desk.workspace.pipe("connect", str(desk.workspace.project))
    assert run.stdin is not None
    assert run.stdout is not None
    assert json.loads(run.stdout.readline())["event"] == "serving"
    message = {"type": "buffer", "path": str(desk.path("docs/tea.md")), "text": "# Oolong\n"}
    run.stdin.write(json.dumps(message) + "\n")
    run.stdin.flush()
    desk.editor.hear("rebuilt", changed=["docs/tea.md"])
    assert desk.shows("/tea/", "Oolong")
    run.stdin.close()
    desk.editor.hear("rebuilt", changed=["docs/tea.md"])
    assert desk.shows("/tea/", "A part.")
    assert run.wait(20) == 0


def test_connect_joins_the_watch_of_a_folder_above(desk: Desk) -> None:
    desk.workspace.write("docs/deep/er/page.md", "# Page\n")
    run = desk.workspace.pipe("connect", str(desk.path("docs/deep/er")))
    assert run.stdout is not None
    assert json.loads(run.stdout.readline())["event"] == "serving"


def test_connect_ends_with_the_watch(desk: Desk) -> None:
    run = desk.workspace.pipe("connect", str(desk.workspace.project / "docs"))
    assert run.stdout is not None
    assert run.stdout.readline()
    desk.watch.type(CTRL_C)
    desk.watch.ended(0)
    assert json.loads(run.stdout.read().splitlines()[-1]) == {"event": "stopping"}
    assert run.wait(20) == 0


def test_connect_says_when_nobody_watches(workspace: Workspace) -> None:
    workspace.write("index.md", "# Home\n")
    run = workspace.pipe("connect", str(workspace.project))
    assert run.wait(20) == 1
    assert run.stderr is not None
    assert f"nobody watches {workspace.project}; start: devserver watch" in run.stderr.read()
