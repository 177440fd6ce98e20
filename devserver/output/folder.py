"""The folder that a site is written to: made beside the one before, and put in its place whole."""

from __future__ import annotations

import filecmp
import json
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from devserver.processes import signals_held_back

MANIFEST: Final = ".devserver-files.json"
"""What a build wrote, so that the next one deletes nothing else."""


class FreshFolder:
    """A new site in the making. What is the same as before is the same file, with its times."""

    def __init__(self, path: Path, before: Path) -> None:
        self.path = path
        self._before = before
        self._folders: set[Path] = set()
        self.changed: set[str] = set()
        """The files that are new or hold something else than before."""
        self.files: set[str] = set()
        """Every file of the site, by its path from the folder."""
        self.left_over: Path | None = None
        """The folder before, if it could not be removed."""

    def write(self, name: str, text: str) -> None:
        """Write a text file."""
        data, target = text.encode(), self._place(name)
        before = self._before / name
        if not (
            _size(before) == len(data) and before.read_bytes() == data and _kept(before, target)
        ):
            target.write_bytes(data)
            self.changed.add(name)

    def copy(self, name: str, source: str) -> None:
        """Copy a file, with the time at which it was last changed but not with its rights.

        Rights are what a checkout made of them; a site is to be read by whoever serves it.
        """
        target, before = self._place(name), self._before / name
        status = os.stat(source)  # noqa: PTH116 - a string as the scan gave it
        same = _size(before) == status.st_size and filecmp.cmp(source, before, shallow=False)
        if not (same and _kept(before, target)):
            shutil.copyfile(source, target)
            os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))
            if not same:
                self.changed.add(name)

    def has(self, name: str) -> bool:
        """Whether a file, or a folder with files, of this name was written."""
        return name in self.files or self.path / name in self._folders

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """Give the path of a folder that another program may make, and that is not of the site.

        Raises OSError if it cannot be removed again: it must not become a part of the site.
        """
        path = self.path / ".scratch"
        yield path
        if path.exists():
            shutil.rmtree(path)

    def _place(self, name: str) -> Path:
        self.files.add(name)
        target = self.path / name
        self._make(target.parent)
        return target

    def _make(self, folder: Path) -> None:
        if folder not in self._folders and folder != self.path:
            self._make(folder.parent)
            folder.mkdir(exist_ok=True)
            self._folders.add(folder)


@contextmanager
def replacing(out: Path) -> Iterator[FreshFolder]:
    """Give a folder to write to, and put it where ``out`` is unless something goes wrong.

    What others had put into ``out`` is in the new one too. Raises OSError, and leaves ``out`` then.
    """
    # Named before they are made: whenever a stop comes, both are removed on the way out.
    fresh, old = (out.with_name(f".{out.name}-{secrets.token_hex(4)}") for _ in range(2))
    try:
        fresh.mkdir(parents=True, mode=0o700)
        folder = FreshFolder(fresh, out)
        yield folder
        folder.write(MANIFEST, json.dumps(sorted(folder.files - {MANIFEST}), indent=0))
        _adopt(out, folder)
        fresh.chmod(0o755)
        with signals_held_back():
            _exchange(out, fresh, old)
            shutil.rmtree(old, ignore_errors=True)
        folder.left_over = old if old.exists() else None
    finally:
        with signals_held_back():
            shutil.rmtree(fresh, ignore_errors=True)
            shutil.rmtree(old, ignore_errors=True)


def is_ours(out: Path) -> bool:
    """Whether a folder may be replaced: nobody but us wrote it, or it is empty."""
    return (out / MANIFEST).exists() or not any(out.iterdir())


# ---------------------------------------------------------------- what is the same


def _size(path: Path) -> int:
    """Give the size of a plain file; of anything else, none that a file can have."""
    try:
        status = path.lstat()
    except OSError:
        return -1
    return status.st_size if stat.S_ISREG(status.st_mode) else -1


def _kept(before: Path, target: Path) -> bool:
    """Take a file over as it is: by another name for it, where the file system has such."""
    try:
        os.link(before, target, follow_symlinks=False)
    except OSError:
        with suppress(OSError):
            shutil.copy2(before, target, follow_symlinks=False)
            return True
        return False
    return True


# ---------------------------------------------------------------- what is others'


def _adopt(out: Path, fresh: FreshFolder) -> None:
    """Make the new site complete: with whatever else somebody had put beside the old one."""
    for name, is_folder in _foreign(out):
        target = fresh.path / name
        if os.path.lexists(target):
            continue
        if is_folder:
            target.mkdir()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            if not _kept(out / name, target):
                shutil.copy2(out / name, target, follow_symlinks=False)


def _foreign(out: Path) -> Iterator[tuple[str, bool]]:
    """Give what is in the output folder and no build wrote; of folders, the empty ones."""
    try:
        ours = {*json.loads((out / MANIFEST).read_text(encoding="utf-8")), MANIFEST}
    except (OSError, ValueError, TypeError):
        ours = {MANIFEST}
    for folder, folders, names in os.walk(out):
        here = Path(folder).relative_to(out)
        if not folders and not names and folder != str(out):
            yield here.as_posix(), True
        links = [name for name in folders if Path(folder, name).is_symlink()]
        for name in sorted((*names, *links)):
            path = (here / name).as_posix()
            if path not in ours:
                yield path, False


def _exchange(out: Path, fresh: Path, old: Path) -> None:
    """Put the new site where the old one was; if it cannot be put there, the old one stays."""
    if not out.exists():
        fresh.rename(out)
        return
    out.rename(old)
    try:
        fresh.rename(out)
    except OSError:
        old.rename(out)
        raise
