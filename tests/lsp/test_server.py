"""What is typed is on the page, and what is wrong is underlined where it stands."""

from __future__ import annotations

import http.client
from pathlib import Path
from typing import Any

from tests.lsp.conftest import StartEditor
from tests.lsp.played_editor import PlayedEditor
from tests.watching import Workspace


def page(url: str, path: str = "/") -> str:
    """Read a page."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().read().decode()
    finally:
        connection.close()


def until_shown(editor: PlayedEditor, url: str, path: str, text: str) -> None:
    """Wait until a page shows a text, looking whenever the editor hears something."""
    editor.wait_until(lambda: text in page(url, path), f"“{text}”")


def at(line: int, first: int, last: int) -> dict[str, Any]:
    start, end = ({"line": line, "character": n} for n in (first, last))
    return {"start": start, "end": end}


def test_what_is_typed_is_on_the_page_and_in_everything_that_shows_it(
    project: Workspace, editor: PlayedEditor
) -> None:
    tea = project.project / "docs/tea.md"
    editor.open(tea)
    url = editor.url()
    editor.change(
        tea, {"range": at(0, 2, 5), "text": "Green 𝄞"}, {"range": at(0, 10, 10), "text": "!"}
    )
    editor.wait("devserver/status", state="rebuilt")
    assert "Green 𝄞!" in page(url, "/tea/")
    assert "Green 𝄞!" in page(url)
    editor.close(tea)
    editor.wait("devserver/status", state="rebuilt")
    assert "Green" not in page(url)
    project.assert_sources_untouched()


def test_a_problem_is_shown_at_its_place_in_the_newest_text_until_it_is_solved(
    project: Workspace, editor: PlayedEditor
) -> None:
    home = project.project / "docs/index.md"
    editor.open(home)
    version = editor.write(home, "# Home\n\n𝄞 [x](nowhere.md) [Tea](tea.md)\n")
    (told,) = editor.diagnostics(home, version)
    assert told["range"] == at(2, 7, 17)
    assert (told["severity"], told["code"], told["source"]) == (1, "broken-link", "devserver")
    version = editor.write(home, "# Home\n\nMore.\n\n𝄞 [x](nowhere.md) [Tea](tea.md)\n")
    (told,) = editor.diagnostics(home, version)
    assert told["range"] == at(4, 7, 17)
    version = editor.write(home, "# Home\n\n[Tea](tea.md)\n")
    assert editor.diagnostics(home, version) == []


def test_problems_of_files_that_are_not_open_are_shown_too(
    project: Workspace, editor: PlayedEditor
) -> None:
    project.write("docs/other.md", "# Other\n\né [x](tea.md#pot)\n")
    tea = project.project / "docs/tea.md"
    editor.open(tea)
    (told,) = editor.diagnostics(project.project / "docs/other.md")
    assert (told["range"], told["code"]) == (at(2, 12, 16), "broken-anchor")
    editor.write(tea, "# Tea\n\n## Pot\n")
    assert editor.diagnostics(project.project / "docs/other.md") == []


def test_problems_of_the_configuration_are_those_of_what_is_saved(
    project: Workspace, editor: PlayedEditor
) -> None:
    toml = project.project / "devserver.toml"
    editor.open(project.project / "docs/tea.md")
    editor.url()
    project.write("devserver.toml", 'titel = "A"\n')
    (told,) = editor.diagnostics(toml)
    assert (told["range"]["start"], told["code"]) == ({"line": 0, "character": 0}, "config")
    project.write("devserver.toml", 'title = "A"\n')
    assert editor.diagnostics(toml) == []


def test_a_page_without_problems_that_is_opened_says_nothing(
    project: Workspace, editor: PlayedEditor
) -> None:
    project.write("docs/index.md", "# Home\n\n[x](nowhere.md)\n")
    home = project.project / "docs/index.md"
    editor.open(project.project / "docs/tea.md")
    editor.diagnostics(home)
    editor.open(home)
    (told,) = editor.diagnostics(home, 0)
    assert told["range"] == at(2, 4, 14)


def test_what_makes_no_sense_is_answered_and_costs_nothing(
    project: Workspace, editor: PlayedEditor
) -> None:
    editor.send_bytes(b"{")
    editor.send_bytes(b"[" * 100_000)
    editor.send_bytes(b"7")
    assert editor.answer(editor.ask("textDocument/hover", position="here"))["error"]
    assert editor.answer(editor.ask("no/such/method"))["error"]
    editor.notify("textDocument/didChange", textDocument={"uri": "file:///a", "version": 1})
    editor.notify("textDocument/didOpen", textDocument={"uri": "untitled:a"})
    editor.notify("devserver/cursor", position=7)
    uri = Path("/not/open.md").as_uri()
    document = {"uri": uri, "version": 1}
    editor.notify("textDocument/didChange", textDocument=document, contentChanges=[{"text": ""}])
    editor.notify("textDocument/didClose", textDocument={"uri": uri})
    editor.open(project.project / "docs/tea.md")
    editor.url()


def test_a_document_of_no_site_has_no_page(
    project: Workspace, start: StartEditor, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "note.md").write_text("# Note\n")
    editor = start()
    editor.initialize(project.project)
    editor.open(other / "note.md")
    about = {"uri": (other / "note.md").as_uri()}
    number = editor.ask("workspace/executeCommand", command="devserver.preview", arguments=[about])
    assert "belongs to no site" in editor.answer(number)["error"]["message"]
