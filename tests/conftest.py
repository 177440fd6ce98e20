"""The one fixture of the whole suite: a place where the real program can be run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.watching import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace(tmp_path)
    try:
        yield made
        made.end()
    finally:
        made.kill()
