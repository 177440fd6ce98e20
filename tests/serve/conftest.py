"""The fixtures of this room: main, played by the test, and its server process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serve.played_main import PlayedMain


@pytest.fixture(scope="module")
def main(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlayedMain]:
    """Play main for a whole module; its tests keep to urls of their own."""
    played = PlayedMain(tmp_path_factory.mktemp("main"))
    yield played
    played.close()


@pytest.fixture
def own_main(tmp_path: Path) -> Iterator[PlayedMain]:
    """Play main for a test that ends the server, or floods it."""
    played = PlayedMain(tmp_path)
    yield played
    played.close()
