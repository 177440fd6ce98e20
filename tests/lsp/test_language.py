"""What an editor asks of the pages is answered by the real server, as the protocol has it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.lsp.conftest import StartEditor
from tests.lsp.played_editor import PlayedEditor
from tests.watching import Workspace

Answer = dict[str, Any]


@pytest.fixture
def desk(project: Workspace, editor: PlayedEditor) -> Desk:
    return Desk(project.project, editor)


class Desk:
    """A page that is being written, and short ways to ask about it."""

    def __init__(self, folder: Path, editor: PlayedEditor) -> None:
        self.folder = folder
        self.editor = editor
        self.page = folder / "docs/index.md"

    def write(self, text: str) -> None:
        """Have a text that is not saved; the cursor is where a ``▸`` is."""
        before, _, after = text.partition("▸")
        *lines, last = before.split("\n")
        self.position = {"line": len(lines), "character": len(last.encode("utf-16-le")) // 2}
        self.editor.open(self.page, before + after)
        self.editor.url()  # A ``watch`` that nobody has joined yet stays for a while.

    def ask(self, method: str, **params: Any) -> Any:
        document = {"uri": self.page.as_uri()}
        return self.editor.request(
            f"textDocument/{method}", textDocument=document, position=self.position, **params
        )

    def uri(self, name: str) -> str:
        return (self.folder / "docs" / name).as_uri()


def at(line: int, first: int, last: int) -> Answer:
    start, end = ({"line": line, "character": n} for n in (first, last))
    return {"start": start, "end": end}


def test_what_is_typed_is_completed(desk: Desk) -> None:
    desk.write("𝄞 [x](t▸")
    found = desk.ask("completion")
    (item,) = found["items"]
    assert item["textEdit"] == {"range": at(0, 7, 8), "newText": "tea.md"}
    assert (item["label"], item["detail"], item["sortText"]) == ("tea.md", "Tea", "000")
    assert not found["isIncomplete"]


def test_links_lead_to_headings_in_unsaved_pages_and_back(desk: Desk) -> None:
    tea = desk.folder / "docs/tea.md"
    desk.editor.open(tea, "# Tea\r\n\r\n𝄞 text\r\n\r\n## 𝄞 New\r\n")
    desk.write("# Home\n\n[x](tea.md#▸-new)\n")
    there = {"uri": tea.as_uri(), "range": at(4, 3, 9)}
    assert desk.ask("definition") == [there]
    found = desk.ask("references", context={"includeDeclaration": False})
    assert found == [{"uri": desk.page.as_uri(), "range": at(2, 4, 15)}]
    told = desk.ask("hover")
    assert told["contents"]["value"].startswith("**Tea**\n\n`docs/tea.md`")
    assert told["range"] == at(2, 4, 15)


def test_a_document_has_symbols_links_and_folds(desk: Desk) -> None:
    desk.write("# One\n\n[x](tea.md)\n\n## Two\n\nx\n\n# Three\n▸")
    one, three = desk.ask("documentSymbol")
    assert (one["name"], one["range"], one["selectionRange"]) == (
        "One",
        at(0, 0, 0) | {"end": {"line": 7, "character": 0}},
        at(0, 2, 5),
    )
    assert [child["name"] for child in one["children"]] == ["Two"]
    assert three["name"] == "Three"
    assert desk.ask("documentLink") == [{"range": at(2, 4, 10), "target": desk.uri("tea.md")}]
    folds = [(fold["startLine"], fold["endLine"]) for fold in desk.ask("foldingRange")]
    assert folds == [(0, 6), (4, 6)]
    (found,) = desk.editor.request("workspace/symbol", query="thr")
    assert (found["name"], found["containerName"]) == ("Three", "One")
    assert found["location"] == {"uri": desk.page.as_uri(), "range": at(8, 2, 7)}


def test_a_heading_is_renamed_in_every_file(desk: Desk) -> None:
    tea = desk.folder / "docs/tea.md"
    desk.editor.open(tea, "# Tea\n\n## Hot\n")
    desk.write("[x](tea.md#hot)\n\n# ▸Home\n\n[y](#home)\n")
    prepared = desk.ask("prepareRename")
    assert prepared == {"range": at(2, 2, 6), "placeholder": "Home"}
    changes = desk.ask("rename", newName="At home")["changes"]
    assert changes == {
        desk.page.as_uri(): [
            {"range": at(2, 2, 6), "newText": "At home"},
            {"range": at(4, 5, 9), "newText": "at-home"},
        ]
    }
    number = desk.editor.ask(
        "textDocument/rename", textDocument={"uri": desk.page.as_uri()},
        position=desk.position, newName=" ",
    )  # fmt: skip
    assert desk.editor.answer(number)["error"] == {
        "code": -32803, "message": "a name is one line with something in it"
    }  # fmt: skip


def test_edits_name_the_versions_they_are_for(project: Workspace, start: StartEditor) -> None:
    workspace = {
        "workspaceEdit": {"documentChanges": True}, "fileOperations": {"willRename": True}
    }  # fmt: skip
    with start() as editor:
        can = editor.initialize(project.project, workspace=workspace)["capabilities"]
        will = can["workspace"]["fileOperations"]["willRename"]
        assert will == {"filters": [{"pattern": {"glob": "**"}, "scheme": "file"}]}
        home = project.project / "docs/index.md"
        editor.open(home, "[x](tea.md)\n")
        editor.url()
        moved = {
            "oldUri": (project.project / "docs/tea.md").as_uri(),
            "newUri": home.with_name("new.md").as_uri(),
        }
        (change,) = editor.request("workspace/willRenameFiles", files=[moved])["documentChanges"]
        assert change == {
            "textDocument": {"uri": home.as_uri(), "version": 0},
            "edits": [{"range": at(0, 4, 10), "newText": "new.md"}],
        }
        editor.quit()


def test_a_problem_brings_its_correction(desk: Desk) -> None:
    desk.write("[x](te.md)▸\n")
    (problem,) = desk.editor.diagnostics(desk.page)
    (action,) = desk.ask("codeAction", range=problem["range"], context={"diagnostics": [problem]})
    assert action["title"] == "Change “te.md” to “tea.md”"
    assert action["isPreferred"]
    edits = action["edit"]["changes"][desk.page.as_uri()]
    assert edits == [{"range": at(0, 4, 9), "newText": "tea.md"}]


def test_a_file_that_comes_is_known_once_the_watch_has_seen_it(
    project: Workspace, desk: Desk
) -> None:
    def offered() -> list[str]:
        return [item["label"] for item in desk.ask("completion")["items"]]

    desk.write("[x](▸")
    assert offered() == ["tea.md"]
    project.write("docs/fresh.md", "# Fresh\n")
    while offered() == ["tea.md"]:
        desk.editor.wait("devserver/status", state="rebuilt")
    assert sorted(offered()) == ["fresh.md", "tea.md"]
