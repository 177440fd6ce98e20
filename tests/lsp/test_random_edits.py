"""After any edits, in any characters and line ends, the page is what a build of the text gives."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import Any

import pytest

from devserver.config import load
from devserver.model import Url
from devserver.reader import Reader
from devserver.store import FILE, folder_of
from devserver.verify import first_difference
from tests.lsp.played_editor import Message, PlayedEditor
from tests.lsp.test_server import until_shown
from tests.watching import Workspace

EDITS = 500

PIECES = (
    "a", "word ", "tea\n", "\n\n", "\r\n", "\r", "\u2028", "\x0c", "\x85", "\x1c", "𝄞", "😀 ", "é",
    "\n# Heading\n\n", "\r\n* item\r\n", "**bold** ", "`code` ", "[Home](index.md) ", "\n> quote\n",
)  # fmt: skip


@dataclass
class Buffer:
    """A text as an editor of another kind has it, which counts in UTF-16, and its random edits."""

    text: str
    dice: random.Random

    def edit(self) -> Message:
        """Replace something; gives the change as the protocol says it."""
        start = self._place()
        length = self.dice.choice((0, 0, 0, 1, 2, 8))
        end = self._settled(min(len(self.text), start + length))
        added = "".join(self.dice.choices(PIECES, k=self.dice.choice((0, 1, 1, 2))))
        where = {"start": self._position(start), "end": self._position(end)}
        self.text = self.text[:start] + added + self.text[end:]
        return {"range": where, "text": added}

    def _place(self) -> int:
        return self._settled(self.dice.randint(0, len(self.text)))

    def _settled(self, place: int) -> int:
        return place - 1 if self.text[place - 1 : place + 1] == "\r\n" else place

    def _position(self, place: int) -> dict[str, Any]:
        *ends, before = re.split(r"\r\n|\r|\n", self.text[:place])
        units = len(before.encode("utf-16-le")) // 2
        if self.text[place : place + 1] in ("\r", "\n", ""):
            units += self.dice.choice((0, 0, 0, 5))  # Beyond the end of a line is its end.
        return {"line": len(ends), "character": units}


@pytest.mark.parametrize("seed", [1, 2])
def test_five_hundred_edits_end_in_the_page_of_the_text(
    project: Workspace, editor: PlayedEditor, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(project.cache))
    tea = project.project / "docs/tea.md"
    buffer = Buffer("# Tea 𝄞\r\n\r\nGreen\u2028or\x0cblack.\n", random.Random(seed))
    editor.open(tea, buffer.text)
    url = editor.url()
    left = EDITS
    while left:
        count = min(left, buffer.dice.choice((1, 1, 1, 3)))
        editor.change(tea, *(buffer.edit() for _ in range(count)))
        left -= count
    where = buffer._position(len(buffer.text))
    buffer.text += "\n\nThe very end.\n"
    last = {"range": {"start": where, "end": where}, "text": "\n\nThe very end.\n"}
    version = editor.change(tea, last)
    until_shown(editor, url, "/tea/", "The very end.")
    project.write("docs/tea.md", buffer.text)
    reader = Reader(str(folder_of(project.project / "docs") / FILE))
    try:
        found = reader.page(Url("/tea/"))
    finally:
        reader.close()
    assert found is not None
    config = load(project.project, cwd=project.project)
    assert first_difference(config, [(Url("/tea/"), found.html)], drafts=True) is None
    assert version <= EDITS + 1
