"""Changes come in whichever way they are noticed, and commands run before what made them run."""

from __future__ import annotations

import mmap
import sys
import time
from pathlib import Path

import pytest

from devserver.config import WatchOptions, load
from devserver.intake import Intake, Taken
from devserver.project import Project
from devserver.signals import Wake

DEADLINE = 20.0


def taken_from(intake: Intake, wake: Wake) -> Taken:
    """Turn like the loop until a change is taken."""
    until = time.monotonic() + DEADLINE
    while time.monotonic() < until:
        found = intake.take()
        for failed in intake.news():
            pytest.fail(f"{failed}")
        if found is not None:
            return found
        wake.clear()
    raise AssertionError("no change was taken")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Home\n")
    (tmp_path / "devserver.toml").write_text("")
    return tmp_path


def intake_for(folder: Path, wake: Wake, *, commands: bool = False) -> Intake:
    project = Project(load(folder, cwd=folder), {}, drafts=True)
    intake = Intake(project, WatchOptions(commands=commands), wake)
    for _ in project.scan():
        pass
    return intake


def test_a_save_and_a_change_of_the_configuration_are_told_apart(folder: Path) -> None:
    wake = Wake()
    intake = intake_for(folder, wake)
    (folder / "docs/index.md").write_text("# Again\n")
    found = taken_from(intake, wake)
    assert found.changed == {"docs/index.md"}
    assert not found.configuration
    (folder / "devserver.toml").write_text('title = "T"\n')
    assert taken_from(intake, wake).configuration
    intake.stop()
    wake.close()


def test_what_a_command_writes_belongs_to_the_change_that_made_it_run(folder: Path) -> None:
    write = "import pathlib; pathlib.Path('docs/made.md').write_text('# Made')"
    (folder / "devserver.toml").write_text(
        f'[[commands]]\nrun = ["{sys.executable}", "-c", "{write}"]\nwatch = ["docs/index.md"]\n'
    )
    wake = Wake()
    intake = intake_for(folder, wake, commands=True)
    (folder / "docs/index.md").write_text("# Again\n")
    assert taken_from(intake, wake).changed == {"docs/index.md", "docs/made.md"}
    assert not intake.unfinished
    intake.stop()
    wake.close()


def test_a_change_without_any_event_is_found_by_comparing(folder: Path) -> None:
    wake = Wake()
    with (folder / "docs/index.md").open("r+b") as file, mmap.mmap(file.fileno(), 0) as memory:
        intake = intake_for(folder, wake)
        # What is written into memory that stands for a file is told to nobody.
        memory[:] = b"# Else\n"
        memory.flush()
        assert intake.take() is None
        intake.hurry()
        found = intake.reconcile(time.monotonic() + DEADLINE)
        intake.stop()
    assert found is not None
    assert found.changed == {"docs/index.md"}
    wake.close()
