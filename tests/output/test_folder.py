"""The output folder: replaced whole, what is the same keeps its times, what is others' stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from devserver.output.folder import MANIFEST, is_ours, replacing

_LONG_AGO = 1_000_000_000


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def write(out: Path, source: Path, **texts: str) -> set[str]:
    """Write a site of some pages and one picture; gives what of it is not as it was before."""
    with replacing(out) as folder:
        for name, text in texts.items():
            folder.write(f"{name}/index.html", text)
        folder.copy("pot.png", str(source))
    return folder.changed - {MANIFEST}


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    source = tmp_path / "pot.png"
    source.write_bytes(b"pot" * 100_000)
    os.utime(source, (_LONG_AGO, _LONG_AGO))
    source.chmod(0o700)
    return source


def test_what_is_the_same_keeps_its_time_and_what_is_not_does_not(
    tmp_path: Path, picture: Path
) -> None:
    out = tmp_path / "site"
    assert write(out, picture, a="a", b="b") == {"a/index.html", "b/index.html", "pot.png"}
    for name in names(out):
        os.utime(out / name, (_LONG_AGO, _LONG_AGO))
    os.utime(picture)
    assert write(out, picture, a="a", b="B", c="c") == {"b/index.html", "c/index.html"}
    times = {name: (out / name).stat().st_mtime for name in names(out) if "." in name}
    assert [name for name, time in times.items() if time != _LONG_AGO and name != MANIFEST] == [
        *(name for name in times if name in ("b/index.html", "c/index.html"))
    ]
    picture.write_bytes(b"tea" * 100_000)
    assert write(out, picture, a="a", b="B", c="c") == {"pot.png"}
    assert (out / "pot.png").read_bytes() == picture.read_bytes()


def test_a_copied_file_has_its_source_s_time_and_nobody_s_rights(
    tmp_path: Path, picture: Path
) -> None:
    write(tmp_path / "site", picture, a="a")
    copy, page = (tmp_path / "site" / name for name in ("pot.png", "a/index.html"))
    assert copy.stat().st_mtime == _LONG_AGO
    assert copy.stat().st_mode == page.stat().st_mode


def test_a_file_of_the_new_site_is_no_other_name_of_an_old_one(
    tmp_path: Path, picture: Path
) -> None:
    for _ in range(2):
        write(tmp_path / "site", picture, a="a")
    assert (tmp_path / "site/a/index.html").stat().st_nlink == 1
    assert picture.stat().st_nlink == 1


def test_where_files_cannot_have_two_names_they_are_copied_with_their_times(
    tmp_path: Path, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    write(tmp_path / "site", picture, a="a")
    page = tmp_path / "site/a/index.html"
    os.utime(page, (_LONG_AGO, _LONG_AGO))
    monkeypatch.setattr(os, "link", refused)
    assert write(tmp_path / "site", picture, a="a") == set()
    assert page.stat().st_mtime == _LONG_AGO
    assert page.read_text() == "a"


def test_what_others_put_there_stays_as_it_is(tmp_path: Path, picture: Path) -> None:
    out = tmp_path / "site"
    write(out, picture, a="a", b="b")
    (out / "CNAME").write_text("tea.example")
    (out / ".well-known").mkdir()
    (out / ".well-known/security.txt").write_text("mail")
    (out / "empty").mkdir()
    (out / "latest").symlink_to("a", target_is_directory=True)
    (out / "gone").symlink_to("nowhere")
    write(out, picture, a="a")
    others = {"CNAME", ".well-known", ".well-known/security.txt", "empty", "latest", "gone"}
    assert names(out) == others | {"a", "a/index.html", "pot.png", MANIFEST}
    assert (out / "latest").readlink() == Path("a")
    assert (out / "gone").is_symlink()


def test_a_link_in_place_of_a_file_of_ours_is_never_written_through(
    tmp_path: Path, picture: Path
) -> None:
    out, secret = tmp_path / "site", tmp_path / "secret"
    write(out, picture, a="a")
    secret.write_text("a")
    (out / "a/index.html").unlink()
    (out / "a/index.html").symlink_to(secret)
    assert write(out, picture, a="a") == {"a/index.html"}
    assert not (out / "a/index.html").is_symlink()


def test_a_folder_that_is_given_up_leaves_no_trace(tmp_path: Path, picture: Path) -> None:
    out = tmp_path / "site"
    write(out, picture, a="a")
    with pytest.raises(FileNotFoundError), replacing(out) as folder:
        folder.copy("b.png", str(tmp_path / "nowhere.png"))
    assert names(out) == {"a", "a/index.html", "pot.png", MANIFEST}
    assert names(tmp_path) & {"site", "pot.png"} == {path.name for path in tmp_path.iterdir()}


def test_only_an_empty_folder_or_one_of_ours_may_be_replaced(tmp_path: Path, picture: Path) -> None:
    empty, others, ours = (tmp_path / name for name in ("empty", "others", "ours"))
    empty.mkdir()
    others.mkdir()
    (others / "mine.txt").write_text("mine")
    write(ours, picture, a="a")
    assert [is_ours(folder) for folder in (empty, others, ours)] == [True, False, True]


def test_a_scratch_folder_is_no_part_of_the_site(tmp_path: Path) -> None:
    with replacing(tmp_path / "site") as folder:
        folder.write("index.html", "")
        with folder.scratch() as made:
            (made / "deep").mkdir(parents=True)
            (made / "deep" / "file").write_text("of another program")
        with folder.scratch():
            pass  # The program need not make it.
    assert {path.name for path in (tmp_path / "site").iterdir()} == {"index.html", MANIFEST}
