"""The one fixture of this room: main, played by the test, and its server process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serve.played_main import PlayedMain


@pytest.fixture
def main(tmp_path: Path) -> Iterator[PlayedMain]:
    played = PlayedMain(tmp_path)
    yield played
    played.close()
