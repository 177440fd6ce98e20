"""Reading a small text file, and only that; and finding the place of a fault."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from devserver.settings import LARGEST, ConfigError, Keys, Place, Settings, read_text


def test_a_value_without_a_place_of_its_own_has_that_of_what_is_around_it() -> None:
    file = Path("/p/a.yml")
    settings = Settings(file, {}, {("nav",): Place(file, 4, 1)}, (file,))
    assert settings.place(("nav", 2, "Guide")) == Place(file, 4, 1)
    assert settings.place(("title",)) == Place(file, 1, 1)


def test_faults_are_problems_in_the_order_of_the_file_each_once() -> None:
    file = Path("/p/a.yml")
    places: dict[Keys, Place] = {("a",): Place(file, 9, 2), ("b",): Place(file, 3, 1)}
    settings = Settings(file, {}, places, (file,))
    settings.fault(("a",), "late")
    settings.fault(("b",), "early", "warning")
    settings.fault(("a",), "late")
    problems = settings.problems(Path("/p"))
    assert [(p.where(), p.severity) for p in problems] == [
        ("a.yml:3:1", "warning"),
        ("a.yml:9:2", "error"),
    ]
    assert settings.problems(Path("/p/docs"))[0].path == "../a.yml"


def test_line_ends_and_a_byte_order_mark_do_not_show(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbfa\r\nb\n")
    assert read_text(tmp_path / "a") == "a\nb\n"


def test_anything_but_a_small_text_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "big").write_bytes(b"#" * (LARGEST + 1))
    (tmp_path / "latin").write_bytes(b"a\nb: \xe9\n")
    for name, message, line in [
        ("pipe", "not a file", 1),
        (".", "not a file", 1),
        ("big", "larger than", 1),
        ("latin", "not UTF-8", 2),
        ("none", "No such file", 1),
    ]:
        with pytest.raises(ConfigError, match=message) as refused:
            read_text(tmp_path / name)
        assert refused.value.line == line
