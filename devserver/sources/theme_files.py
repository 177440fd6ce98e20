"""Reads the theme: our own files, with the project's laid over them, file by file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from devserver.model import Digest, SourcePath, ThemeFiles, digest
from devserver.sources.files import DEEPEST, LARGEST, content_of, inside, stamp_of
from devserver.sources.ignore import passing

_STATIC = "static/"


def built_in() -> Path:
    """Find our own templates: inside an installed package, beside it in a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


def read_theme(own: Path | None, prefix: str) -> tuple[ThemeFiles, list[tuple[SourcePath, str]]]:
    """Read every template and note every static file; ``own`` lies over the built-in theme.

    ``prefix`` is the path of ``own`` from the project folder, with ``/`` at its end. Also gives
    the files that cannot be used, each with the reason; the built-in one then stays in force.
    """
    templates, statics, mine, faults = {}, {}, set(), []
    for root in (built_in(), own):
        for name, path in _files(root) if root is not None else ():
            try:
                if name.startswith(_STATIC):
                    statics[name.removeprefix(_STATIC)] = (str(path), _digest(path))
                    continue
                templates[name] = content_of(str(path))[0].decode("utf-8")
            except (OSError, UnicodeDecodeError) as error:
                why = "not UTF-8" if isinstance(error, ValueError) else error.strerror
                faults.append((SourcePath(prefix + name), why or str(error)))
                continue
            if root is own:
                mine.add(name)
    return ThemeFiles(templates, frozenset(mine), statics, prefix), faults


def differing(before: ThemeFiles, after: ThemeFiles) -> Iterator[str]:
    """Name the files, templates and others, that are not the same in both."""
    for name in before.templates.keys() | after.templates.keys():
        if before.templates.get(name) != after.templates.get(name):
            yield name
    for name in before.statics.keys() | after.statics.keys():
        if before.statics.get(name) != after.statics.get(name):
            yield _STATIC + name


def _digest(path: Path) -> Digest:
    """Tell a file that is only sent from what it was: a very large one by its status."""
    status = path.stat()
    if status.st_size > LARGEST:
        return digest(f"{stamp_of(status)}")
    return digest(content_of(str(path))[0])


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    real = str(root.resolve())
    for folder, folders, names in os.walk(root):
        here = Path(folder).relative_to(root)
        deeper = sorted(folders) if len(here.parts) < DEEPEST else ()
        folders[:] = [name for name in deeper if not passing(name)]
        for name in sorted(names):
            path = Path(folder, name)
            if not passing(name) and path.is_file() and inside(str(path), real):
                yield (here / name).as_posix(), path.resolve()
