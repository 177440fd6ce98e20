"""Where a trial takes place, and the oracles that are asked after its fault."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import TimeoutExpired

from tests.on_terminal import DEADLINE
from tests.watching import Watch, Workspace

ONE_MOMENT = 503
"""What is answered while main has no time to: the reader's browser asks again by itself."""

PATIENCE = 4 * DEADLINE
"""Seconds for a whole build with slow pages, and another to compare it with."""

_GENERATION = re.compile(rb"generation-(\d+)-(?:begins|ends)")


@contextmanager
def ground(folder: Path) -> Iterator[Workspace]:
    """Give a workspace in an empty folder, and leave nothing running."""
    workspace = Workspace(folder)
    try:
        yield workspace
        workspace.end()
    finally:
        workspace.kill()


def write_small_site(workspace: Workspace) -> None:
    """Write nine pages that lead to each other."""
    for page in range(8):
        workspace.write(f"page-{page}.md", f"# Page {page}\n\n[Home](index.md)\n")
    workspace.write("index.md", "# Before\n")


def marked(generation: int, filling: str = "Some *words* in between.\n\n") -> str:
    """Write a page that says at its beginning and at its end which generation it is."""
    begin, end = f"generation-{generation}-begins", f"generation-{generation}-ends"
    return f"# Page\n\n{begin}\n\n{filling * 20}{end}\n"


def generation_of(body: bytes) -> int:
    """Tell the one generation that a body is of; it is torn or mixed if there are two or none."""
    found = _GENERATION.findall(body)
    assert len(found) == 2, f"{len(found)} of 2 marks in {len(body)} bytes"
    assert found[0] == found[1], f"a mixed body: {found}"
    return int(found[0])


def assert_whole(workspace: Workspace) -> None:
    """Check at rest that no stored page is torn, and that all equal those of a clean build."""
    if workspace.stored():
        workspace.pages()
    out = workspace.cache / "compared"
    run = workspace.run("build", str(workspace.project), "--out", str(out), "--verify")
    assert run.process.wait(PATIENCE) == 0, run.said
    run.terminal.read_to_the_end()
    assert "it equals a clean build" in run.said, run.said
    shutil.rmtree(out)


def pass_time(watch: Watch, seconds: float) -> None:
    """Let time pass, unless the program ends before."""
    with suppress(TimeoutExpired):
        watch.process.wait(seconds)


def until(watch: Watch, happened: Callable[[], bool], what: str, seconds: float = DEADLINE) -> None:
    """Look again and again whether something happened that nobody tells; the program must live."""
    give_up = time.monotonic() + seconds
    while not happened():
        assert watch.running, f"it ended before {what}: {watch.said}"
        assert time.monotonic() < give_up, f"no {what} within {seconds:.0f} s: {watch.said}"
        pass_time(watch, 0.005)


def until_shown(watch: Watch, path: str, generation: int) -> None:
    """Wait until readers get one generation; on a busy machine they get the one before first."""

    def shown() -> bool:
        answer = watch.get(path)
        return answer.status != ONE_MOMENT and generation_of(answer.body) == generation

    until(watch, shown, f"generation {generation} of {path}")


def until_answered(watch: Watch, path: str = "/") -> None:
    """Wait until there is a page: on a busy machine, readers are first asked for a moment."""
    until(watch, lambda: watch.get(path).status == 200, f"page at {path}")
