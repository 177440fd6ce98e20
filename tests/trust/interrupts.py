"""Ctrl-C at every rename, write and open of main, by its number.

``strace`` stops main (SIGSTOP) at the n-th call; then the terminal, whose key is pressed, sends
SIGINT to the whole foreground, children included; then main goes on (SIGCONT).
"""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from threading import RLock

from tests.on_terminal import DEADLINE
from tests.trust.exported import (
    assert_next_build_is_whole,
    assert_one_site,
    build,
    build_calls,
    reference,
    site_to_build,
)
from tests.trust.ground import assert_whole, ground, marked, pass_time, until_shown
from tests.trust.lot import Lot
from tests.trust.traced import (
    OPENS,
    RENAMES,
    WRITES,
    Call,
    calls,
    stopped,
    trace,
    untrace,
)
from tests.watching import CTRL_C, Watch, Workspace

_KINDS = (*OPENS, *RENAMES, *WRITES)
_once = RLock()


@cache
def _shuffled(program: str) -> list[Call]:
    made = build_calls() if program == "build" else _watch_calls()
    chosen = [call for call in made if call.name in _KINDS]
    # A part of the trials is then a sample of all of them.
    Random(program).shuffle(chosen)
    return chosen


def of_all_in_a_build() -> int:
    """Count the calls of a small build."""
    with _once:
        return len(_shuffled("build"))


def of_all_in_a_watch() -> int:
    """Count the calls of a small watch: its start, one rebuild, its stop."""
    with _once:
        return len(_shuffled("watch"))


def ctrl_c_at_a_call_of_a_build(lot: Lot, folder: Path) -> None:
    """Stop a build at a call: the site is the old one or the new one, and nothing is beside it."""
    call = _shuffled("build")[lot.one_of(of_all_in_a_build())]
    with site_to_build(folder) as workspace:
        log = _stopping_at(workspace, call)
        run = build(workspace)
        try:
            came = _ended_or(run, lambda: stopped(log))
            if came:
                _press_and_go_on(run)
            status = run.process.wait(DEADLINE)
            assert status in ((0, 130) if came else (0,)), status
            run.ended(status)
            found = assert_one_site(workspace)
            if status == 0 and "the site is in" in run.said:
                assert found == reference()[1]
            assert_next_build_is_whole(workspace)
        except AssertionError as fault:
            fault.add_note(f"{call}\n{run.said}")
            raise


def ctrl_c_at_a_call_of_a_watch(lot: Lot, folder: Path) -> None:
    """Stop at a call of the start, a rebuild or the stop itself, and judge what is left."""
    call = _shuffled("watch")[lot.one_of(of_all_in_a_watch())]
    with ground(folder) as workspace:
        log = _stopping_at(workspace, call)
        workspace.write("index.md", marked(0))
        watch = workspace.watch()
        try:
            asked = _lived(workspace, watch, lambda: stopped(log))
            if stopped(log):
                _press_and_go_on(watch)
            status = watch.process.wait(DEADLINE)
            assert status in ((0, 130) if asked else (0,)), status
            watch.ended(status)
            untrace(workspace)
            assert_whole(workspace)
        except AssertionError as fault:
            fault.add_note(f"{call}\n{watch.said}")
            raise


@cache
def _watch_calls() -> tuple[Call, ...]:
    with tempfile.TemporaryDirectory() as folder, ground(Path(folder)) as workspace:
        log = trace(workspace, "trace=all")
        workspace.write("index.md", marked(0))
        watch = workspace.watch()
        assert _lived(workspace, watch, lambda: False)
        watch.ended(0)
        return tuple(calls(log))


def _lived(workspace: Workspace, watch: Watch, halted: Callable[[], bool]) -> bool:
    """Start, save, stop, as far as it goes; gives whether the stop was asked for."""

    def told(kind: str) -> bool:
        return any(event["event"] == kind for event in watch.events)

    def heard(kind: str) -> bool:
        return _ended_or(watch, lambda: halted() or told(kind)) and not halted()

    if not heard("indexed"):
        return False
    until_shown(watch, "/", 0)
    workspace.write("index.md", marked(1))
    if not heard("rebuilt"):
        return False
    watch.type(CTRL_C)
    _ended_or(watch, halted)
    return True


def _ended_or(run: Watch, happened: Callable[[], bool]) -> bool:
    """Wait until something happens, or the program ends; gives whether it happened."""
    for _ in range(int(DEADLINE / 0.005)):
        if happened() or not run.running:
            break
        pass_time(run, 0.005)
    return happened()


def _press_and_go_on(run: Watch) -> None:
    run.type(CTRL_C)
    run.signal(signal.SIGCONT)


def _stopping_at(workspace: Workspace, call: Call) -> Path:
    inject = f"inject={call.name}:signal=SIGSTOP:when={call.n}"
    return trace(workspace, f"trace={call.name}", inject)
