"""A small ``devserver build`` over the one before: what it may leave, whatever happens to it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import RLock

from tests.on_terminal import DEADLINE
from tests.trust.ground import ground
from tests.trust.traced import Call, calls, contents, trace, untrace
from tests.watching import Watch, Workspace

Files = dict[str, bytes]

_OLD = {"index.md": "# Before\n", "gone.md": "# Gone\n", "pot.svg": "<svg/>"}
_NEW = {"index.md": "# After\n", "come.md": "# Come\n", "pot.svg": "<svg/>"}
_once = RLock()


@contextmanager
def site_to_build(folder: Path) -> Iterator[Workspace]:
    """Give a workspace with changed pages, nothing remembered, and the site built before."""
    with ground(folder) as workspace:
        (folder / "public").mkdir()
        for name, data in reference()[0].items():
            path = out(workspace) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        for name, text in _NEW.items():
            workspace.write(name, text)
        yield workspace


def out(workspace: Workspace) -> Path:
    """Name the output folder."""
    return workspace.project.parent / "public" / "site"


def build(workspace: Workspace) -> Watch:
    """Start the build."""
    return workspace.run("build", str(workspace.project), "--out", str(out(workspace)))


def assert_one_site(workspace: Workspace) -> Files:
    """Check that the site is the one before or the new one, and that nothing is beside it."""
    found = contents(out(workspace))
    assert found in reference(), f"neither the old site nor the new one: {sorted(found)}"
    beside = {path.name for path in out(workspace).parent.iterdir()}
    assert beside == {"site"}, f"beside the site: {beside}"
    return found


def assert_next_build_is_whole(workspace: Workspace) -> None:
    """Check that a build without a fault gives the new site."""
    untrace(workspace)
    again = build(workspace)
    again.ended(0)
    assert assert_one_site(workspace) == reference()[1]


def reference() -> tuple[Files, Files]:
    """Give the site before and the new one, as undisturbed builds write them."""
    with _once:
        return _built()


@cache
def _built() -> tuple[Files, Files]:
    return _site(_OLD), _site(_NEW)


def _site(sources: dict[str, str]) -> Files:
    with tempfile.TemporaryDirectory() as folder, ground(Path(folder)) as workspace:
        for name, text in sources.items():
            workspace.write(name, text)
        assert build(workspace).process.wait(DEADLINE) == 0
        return contents(out(workspace))


def build_calls() -> tuple[Call, ...]:
    """Give the calls of an undisturbed build, in which something may happen to it."""
    with _once:
        return _traced()


@cache
def _traced() -> tuple[Call, ...]:
    with tempfile.TemporaryDirectory() as folder, site_to_build(Path(folder)) as workspace:
        log = trace(workspace, "trace=all")
        run = build(workspace)
        assert run.process.wait(DEADLINE) == 0, run.said
        run.terminal.read_to_the_end()  # ``strace`` holds it until the log is written.
        return tuple(calls(log))
