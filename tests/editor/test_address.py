"""The control socket lies where nobody else may enter, however long the way to it is."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from devserver.editor.address import (
    control_folder,
    is_own,
    private_folder,
    short_path,
    socket_name,
)


def test_the_folder_is_that_of_the_login_or_else_of_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    assert control_folder() == tmp_path / "run" / "devserver"
    for nowhere in ("", "run"):
        monkeypatch.setenv("XDG_RUNTIME_DIR", nowhere)
        assert control_folder() == tmp_path / "cache" / "devserver" / "control"


def test_each_root_has_a_name_of_its_own() -> None:
    assert socket_name(Path("/a")) == socket_name(Path("/a"))
    assert socket_name(Path("/a")) != socket_name(Path("/a/docs"))


def test_a_folder_that_others_may_enter_is_refused(tmp_path: Path) -> None:
    made = private_folder(tmp_path / "some" / "folder")
    assert made.stat().st_mode & 0o777 == 0o700
    assert private_folder(made) == made
    made.chmod(0o750)
    with pytest.raises(PermissionError, match="nobody else may enter"):
        private_folder(made)


def test_a_link_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir(mode=0o700)
    (tmp_path / "folder").symlink_to(tmp_path / "theirs")
    with pytest.raises(PermissionError, match="nobody else may enter"):
        private_folder(tmp_path / "folder")


def test_a_long_way_fits_into_an_address(tmp_path: Path) -> None:
    path = tmp_path / ("long" * 20) / ("way" * 20) / "a.sock"
    path.parent.mkdir(parents=True)
    with socket.socket(socket.AF_UNIX) as listening, socket.socket(socket.AF_UNIX) as client:
        with short_path(path) as address:
            listening.bind(address)
        listening.listen()
        assert path.is_socket()
        with short_path(path) as address:
            client.connect(address)
        accepted, _ = listening.accept()
        with accepted:
            assert is_own(accepted)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can be somebody else")
def test_another_users_program_is_known() -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("\0devserver-test")
        listening.listen()
        pid = os.fork()
        if pid == 0:
            os.setuid(65534)
            client = socket.socket(socket.AF_UNIX)
            client.connect("\0devserver-test")
            client.recv(1)
            os._exit(0)
        accepted, _ = listening.accept()
        with accepted:
            assert not is_own(accepted)
    os.waitpid(pid, 0)
