"""What the system says of a path, with links followed and nothing raised."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from devserver.sources.files import LARGEST, content_of, identity_of, inside, stamp_of, status_of


def test_what_is_not_there_has_no_status(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    for name in ("nothing", "loop", "nothing/below", "null\0character", "x" * 300):
        assert status_of(f"{tmp_path}/{name}") is None


def test_what_is_read_is_told_with_the_status_it_has(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"much " * 50_000)
    content, status = content_of(str(path))
    assert content == path.read_bytes()
    assert stamp_of(status) == stamp_of(path.stat())
    with pytest.raises(FileNotFoundError):
        content_of(f"{tmp_path}/nothing")


def test_what_has_no_end_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with path.open("wb") as file:
        file.truncate(1 << 36)
    os.mkfifo(tmp_path / "pipe")
    for endless in (path, Path("/dev/zero")):
        with pytest.raises(OSError, match="File too large"):
            content_of(str(endless))
    assert content_of(f"{tmp_path}/pipe")[0] == b""
    os.truncate(path, LARGEST)
    assert len(content_of(str(path))[0]) == LARGEST


def test_any_change_of_a_file_changes_its_stamp(tmp_path: Path) -> None:
    path = tmp_path / "file"
    seen = set()
    for change in (
        lambda: path.write_text("one"),
        lambda: os.utime(path, ns=(1, 1)),
        lambda: path.write_text("longer"),
        lambda: (tmp_path / "other").write_text("longer"),
        lambda: (tmp_path / "other").replace(path),
    ):
        change()
        seen.add(stamp_of(path.stat()))
    assert len(seen) == 4


def test_two_ways_to_one_folder_are_known_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "again").symlink_to(tmp_path)
    assert identity_of(f"{tmp_path}/again") == identity_of(str(tmp_path)) is not None
    assert identity_of(f"{tmp_path}/nothing") is None


def test_inside_is_said_of_what_a_path_leads_to(tmp_path: Path) -> None:
    root, other = tmp_path / "root", tmp_path / "root-two"
    for folder in (root, other):
        folder.mkdir()
    (root / "out").symlink_to(other)
    (other / "in").symlink_to(root)
    assert inside(f"{root}/page.md", str(root))
    assert inside(f"{other}/in/page.md", f"{root}/")
    assert not inside(f"{root}/out/page.md", str(root))
    assert not inside(f"{root}/../root-two/page.md", str(root))
    assert not inside(f"{other}/page.md", str(root))
    assert inside("/etc/passwd", "/")
