"""That events arrive is proved by reading, and nothing is written."""

from __future__ import annotations

import threading
import time
from pathlib import Path

from devserver.sources.probe import PATIENCE, Probe


def test_a_file_that_is_read_proves_it(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("# Page")
    before = (tmp_path / "page.md").stat(), tmp_path.stat()
    answered = threading.Event()
    probe = Probe(str(tmp_path / "page.md"), answered.set)
    assert answered.wait(PATIENCE)
    assert probe.answered
    probe.stop()
    after = (tmp_path / "page.md").stat(), tmp_path.stat()
    assert [s.st_mtime_ns for s in before] == [s.st_mtime_ns for s in after]


def test_a_file_that_went_meanwhile_proves_nothing_either_way(tmp_path: Path) -> None:
    probe = Probe(str(tmp_path / "gone.md"), lambda: None)
    assert probe.answered
    probe.stop()


def test_a_probe_that_nobody_answers_is_over_in_time(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("# Page")
    probe = Probe(str(tmp_path / "page.md"), lambda: None)
    assert probe.until <= time.monotonic() + PATIENCE
    probe.stop()
