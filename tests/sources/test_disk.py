"""What is on the disk, told by content: hints may be wrong, doubled or missing."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NoReturn

import pytest

from devserver.model import Digest, Source, SourcePath, digest
from devserver.sources.disk import Disk
from devserver.sources.files import DEEPEST, stamp_of
from devserver.sources.folders import Roots
from devserver.sources.ignore import Patterns
from tests.deep_folders import deep_folders


class Project:
    """A project folder with its ``docs``, and a disk that looks at them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("docs/index.md", "# Home")
        self.write("docs/guide/intro.md", "# Intro")
        self.write("docs/picture.png", "png")
        self.disk = self.opened({})

    def opened(self, known: Mapping[SourcePath, Source]) -> Disk:
        """Start with what an earlier run remembers."""
        excluded = Patterns(["drafts/", "*.tmp"])
        roots = Roots(self.folder, self.folder / "docs", (".md",), excluded)
        return Disk(roots, known)

    def write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")

    def age(self, path: str) -> None:
        """Have a file's times lie so far back that its stamp is trusted."""
        os.utime(self.folder / path, (1_000_000_000, 1_000_000_000))

    def scanned(self) -> set[str]:
        return {path for step in self.disk.scan() for path in step}

    def looked(self, *paths: str) -> set[str]:
        return set(self.disk.look(str(self.folder / path) for path in paths))

    def text(self, path: str) -> str | None:
        return self.disk.contents.text(self.disk.docs[SourcePath(path)])


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_the_first_scan_finds_everything_and_the_second_nothing(project: Project) -> None:
    assert project.scanned() == {"docs/index.md", "docs/guide/intro.md", "docs/picture.png"}
    assert project.text("docs/index.md") == "# Home"
    assert project.scanned() == set()


def test_a_scan_finds_what_no_event_told_of(project: Project) -> None:
    project.scanned()
    project.write("docs/index.md", "# House")
    project.write("docs/new.md", "# New")
    (project.folder / "docs/guide/intro.md").unlink()
    assert project.scanned() == {"docs/index.md", "docs/new.md", "docs/guide/intro.md"}
    assert "docs/guide/intro.md" not in project.disk.docs


def test_a_file_written_with_the_same_content_does_not_differ(project: Project) -> None:
    project.scanned()
    project.write("docs/index.md", "# Home")
    assert project.looked("docs/index.md") == set()
    project.age("docs/index.md")
    assert project.looked("docs/index.md") == set()


def test_a_second_write_that_leaves_the_times_alone_is_seen(project: Project) -> None:
    project.scanned()
    status = (project.folder / "docs/index.md").stat()
    project.write("docs/index.md", "# Hole")
    os.utime(project.folder / "docs/index.md", ns=(status.st_atime_ns, status.st_mtime_ns))
    assert project.looked("docs/index.md") == {"docs/index.md"}


def test_a_static_file_differs_when_its_stamp_does_and_is_never_read(project: Project) -> None:
    project.scanned()
    (project.folder / "docs/picture.png").chmod(0)
    project.age("docs/picture.png")
    assert project.looked("docs/picture.png") == {"docs/picture.png"}
    assert not project.disk.contents.faults


def test_a_marked_folder_is_compared_with_all_below_it(project: Project) -> None:
    project.scanned()
    project.write("docs/guide/deep/page.md", "# Deep")
    (project.folder / "docs/guide/intro.md").unlink()
    changed = {"docs/guide/deep/page.md", "docs/guide/intro.md"}
    assert project.looked("docs/guide") == changed
    (project.folder / "docs/guide").rename(project.folder / "docs/book")
    assert project.looked("docs/guide", "docs/book") == {
        "docs/guide/deep/page.md",
        "docs/book/deep/page.md",
    }


def test_a_file_that_became_a_folder_is_gone_and_its_content_found(project: Project) -> None:
    project.scanned()
    (project.folder / "docs/index.md").unlink()
    project.write("docs/index.md/page.md", "# Inside")
    assert project.looked("docs/index.md") == {"docs/index.md", "docs/index.md/page.md"}


def test_the_next_start_reads_only_what_changed_since(project: Project) -> None:
    home, intro = SourcePath("docs/index.md"), SourcePath("docs/guide/intro.md")
    remembered = {
        path: Source(path, stamp_of((project.folder / path).stat()), Digest("remembered"))
        for path in (home, intro)
    }
    project.write(intro, "# Introduction")
    project.disk = project.opened(remembered)
    assert {home, intro} < project.scanned()
    assert project.disk.docs[home] == remembered[home]
    assert project.disk.docs[intro].digest == digest("# Introduction")


def hide(project: Project) -> None:
    project.write("docs/.hidden/page.md", "hidden")
    project.write("docs/index.md~", "backup")


def exclude(project: Project) -> None:
    project.write("docs/drafts/page.md", "draft")
    project.write("docs/notes.tmp", "notes")


def point_outside(project: Project) -> None:
    project.write("secret.md", "secret")
    (project.folder / "docs/secret.md").symlink_to(project.folder / "secret.md")
    (project.folder / "docs/above").symlink_to(project.folder)


def point_at_itself(project: Project) -> None:
    (project.folder / "docs/guide/again").symlink_to(project.folder / "docs/guide")
    (project.folder / "docs/loop.md").symlink_to(project.folder / "docs/loop.md")


def be_no_file(project: Project) -> None:
    os.mkfifo(project.folder / "docs/pipe.md")


@pytest.mark.parametrize("add", [hide, exclude, point_outside, point_at_itself, be_no_file])
def test_what_must_not_be_published_is_not_there(
    project: Project, add: Callable[[Project], None]
) -> None:
    project.scanned()
    add(project)
    assert project.scanned() == set()
    below = [path.relative_to(project.folder) for path in (project.folder / "docs").rglob("*")]
    assert project.looked("docs", *map(str, below)) == set()


