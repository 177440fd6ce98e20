"""A disk that fails at one exact call: the site is whole, the old or the new, and it is said."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from tests.on_terminal import DEADLINE
from tests.trust.exported import (
    assert_next_build_is_whole,
    assert_one_site,
    build,
    build_calls,
    out,
    reference,
    site_to_build,
)
from tests.trust.ground import ground, marked, until, until_shown
from tests.trust.lot import Lot
from tests.trust.traced import OPENS, REMOVALS, RENAMES, WRITES, Call, contents, injected, trace
from tests.watching import CTRL_C, Watch, Workspace

_ERRORS = {
    **dict.fromkeys((*OPENS, "mkdir", "ftruncate"), ("ENOSPC", "EIO", "EACCES")),
    **dict.fromkeys(WRITES, ("ENOSPC", "EIO", "EDQUOT")),
    **dict.fromkeys((*RENAMES, *REMOVALS), ("EIO", "EACCES")),
    **dict.fromkeys(("fsync", "fdatasync", "chmod", "utimensat"), ("EIO",)),
    **dict.fromkeys(("link", "linkat"), ("EPERM", "ENOSPC", "EMLINK")),
}
_WRITABLE = re.compile(r"O_WRONLY|O_RDWR|O_CREAT")
_TOP = re.compile(r".*?/(?:public|cache)/(\.?\w+).*")
_OURS = re.compile(r'[<"](/[^>"]*/(?:public|cache)/[^>"]*)[>"]')


def failing_calls() -> tuple[Call, ...]:
    """Give the calls of a small build that change a file of the site or of the store."""
    return tuple(
        call
        for call in build_calls()
        if _OURS.search(call.said) and (call.name not in OPENS or _WRITABLE.search(call.said))
    )


@cache
def _one_of_each_kind() -> tuple[Call, ...]:
    kinds: dict[str, Call] = {}
    for call in failing_calls():
        found = _OURS.search(call.said)
        assert found
        top = _TOP.sub(r"\1", found[1])
        kinds.setdefault(f"{call.name} {top} {Path(found[1]).suffix}", call)
    return tuple(kinds.values())


def of_each_kind() -> int:
    """Count the kinds of calls: the suite has one of each fail."""
    return len(_one_of_each_kind())


def of_all() -> int:
    """Count the calls that may fail."""
    return len(failing_calls())


def a_call_of_a_build_fails(lot: Lot, folder: Path) -> None:
    """Have one call fail, whatever it is; then build again without a fault."""
    kinds = _one_of_each_kind()
    others = [call for call in failing_calls() if call not in kinds]
    call = [*kinds, *others][lot.number % of_all()]
    error = lot.choice(_ERRORS[call.name])
    with site_to_build(folder) as workspace:
        log = trace(
            workspace, f"trace={call.name}", f"inject={call.name}:error={error}:when={call.n}"
        )
        run = build(workspace)
        try:
            _judge(workspace, run, call)
        except AssertionError as fault:
            fault.add_note(f"{call} gave {error}; {injected(log)}\n{run.said}")
            raise


def _judge(workspace: Workspace, run: Watch, call: Call) -> None:
    status = run.process.wait(DEADLINE)
    run.terminal.read_to_the_end()
    assert status in (0, 1), run.said
    assert "Traceback" not in run.said
    assert "fault of devserver" not in run.said
    workspace.assert_no_process()
    workspace.assert_sources_untouched()
    if call.name in REMOVALS:
        # What the disk would not remove is still there; that it is whole is all one can ask.
        found = contents(out(workspace))
        beside = list(out(workspace).parent.glob(".site-*"))
        assert not beside or "cannot be removed" in run.said, f"unsaid: {beside}"
    else:
        found = assert_one_site(workspace)
        workspace.assert_clean()
    assert found == reference()[1 - status], f"status {status}, but it is the other site"
    if status:
        # What stood before it on the line was wiped away.
        (line,) = run.said.rstrip("\n").split("\n")
        assert re.fullmatch(r"(.*\x1b\[K)?devserver: [^\x1b]+: [A-Z][\w/ ]+", line), line
    _assert_next_is_whole(workspace, call)


def _assert_next_is_whole(workspace: Workspace, call: Call) -> None:
    if call.name in REMOVALS:
        for path in out(workspace).parent.glob(".site-*"):
            path.rename(workspace.cache.parent / path.name)
    assert_next_build_is_whole(workspace)


# ---------------------------------------------------------------- while watching


def the_store_fails_while_watching(lot: Lot, folder: Path) -> None:
    """Have writes of the store fail for a while: pages stay whole and new, and it heals."""
    first = lot.randrange(1, 80)
    last = first + lot.randrange(60)
    with ground(folder) as workspace:
        log = trace(
            workspace,
            "trace=pwrite64",
            f"inject=pwrite64:error={lot.choice(('ENOSPC', 'EIO'))}:when={first}..{last}",
        )
        workspace.write("index.md", marked(0))
        watch = workspace.watch()
        until_shown(watch, "/", 0)
        for generation in range(1, 200):
            _save(workspace, watch, generation)
            if _written(log) > last:
                break
        else:
            raise AssertionError(f"only {_written(log)} writes of {last}")
        _assert_healed(workspace, watch)
        watch.type(CTRL_C)
        watch.ended(0)
        workspace.through = ()
        again = workspace.watch()
        until_shown(again, "/", 1000)


def _save(workspace: Workspace, watch: Watch, generation: int) -> None:
    workspace.write("index.md", marked(generation))
    watch.wait("rebuilt")
    until_shown(watch, "/", generation)


def _written(log: Path) -> int:
    return log.read_text("utf-8", "replace").count("pwrite64(")


def _assert_healed(workspace: Workspace, watch: Watch) -> None:
    _save(workspace, watch, 1000)
    until(watch, lambda: not _disk_problem(watch), "end of the disk's problem")
    assert "Traceback" not in watch.said, watch.said


def _disk_problem(watch: Watch) -> bool:
    told = [event["items"] for event in watch.events if event["event"] == "problems"]
    return bool(told) and any(problem["code"] == "disk" for problem in told[-1])
