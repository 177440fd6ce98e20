"""Builds a project with both programs and tells every difference between what they built."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from itertools import zip_longest
from pathlib import Path

from tests.parity.installed import python, theme
from tests.parity.pages import Built, Page, Tree, ours, theirs
from tests.parity.programs import without_programs

_DRIVER = Path(__file__).with_name("build_with_mkdocs.py")


@dataclass(frozen=True)
class Difference:
    """One thing in which two pages, or the sets of them, are not the same."""

    url: str
    what: str
    theirs: str
    ours: str


@dataclass(frozen=True)
class Compared:
    """What came of one project."""

    urls: frozenset[str]
    """Pages that MkDocs built."""
    differences: tuple[Difference, ...]
    left_out: tuple[str, ...]
    """What could not be had, and was taken out of the configuration."""
    said: tuple[tuple[str, str], ...]
    """What MkDocs complained of: a level and a message."""
    printed: str
    """What we printed while we built."""

    @property
    def identical(self) -> int:
        """Count the pages that are the same in everything."""
        return len(self.urls) - len({d.url for d in self.differences if d.url in self.urls})


def compare(project: Path, folder: Path) -> Compared:
    """Build a copy of ``project`` with both programs, all of it inside ``folder``."""
    copy = folder / "project"
    shutil.copytree(project, copy, symlinks=True)
    file = next(copy / name for name in ("mkdocs.yml", "mkdocs.yaml") if (copy / name).exists())
    left_out = list(without_programs(file))
    built = _run(copy, python(), str(_DRIVER), str(file), str(folder / "theirs"), str(theme()))
    known = json.loads(built.stdout)
    out = ("--out", str(folder / "ours"))
    printed = _run(copy, sys.executable, "-m", "devserver", "build", str(copy), *out)
    left, right = theirs(folder / "theirs"), ours(folder / "ours", copy)
    return Compared(
        urls=frozenset(left.pages),
        differences=tuple(_differences(left, right)),
        left_out=(*left_out, *known["left_out"]),
        said=tuple((level, message) for level, message in known["said"]),
        printed=printed.stdout,
    )


def _run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stderr}")
    return done


def _differences(left: Built, right: Built) -> Iterator[Difference]:
    for url in sorted({*left.pages, *right.pages}):
        if url not in right.pages:
            yield Difference(url, "only theirs", left.pages[url].title, "")
        elif url not in left.pages:
            yield Difference(url, "only ours", "", right.pages[url].title)
        else:
            yield from _of_pages(url, left.pages[url], right.pages[url])
    lines = zip_longest(_lines(left.navigation), _lines(right.navigation), fillvalue="")
    for theirs_line, ours_line in lines:
        if theirs_line != ours_line:
            yield Difference("", "navigation", theirs_line, ours_line)
            break
    for name in sorted(left.files ^ right.files):
        theirs_alone = name in left.files
        yield Difference(f"/{name}", f"only {'theirs' if theirs_alone else 'ours'}", "", "")


def _lines(tree: Tree, depth: int = 0) -> Iterator[str]:
    for title, url, below in tree:
        yield f"{'  ' * depth}{title} → {url}" if url else f"{'  ' * depth}{title}"
        yield from _lines(below, depth + 1)


def _of_pages(url: str, left: Page, right: Page) -> Iterator[Difference]:
    for name in (field.name for field in fields(Page) if field.name != "blocks"):
        mine, other = getattr(right, name), getattr(left, name)
        if mine != other:
            yield Difference(url, name, str(other), str(mine))
    for number, (other, mine) in enumerate(zip_longest(left.blocks, right.blocks, fillvalue="")):
        if other != mine:
            yield Difference(url, f"block {number + 1}", other, mine)
            return