def test_a_page_that_is_a_link_leading_out_is_told_until_it_is_none(project: Project) -> None:
    project.scanned()
    point_outside(project)
    project.scanned()
    assert set(project.disk.folders.closed) == {str(project.folder / "docs/secret.md")}
    (project.folder / "docs/secret.md").unlink()
    project.write("docs/secret.md", "no more")
    assert project.scanned() == {"docs/secret.md"}
    assert not project.disk.folders.closed


def test_a_link_that_stays_inside_is_a_page_of_its_own(project: Project) -> None:
    project.scanned()
    (project.folder / "docs/again.md").symlink_to(project.folder / "docs/index.md")
    assert project.scanned() == {"docs/again.md"}
    assert project.text("docs/again.md") == "# Home"


def test_an_unreadable_file_is_there_with_a_fault_and_heals(project: Project) -> None:
    project.scanned()
    path = project.folder / "docs/index.md"
    project.write("docs/index.md", "# House")
    real = path.read_bytes()

    def denying(_: str) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    with pytest.MonkeyPatch.context() as denied:
        denied.setattr("devserver.sources.contents.content_of", denying)
        assert project.looked("docs/index.md") == {"docs/index.md"}
        assert project.disk.contents.faults == {"docs/index.md": "Permission denied"}
        assert project.text("docs/index.md") is None
    assert path.read_bytes() == real
    assert project.looked("docs/index.md") == {"docs/index.md"}
    assert project.disk.contents.faults == {}
    assert project.text("docs/index.md") == "# House"


def test_a_folder_that_cannot_be_looked_into_is_told_of_and_heals(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, scandir = str(project.folder / "docs/guide"), os.scandir

    def denying(path: str) -> object:
        if path == closed:
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    with monkeypatch.context() as denied:
        denied.setattr(os, "scandir", denying)
        assert project.scanned() == {"docs/index.md", "docs/picture.png"}
        assert project.disk.folders.closed == {f"{project.folder}/docs/guide": "Permission denied"}
    assert project.scanned() == {"docs/guide/intro.md"}
    assert project.disk.folders.closed == {}


def test_folders_without_end_are_told_of_and_left_alone(project: Project) -> None:
    project.scanned()
    with deep_folders(project.folder / "docs", "deep.md"):
        assert len(project.scanned()) == DEEPEST
        (closed,) = project.disk.folders.closed.items()
        deep = f"{project.folder}/docs/{'d/' * DEEPEST}d"
        assert closed == (deep, f"more than {DEEPEST} folders deep")
        for depth in (DEEPEST, DEEPEST + 1):
            path = f"docs/{'d/' * depth}new.md"
            (project.folder / path).write_text("# New")
            assert project.looked(path) == ({path} if depth == DEEPEST else set())


# ---------------------------------------------------------------- files outside the docs folder


def test_a_file_that_was_asked_for_is_compared_from_then_on(project: Project) -> None:
    project.scanned()
    project.write("snippets/part.md", "one")
    assert project.looked("snippets/part.md") == set()
    first = project.disk.other("snippets/part.md")
    assert first is not None
    project.write("snippets/part.md", "two")
    assert project.looked("snippets/part.md") == {"snippets/part.md"}
    second = project.disk.other("./snippets/../snippets/part.md")
    assert second is not None
    assert second.digest != first.digest


def test_a_file_that_is_missing_is_waited_for_also_with_its_folder(project: Project) -> None:
    assert project.disk.other("snippets/part.md") is None
    project.write("snippets/part.md", "here")
    assert project.looked("snippets") == {"snippets/part.md"}
    assert project.disk.other("snippets/part.md") is not None


@pytest.mark.parametrize("path", ["../outside.md", "/etc/passwd", ".env", "a/.git/b", "link.md"])
def test_nothing_hidden_and_nothing_outside_can_be_asked_for(project: Project, path: str) -> None:
    (project.folder.parent / "outside.md").write_text("outside")
    project.write(".env", "secret")
    project.write("a/.git/b", "secret")
    (project.folder / "link.md").symlink_to("/etc/passwd")
    assert project.disk.other(path) is None


def test_an_event_matters_unless_it_is_about_what_programs_leave(project: Project) -> None:
    assert project.disk.matters(f"{project.folder}/docs/index.md")
    assert not project.disk.matters(f"{project.folder}/docs/.index.md.swp")
    assert not project.disk.matters(f"{project.folder}/.git/index")


# ---------------------------------------------------------------- files that are being written


def test_a_file_that_was_just_emptied_is_what_it_was_until_it_is_written(project: Project) -> None:
    project.scanned()
    project.write("docs/index.md", "")
    assert project.looked("docs/index.md") == set()
    assert project.scanned() == set()
    assert project.text("docs/index.md") == "# Home"
    assert project.disk.emptied == {f"{project.folder}/docs/index.md"}
    project.write("docs/index.md", "# House")
    assert project.looked("docs/index.md") == {"docs/index.md"}


def test_a_file_that_stays_empty_is_empty(project: Project) -> None:
    project.scanned()
    project.write("docs/index.md", "")
    until = time.monotonic() + 20.0
    while project.looked("docs/index.md") == set():
        assert time.monotonic() < until
    assert project.text("docs/index.md") == ""


def test_an_included_file_that_was_just_emptied_is_what_it_was(project: Project) -> None:
    project.write("part.md", "Part")
    assert project.disk.other("part.md") is not None
    project.write("part.md", "")
    assert project.looked("part.md") == set()
