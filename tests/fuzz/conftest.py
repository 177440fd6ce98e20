"""The fixtures of this room: main, played by the test, with something of every kind to ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from devserver.messages import FileAnswer, RedirectAnswer
from devserver.model import Url
from tests.serve.played_main import PlayedMain, page_html


@pytest.fixture(scope="module")
def main(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlayedMain]:
    folder = tmp_path_factory.mktemp("main")
    (folder / "docs").mkdir()
    (folder / "docs/file.bin").write_bytes(bytes(range(256)))
    played = PlayedMain(folder)
    played.put("/page/", page_html("page"))
    played.put("/hidden/", page_html("hidden"))
    played.answers[Url("/old/")] = RedirectAnswer(Url("/page/"))
    file = folder / "docs/file.bin"
    played.answers[Url("/file.bin")] = FileAnswer(str(file), str(file.parent))
    yield played
    played.close()
