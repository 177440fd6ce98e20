"""Finds out which folder is meant: where the configuration stands, and where the docs are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

from devserver.settings import ConfigError
from devserver.sources.files import DEEPEST

BOOK: Final = "book.toml"
"""The configuration of an mdBook."""

NAMES: Final = ("devserver.toml", "pyproject.toml", "mkdocs.yml", "mkdocs.yaml", BOOK)
"""Where a project may say what it wants; an earlier one wins over a later one beside it."""

DOCUSAURUS: Final = tuple(f"docusaurus.config.{end}" for end in ("js", "ts", "mjs", "cjs", "mts"))
"""What says, beside a docs folder, that it was written for Docusaurus."""

_MARKDOWN: Final = (".md", ".markdown", ".mdx", ".mdown", ".mkdn", ".mkd")
_ENOUGH: Final = 2_000
"""Files looked at to learn whether a folder holds Markdown: one of pictures may be huge."""


def start(path: Path | None, cwd: Path) -> Path:
    """Resolve the folder where the search begins. Raises ConfigError if it is not a folder."""
    folder = Path(os.path.realpath(cwd / path if path else cwd))
    _require_readable(folder, path or folder, None)
    return folder


def configurations(folder: Path) -> Iterator[Path]:
    """Name the files that may be the project's configuration, the nearest first.

    The search goes up to the root of a repository, to the home folder, or to where the disk or
    the owner changes: a file that somebody else left in ``/tmp`` has no say.
    """
    own = folder.stat()
    home = Path(os.path.realpath(os.path.expanduser("~")))  # noqa: PTH111 - needs no home folder
    for parent in (folder, *folder.parents):
        status = parent.stat()
        foreign = (status.st_dev, status.st_uid) != (own.st_dev, own.st_uid)
        if foreign or (parent == home and folder != home):
            return
        yield from (parent / name for name in NAMES if (parent / name).exists())
        if (parent / ".git").exists():
            return


def near(file: Path, folder: Path) -> bool:
    """Whether the configuration ``file`` is surely that of ``folder``, even if it is broken."""
    return file.parent == folder or (folder.name == "docs" and file.parent == folder.parent)


def docs_folder(folder: Path, path: Path | None) -> Path:
    """Choose the docs folder of a project without configuration."""
    docs = folder / "docs"
    if docs.is_dir() and (path is None or (_holds_markdown(docs) and not _has_pages(folder))):
        return Path(os.path.realpath(docs))
    return folder


def like(docs: Path) -> Literal["docusaurus"] | None:
    """Say for which other tool a docs folder was written, as far as what is beside it tells."""
    there = any(file.is_file() for file in tells(docs))
    return "docusaurus" if there else None


def tells(docs: Path) -> tuple[Path, ...]:
    """Name the files of other tools that tell it, whether they are there or not."""
    return tuple(docs.parent / name for name in DOCUSAURUS)


def links(docs: Path) -> tuple[Path, ...]:
    """Give the docs folder as it is named if that is a link: it may come to lead elsewhere."""
    return (docs,) if docs.is_symlink() else ()


def _has_pages(folder: Path) -> bool:
    # README, CHANGELOG and their like stand in every repository and make no docs folder of it.
    return any(
        entry.suffix.lower() in _MARKDOWN and not entry.stem.isupper() for entry in folder.iterdir()
    )


def _holds_markdown(folder: Path) -> bool:
    seen = 0
    for path, folders, files in os.walk(folder):
        deeper = folders if len(Path(path).relative_to(folder).parts) < DEEPEST else ()
        folders[:] = [name for name in deeper if not name.startswith(".")]
        if any(name.lower().endswith(_MARKDOWN) for name in files):
            return True
        seen += len(files) + len(folders)
        if seen > _ENOUGH:
            return False
    return False


def title(docs: Path) -> str:
    """Name a site without a title after its folder."""
    named = docs.parent if docs.name in ("docs", "doc") and docs.parent.name else docs
    return named.name or "Documentation"


def require_docs(docs: Path, named_in: Path | None) -> None:
    """Raise ConfigError unless ``docs`` can be a docs folder; ``named_in`` is where it is named."""
    if docs == Path(docs.anchor):
        raise ConfigError(f"{docs} is the root of the whole disk; name a folder in it", named_in)
    if named_in is not None and not docs.is_relative_to(named_in.parent):
        _require_no_secret(docs, named_in)
    _require_readable(docs, docs, named_in)


def _require_no_secret(docs: Path, named_in: Path) -> None:
    """Let no configuration show what only its reader has: it may be somebody else's."""
    if named_in.parent.is_relative_to(docs):
        raise ConfigError(f"the docs folder {docs} is above the configuration", named_in)
    common = os.path.commonpath((docs, named_in.parent))
    if any(part.startswith(".") for part in docs.relative_to(common).parts):
        raise ConfigError(f"the docs folder {docs} is hidden, outside of the project", named_in)


def _require_readable(folder: Path, shown: Path, named_in: Path | None) -> None:
    try:
        with os.scandir(folder):
            return
    except FileNotFoundError:
        message = f"no such folder: {shown}"
    except NotADirectoryError:
        message = f"{shown} is a file, not a folder; name the folder that holds it"
    except PermissionError:
        message = f"no permission to read {shown}"
    except OSError as error:
        message = f"{shown} cannot be read: {error.strerror}"
    raise ConfigError(message, named_in)
