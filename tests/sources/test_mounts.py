"""What lies on which file system, and which folders the kernel tells us of, by its own account."""

from __future__ import annotations

from pathlib import Path

import pytest

from devserver.sources.mounts import is_shared, kind_of, mounts, watched
from devserver.sources.observer import Watcher

LINES = [
    "21 27 0:20 / / rw,relatime shared:7 - ext4 /dev/sda1 rw",
    "22 21 0:21 / /home/a\\040b rw shared:8 master:1 - nfs4 server:/export rw,vers=4.2",
    "23 22 0:22 / /home/a\\040b/local rw - tmpfs none rw",
    "24 21 0:23 / /mnt/c rw,noatime - 9p drvfs rw,aname=drvfs;path=C:",
    "25 21 0:24 / /host rw - fuse.sshfs me@there: rw",
    "26 21 0:25 / /covered rw - nfs server:/one rw",
    "27 26 0:26 / /covered rw - ext4 /dev/sdb1 rw",
    "a line that a later kernel has",
]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/docs", "ext4"),
        ("/home/a b/docs", "nfs4"),
        ("/home/a b", "nfs4"),
        ("/home/a bc", "ext4"),
        ("/home/a b/local/docs", "tmpfs"),
        ("/mnt/c/Users/me/docs", "9p"),
        ("/host/docs", "fuse.sshfs"),
        ("/covered/docs", "ext4"),
    ],
)
def test_the_file_system_is_that_of_the_nearest_mount(path: str, kind: str) -> None:
    assert kind_of(path, LINES) == kind


def test_without_an_account_of_what_is_mounted_nothing_is_claimed() -> None:
    assert kind_of("/docs", []) == ""
    assert not is_shared("")


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "9p", "vboxsf", "virtiofs", "fuse.sshfs"])
def test_what_others_may_change_is_shared(kind: str) -> None:
    assert is_shared(kind)


@pytest.mark.parametrize("kind", ["ext4", "btrfs", "overlay", "tmpfs", "fuseblk", "zfs"])
def test_a_disk_of_our_own_is_not(kind: str) -> None:
    assert not is_shared(kind)


def test_this_machine_is_understood() -> None:
    assert kind_of("/proc/self", mounts()) == "proc"


def test_the_kernel_names_the_folders_it_watches_and_no_others(tmp_path: Path) -> None:
    (tmp_path / "in/deep").mkdir(parents=True)
    (tmp_path / "out").mkdir()
    watcher = Watcher(lambda _: True, lambda _: True, lambda: None)
    watcher.start([tmp_path / "in"], [])
    known = watched()
    watcher.stop()
    assert known is not None
    assert {(tmp_path / name).stat().st_ino for name in ("in", "in/deep")} <= known
    assert (tmp_path / "out").stat().st_ino not in known
