"""Files are read whole, once, and what was read is what is given out."""

from __future__ import annotations

import os
import tracemalloc
from pathlib import Path

import pytest

from devserver.model import Source, SourcePath, Stamp, digest
from devserver.sources.contents import Contents

PAGE = SourcePath("page.md")
LONG_AGO = {"st_atime_ns": 1, "st_mtime_ns": 1, "st_ctime_ns": 1}


@pytest.fixture
def contents(tmp_path: Path) -> Contents:
    return Contents(str(tmp_path))


def read(contents: Contents, path: Path) -> Source:
    return contents.source(SourcePath(path.name), path.stat())


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        (b"\xef\xbb\xbfmark", "mark"),
        (b"caf\xe9", "caf\ufffd"),
        (b"", ""),
    ],
)
def test_text_has_unix_line_ends_no_mark_and_no_broken_bytes(
    contents: Contents, tmp_path: Path, raw: bytes, text: str
) -> None:
    (tmp_path / "page.md").write_bytes(raw)
    assert contents.text(read(contents, tmp_path / "page.md")) == text


def test_the_line_of_the_first_broken_byte_is_known(contents: Contents, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_bytes(b"one\ntwo\ncaf\xe9\n\xff")
    assert contents.undecodable(read(contents, tmp_path / "page.md")) == 3
    (tmp_path / "good.md").write_bytes("café".encode())
    assert contents.undecodable(read(contents, tmp_path / "good.md")) is None


def test_what_was_read_is_given_out_though_the_file_has_changed(
    contents: Contents, tmp_path: Path
) -> None:
    (tmp_path / "page.md").write_text("one")
    source = read(contents, tmp_path / "page.md")
    (tmp_path / "page.md").write_text("two")
    assert contents.text(source) == "one"


def test_what_is_no_longer_to_be_had_is_doubted_and_never_empty(
    contents: Contents, tmp_path: Path
) -> None:
    (tmp_path / "page.md").write_text("two")
    assert contents.text(Source(PAGE, Stamp(1, 2, 3, 4), digest("one"))) is None
    assert contents.doubted == {PAGE}
    assert contents.text(read(contents, tmp_path / "page.md")) == "two"
    assert not contents.doubted


def test_a_stamp_is_trusted_only_when_no_second_write_can_hide_behind_it(
    contents: Contents, tmp_path: Path
) -> None:
    path = tmp_path / "page.md"
    path.write_text("one")
    assert read(contents, path).stamp.size == -1
    old = os.stat_result((0o100644, 5, 1, 1, 0, 0, 3, 1, 1, 1), LONG_AGO)
    assert contents.source(SourcePath("gone.md"), old).stamp.size == 3


def test_many_texts_are_not_all_kept_but_all_can_be_had(contents: Contents, tmp_path: Path) -> None:
    sources = []
    for n in range(300):
        (tmp_path / f"{n}.md").write_text(f"text {n}")
        sources.append(read(contents, tmp_path / f"{n}.md"))
    assert [contents.text(source) for source in sources] == [f"text {n}" for n in range(300)]


def test_of_very_large_texts_few_are_kept(tmp_path: Path) -> None:
    contents = Contents(str(tmp_path))
    tracemalloc.start()
    try:
        for number in range(12):
            path = tmp_path / f"{number}.md"
            with path.open("wb") as file:
                file.truncate(20 << 20)
            contents.source(SourcePath(path.name), path.stat())
        assert tracemalloc.get_traced_memory()[0] < 100 << 20
    finally:
        tracemalloc.stop()
