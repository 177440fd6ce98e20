"""What ``--verify`` promises: it finds a page that is not what a clean build gives."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from devserver.config import load
from devserver.export import build
from devserver.messages import Event
from devserver.model import Url
from devserver.verify import first_difference, written_difference


def silent(_: Event) -> None:
    pass


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "docs"
    (folder / "guide").mkdir(parents=True)
    (folder / "index.md").write_text("# Home\n\nTo the [guide](guide/start.md).\n")
    (folder / "guide/start.md").write_text("# Start\n\nHere.\n")
    return folder


def test_an_export_equals_a_clean_build_until_it_is_tampered_with(
    docs: Path, tmp_path: Path
) -> None:
    config, out = load(docs, cwd=tmp_path), tmp_path / "site"
    build(config, out, None, silent)
    assert written_difference(config, out, None) is None
    page = out / "guide/start/index.html"
    page.write_text(page.read_text().replace("Here.", "There."))
    found = written_difference(config, out, None) or ""
    assert found.startswith("/guide/start/ differs from a clean build in line ")
    assert "There." in found


def test_a_result_remembered_under_a_lying_stamp_is_found_out(docs: Path, tmp_path: Path) -> None:
    config, out = load(docs, cwd=tmp_path), tmp_path / "site"
    build(config, out, None, silent)
    old = (out / "index.html").read_text()
    before = (docs / "index.md").stat()
    (docs / "index.md").write_text("# Home\n\nTo nowhere.\n")
    os.utime(docs / "index.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    found = first_difference(config, [(Url("/"), old)], drafts=False) or ""
    assert "differs from a clean build" in found
