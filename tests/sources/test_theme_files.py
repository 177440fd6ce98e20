"""The project's templates lie over ours, file by file."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from devserver.model import SourcePath, digest
from devserver.sources.theme_files import built_in, differing, read_theme
from tests.deep_folders import deep_folders


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_without_templates_of_its_own_a_project_gets_ours() -> None:
    theme, faults = read_theme(None, "")
    assert not faults
    assert not theme.own
    assert {"base.html", "page.html", "404.html", "partials/tree.html"} <= set(theme.templates)
    assert all(Path(path).is_file() for path, _ in theme.statics.values())
    assert all(not name.startswith("static/") for name in (*theme.templates, *theme.statics))


def test_a_file_of_the_same_name_replaces_ours_and_another_is_added(tmp_path: Path) -> None:
    write(tmp_path / "page.html", "mine")
    write(tmp_path / "extra.html", "more")
    write(tmp_path / "static" / "layout.css", "body {}")
    theme, faults = read_theme(tmp_path, "templates/")
    assert not faults
    assert theme.own == {"page.html", "extra.html"}
    assert theme.templates["page.html"] == "mine"
    assert theme.templates["base.html"] == (built_in() / "base.html").read_text("utf-8")
    assert theme.statics["layout.css"] == (f"{tmp_path}/static/layout.css", digest("body {}"))


def test_what_cannot_be_read_is_named_and_ours_stays(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(b"\xff")
    theme, faults = read_theme(tmp_path, "templates/")
    assert faults == [(SourcePath("templates/page.html"), "not UTF-8")]
    assert theme.templates["page.html"] == (built_in() / "page.html").read_text("utf-8")


def test_nothing_hidden_and_nothing_from_outside_is_read(tmp_path: Path) -> None:
    write(tmp_path / "outside.html", "secret")
    own = tmp_path / "templates"
    write(own / ".page.html.swp", "swap")
    write(own / ".hidden" / "page.html", "hidden")
    os.mkfifo(own / "pipe.html")
    (own / "page.html").symlink_to(tmp_path / "outside.html")
    theme, faults = read_theme(own, "templates/")
    assert not theme.own
    assert not faults


def test_a_folder_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    assert read_theme(tmp_path / "gone", "gone/") == (
        replace(read_theme(None, "")[0], prefix="gone/"),
        [],
    )


def test_the_files_that_differ_are_named_as_they_lie_in_the_folder(tmp_path: Path) -> None:
    write(tmp_path / "page.html", "one")
    write(tmp_path / "static" / "own.css", "one")
    before, _ = read_theme(tmp_path, "")
    assert set(differing(before, before)) == set()
    write(tmp_path / "page.html", "two")
    write(tmp_path / "static" / "own.css", "two")
    write(tmp_path / "new.html", "new")
    after, _ = read_theme(tmp_path, "")
    assert set(differing(before, after)) == {"page.html", "static/own.css", "new.html"}


def test_a_very_large_file_is_not_read_and_differs_when_its_status_does(tmp_path: Path) -> None:
    write(tmp_path / "static/video.mp4", "short")
    os.truncate(tmp_path / "static/video.mp4", 1 << 36)
    write(tmp_path / "huge.html", "short")
    os.truncate(tmp_path / "huge.html", 1 << 36)
    before, faults = read_theme(tmp_path, "templates/")
    assert faults == [("templates/huge.html", "File too large")]
    assert "video.mp4" in before.statics
    os.truncate(tmp_path / "static/video.mp4", 1 << 37)
    assert list(differing(before, read_theme(tmp_path, "")[0])) == ["static/video.mp4"]


def test_folders_without_end_are_not_gone_through(tmp_path: Path) -> None:
    write(tmp_path / "page.html", "mine")
    with deep_folders(tmp_path):
        theme, faults = read_theme(tmp_path, "")
    assert (list(theme.own), faults) == (["page.html"], [])
