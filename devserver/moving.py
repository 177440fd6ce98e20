"""Moves a file or folder of the docs, and writes every link that leads in or out anew."""

from __future__ import annotations

import os
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from devserver.build.linking import leads
from devserver.build.pipeline import document
from devserver.config import Config, ConfigError, reload
from devserver.model import Document, Problem, SourcePath
from devserver.processes import signals_held_back
from devserver.settings import relative
from devserver.site.renaming import Edit, Moves, link_edits, nav_edits
from devserver.whole_site import WholeSite


@dataclass(frozen=True, slots=True)
class Moved:
    """What was done: the links that were written anew, and what is wrong only now."""

    edits: tuple[Edit, ...]
    problems: tuple[Problem, ...]
    """Among them, each link that could not be written anew."""


def move(config: Config, old: Path, new: Path) -> Moved:
    """Move ``old`` to ``new``, or into it if that is a folder; both are absolute.

    Raises ConfigError, and leaves everything as it was, if that cannot be.
    """
    new = _destination(config, old, new)
    docs = relative(config.docs, config.project)
    names = relative(old, config.project), relative(new, config.project)
    moves = Moves((names,), "" if docs == "." else f"{docs}/")
    with WholeSite(config, drafts=True) as site:
        before = {(moves.of(p.path), p.line, p.code) for p in site.check()}
        edits = list(_edits(site, config, moves))
    written, done = _rewritten(config, edits)
    try:
        _carry_out(written, old, new)
    except OSError as error:
        raise ConfigError(f"cannot write {error.filename}: {error.strerror}") from None
    with WholeSite(reload(config), drafts=True) as site:
        after = site.check()
    return Moved(done, tuple(p for p in after if (p.path, p.line, p.code) not in before))


def _destination(config: Config, old: Path, new: Path) -> Path:
    """Judge both ends of the move; gives where exactly it leads."""
    if not os.path.lexists(old):
        raise ConfigError(f"there is no {old}")
    new = new / old.name if new.is_dir() else new
    for path, role in ((old, "moved"), (new, "the new place")):
        if config.docs not in path.parents:
            raise ConfigError(
                f"{path} cannot be {role}: it is not in the docs folder {config.docs}"
            )
    if os.path.lexists(new):
        raise ConfigError(f"{new} exists already")
    if old in new.parents:
        raise ConfigError(f"{old} cannot be moved into itself")
    return new


def _edits(site: WholeSite, config: Config, moves: Moves) -> Iterator[Edit]:
    related, snapshot = site.builder.related, site.builder.snapshot
    for path in sorted(related.outlines):
        made = document(snapshot, path, site.cache)
        if path in related.structure.urls and isinstance(made, Document):
            found = leads(made, related.structure.urls[path], related.targets)
            yield from link_edits(path, found, moves)
    base = moves.docs if config.mkdocs else ""
    yield from nav_edits(config.file_name, config.nav or (), moves, base)


# ---------------------------------------------------------------- writing


def _rewritten(config: Config, edits: Iterable[Edit]) -> tuple[dict[Path, str], tuple[Edit, ...]]:
    """Give the new text of each file that has to change, and the edits that were made in them."""
    by_file: dict[SourcePath, set[Edit]] = defaultdict(set)
    for edit in edits:
        by_file[edit.path].add(edit)
    written: dict[Path, str] = {}
    done: list[Edit] = []
    for path, own in by_file.items():
        file = config.project / path
        lines = file.read_bytes().decode("utf-8").split("\n")
        # From the end, as what is written anew moves all that comes after it in its line.
        for edit in sorted(own, reverse=True):
            at = _start(lines[edit.line - 1], edit)
            if at >= 0:
                line = lines[edit.line - 1]
                lines[edit.line - 1] = line[:at] + edit.new + line[at + len(edit.old) :]
                done.append(edit)
        written[file] = "\n".join(lines)
    return written, tuple(reversed(done))


def _start(line: str, edit: Edit) -> int:
    """Find the old text in its line: where it should be, or anywhere if no column is known."""
    if not edit.column:
        return line.find(edit.old)
    mark = int(edit.line == 1 and line.startswith("\ufeff"))
    start = edit.column - 1 + mark
    return start if line.startswith(edit.old, start) else -1


def _carry_out(written: dict[Path, str], old: Path, new: Path) -> None:
    """Write everything beside what is there, and only then put it in place."""
    fresh = {file: file.with_name(f".{file.name}-{secrets.token_hex(4)}") for file in written}
    with signals_held_back():
        try:
            for file, beside in fresh.items():
                beside.write_bytes(written[file].encode("utf-8"))
                beside.chmod(file.stat().st_mode & 0o7777)
            new.parent.mkdir(parents=True, exist_ok=True)
            for file, beside in fresh.items():
                beside.replace(file)
            old.rename(new)
        finally:
            for beside in fresh.values():
                beside.unlink(missing_ok=True)
