"""Pagefind is found where it is installed, without a line of it being imported."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from devserver import pagefind


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    pagefind.program.cache_clear()
    yield
    pagefind.program.cache_clear()


def test_it_is_there_and_runs() -> None:
    program = pagefind.program()
    assert program is not None, "pip install 'devserver[search]'"
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("pagefind 1.")
    assert pagefind.answering() == "static"
    assert "pagefind_bin" not in sys.modules


def test_without_it_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert pagefind.program() is None
    assert pagefind.answering() == "none"


def test_the_extended_one_is_better(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "pagefind_bin"
    package.mkdir()
    for name in ("__init__.py", "pagefind", "pagefind_extended"):
        (package / name).touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    assert pagefind.program() == package / "pagefind_extended"
