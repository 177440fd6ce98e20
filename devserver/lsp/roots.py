"""Finds out which root a document belongs to, as ``watch`` would: by the configuration above it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from devserver.config import Config, ConfigError, load
from devserver.editor.address import control_folder, socket_name
from devserver.lsp.joint import Event
from devserver.lsp.root import Root


class Roots:
    """The roots of one editor: one for each docs folder of which it has had a document open."""

    def __init__(self, heard: Callable[[Root, Event], None]) -> None:
        self.folders: list[Path] = []
        """The workspace folders, the first one first."""
        self._heard = heard
        self._roots: dict[Path, Root] = {}
        """By docs folder."""

    def of(self, file: Path) -> Root | None:
        """Give the root of a file, joined from now on.

        ``None`` if it has none. Raises ConfigError if that cannot be told.
        """
        known = [root for root in self if file.is_relative_to(root.config.docs)]
        try:
            config = configuration_of(file, self.folders)
        except ConfigError:
            if known:
                return known[-1]
            raise
        return self._at(config) if config is not None else None

    def main(self) -> Root | None:
        """Give the root of the first workspace folder. Raises ConfigError as ``of`` does."""
        for folder in self.folders:
            config = load(None, cwd=folder)
            if may_be_root(config):
                return self._at(config)
        return None

    def _at(self, config: Config) -> Root:
        if config.docs not in self._roots:
            self._roots[config.docs] = Root(config, self._heard)
        return self._roots[config.docs]

    def __iter__(self) -> Iterator[Root]:
        """Give every root that was joined."""
        return iter(list(self._roots.values()))


def resolved(path: str) -> Path:
    """Name a file as ``watch`` does: links on the way to it are followed, it need not exist."""
    folder, _, name = path.rpartition("/")
    return Path(os.path.realpath(folder or "/")) / name


def configuration_of(file: Path, folders: Sequence[Path]) -> Config | None:
    """Find the root of a file: that of the workspace folder around it, or the one just above it.

    ``None`` if it belongs to none: there is no configuration, and it is not in the docs folder.
    Raises ConfigError if a configuration that may be its own cannot be read.
    """
    starts = [folder for folder in folders if file.is_relative_to(folder)]
    found = [load(None, cwd=start) for start in (*starts, existing(file.parent))]
    own = [config for config in found if config.file is not None]
    if not own and (watched := next(_watched(file), None)) is not None:
        return load(watched, cwd=watched)
    # Without any, the workspace folder is meant; a file on its own has only its own folder.
    for config in own or (found if not folders else found[:-1]):
        if file.is_relative_to(config.docs) and may_be_root(config):
            return config
    for config in own:
        if file.is_relative_to(config.project):
            return config
    return None


def existing(folder: Path) -> Path:
    """Give the nearest folder that exists: that of a new file may have to be made yet."""
    return next(each for each in (folder, *folder.parents) if each.is_dir())


def _watched(file: Path) -> Iterator[Path]:
    """Name the folders above a file for which a ``watch`` seems to run, the nearest first."""
    control = control_folder()
    return (each for each in file.parents if (control / socket_name(each)).exists())


def may_be_root(config: Config) -> bool:
    """Whether nobody would be surprised to have a whole folder watched without having said so."""
    home = Path(os.path.realpath(os.path.expanduser("~")))  # noqa: PTH111 - needs no home folder
    return config.file is not None or not home.is_relative_to(config.docs)
