"""How long the pages take to answer what an editor asks, from the question to the answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from devserver.config import load
from devserver.language.completion import complete
from devserver.language.hover import hover
from devserver.language.leading import definition, references
from devserver.language.library import Library
from devserver.language.moves import moved
from devserver.language.renaming import renamed
from devserver.language.symbols import find_symbols
from devserver.model import SourcePath
from tests.benchmarks.bench import Bench, Site
from tests.benchmarks.figures import Figure
from tests.benchmarks.sites import middle

Ask = Callable[[Library, SourcePath, int], object]
"""Asks about the last line of a page, whose number is given."""

_TYPED: Final[Mapping[str, str]] = {
    "completion of a link": "[a](",
    "completion of a part of a path": "[a](page-0",
    "completion of a heading": "[a](#s",
}


async def measure(bench: Bench, site: Site) -> None:
    """Measure reading the pages, and then every kind of question."""
    library = Library(load(site.docs, cwd=site.docs))
    for name, do in (("what pages are called", _skimmed), ("what pages say", _read)):
        started = time.perf_counter()
        do(library)
        _record(bench, site, f"reading {name}", [time.perf_counter() - started])
    page = SourcePath(str(site.file(middle(site.pages)).relative_to(library.config.project)))
    for name, (line, ask) in _questions(library, page).items():
        _record(bench, site, name, list(_times(bench, library, page, line, ask)))


def _skimmed(library: Library) -> None:
    for _ in library.load():
        pass


def _read(library: Library) -> None:
    while library.read_on():
        pass


def _record(bench: Bench, site: Site, name: str, seconds: list[float]) -> None:
    samples = tuple(each * 1000 for each in seconds)
    bench.record(Figure(f"editor: {name}", site.subject.name, site.pages, "ms", samples))


def _times(
    bench: Bench, library: Library, page: SourcePath, line: str, ask: Ask
) -> Iterator[float]:
    """Type something else each time, then ask: what that changes is part of the answer."""
    file, text = f"{library.config.project}/{page}", library.text(page) or ""
    for _ in range(bench.rounds):
        written = f"{text}\n{next(bench.words)}\n\n{line}"
        started = time.perf_counter()
        library.cover({file: written})
        ask(library, page, written.count("\n") + 1)
        yield time.perf_counter() - started
    library.cover({})


def _questions(library: Library, page: SourcePath) -> Mapping[str, tuple[str, Ask]]:
    target = next(iter(library.cards[page].targets)).link.target
    heading = library.headings(page)[0].span
    project = library.config.project
    new = f"{project}/moved.md"
    found = {name: (typed, _completing(typed)) for name, typed in _TYPED.items()}
    link = f"[a]({target})"
    found |= {
        "definition": (link, lambda lib, path, line: definition(lib, path, line, 6)),
        "hover": (link, lambda lib, path, line: hover(lib, path, line, 6)),
        "references": (link, lambda lib, path, line: references(lib, path, line, 6)),
        "a word in all headings": ("", lambda lib, *_: find_symbols(lib, "the")),
        "a heading's new name": (
            "", lambda lib, path, _: renamed(lib, path, heading.line, heading.column, "Another")
        ),
        "a page that moves": ("", lambda lib, path, _: moved(lib, [(f"{project}/{path}", new)])),
    }  # fmt: skip
    return found


def _completing(typed: str) -> Ask:
    return lambda library, path, line: complete(library, path, line, len(typed) + 1)
