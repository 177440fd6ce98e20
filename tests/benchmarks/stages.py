"""The stages of one save, from the file to the screen: what each is, and how long it took."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from tests.benchmarks.figures import Figure
from tests.benchmarks.stamps import MOMENTS
from tests.benchmarks.tables import markdown_table

WHOLE: Final = "one save"
"""The measure of the whole way; that of a stage has the stage's name behind it."""

BUSY: Final = f"{WHOLE}, while converting"
"""The same, while the whole site is being converted in the background."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the way, named by what is true at its end."""

    name: str
    where: str
    """Who is at its end."""
    what: str


STAGES: Final = (
    Stage("written", "editor", "the file is opened, emptied, written and closed"),
    Stage("heard", "main", "the system's event has come through the observer's threads"),
    Stage("gathered", "main", "the loop is awake, and sees that the file is whole"),
    Stage("compared", "main", "the file is read, and its digest is another"),
    Stage("related", "main", "its outline is read again; the shape of the site is the same"),
    Stage("sent", "main", "the terminal is told, includes are in place, the worker is chosen"),
    Stage("arrived", "worker", "the worker has the text"),
    Stage("converted", "worker", "what changed in the page is HTML"),
    Stage("returned", "main", "the loop has the result"),
    Stage("linked", "main", "the result is remembered, and its links lead to addresses"),
    Stage("rendered", "main", "the page is in its templates"),
    Stage("published", "main", "the page is in the store, by one transaction"),
    Stage("told", "server", "the server process knows of it"),
    Stage("encoded", "server", "the server has read the page and made a message of what differs"),
    Stage("delivered", "browser", "the browser has the message"),
    Stage("parsed", "browser", "the blocks that differ are a document, beside what is shown"),
    Stage("changed", "browser", "the two are compared, and what differs is changed in place"),
    Stage("lit", "browser", "the block that changed is lit, and the theme has dressed what is new"),
    Stage("painted", "browser", "the next frame is ready"),
)

_WORKER: Final = frozenset(stage.name for stage in STAGES if stage.where == "worker")

_BROWSER: Final = tuple(stage.name for stage in STAGES if stage.where == "browser")


class Stamp(NamedTuple):
    """A moment of the program, in seconds of the wall clock."""

    name: str
    at: float
    process: int


def without_other_workers(stamps: Sequence[Stamp]) -> list[Stamp]:
    """Leave out the workers that never convert what somebody edits: all but the first to start."""
    workers = {stamp.process for stamp in stamps if stamp.name in _WORKER}
    others = workers - {min(workers, default=0)}
    return [stamp for stamp in stamps if stamp.process not in others]


def durations(
    saved: tuple[float, float], stamps: Iterable[Stamp], shown: Sequence[float]
) -> dict[str, float]:
    """Give the milliseconds of each stage of a save.

    ``saved`` is when saving began and ended, ``shown`` when each stage ended in the browser.
    Raises ValueError if the program or the browser did not come to some moment.
    """
    begun, written = saved
    ends = _ends(sorted(stamps, key=lambda stamp: stamp.at))
    # The event may be through before the editor, which is a process like others, runs again.
    ends = {"written": min(written, ends["heard"]), **ends}
    ends |= zip(_BROWSER, shown, strict=True)
    starts = (begun, *ends.values())
    return {name: (ends[name] - start) * 1000 for name, start in zip(ends, starts, strict=False)}


def _ends(stamps: Sequence[Stamp]) -> dict[str, float]:
    """Choose of each moment the one that belongs to the save.

    A save raises several events, and what matters is the last before the loop acts. From there
    on, each moment is the first after the one before.
    """
    acted = next((at for at, stamp in enumerate(stamps) if stamp.name == "gathered"), 0)
    ends = {stamp.name: stamp.at for stamp in stamps[:acted] if stamp.name == "heard"}
    rest = iter(stamps[acted:])
    for moment in MOMENTS[1:]:
        first = next((stamp.at for stamp in rest if stamp.name == moment.name), None)
        ends |= {} if first is None else {moment.name: first}
    missing = [moment.name for moment in MOMENTS if moment.name not in ends]
    if missing:
        raise ValueError(f"a save did not come to: {', '.join(missing)}")
    return ends


def measure_of(stage: Stage, whole: str = WHOLE) -> str:
    """Name a stage's measure among the figures."""
    return f"{whole}: {stage.name}"


def medians(figures: Sequence[Figure], whole: str = WHOLE) -> list[tuple[Stage, float]]:
    """Give each stage its median in milliseconds; the figures are of one size."""
    found = {figure.measure: figure.median for figure in figures}
    named = [(stage, measure_of(stage, whole)) for stage in STAGES]
    return [(stage, found[name]) for stage, name in named if name in found]


def busy_table(figures: Sequence[Figure]) -> str:
    """Write the stages of one size beside those of saves while the whole site is converted."""
    idle, busy = dict(medians(figures)), dict(medians(figures, BUSY))
    rows = [
        (stage.name, stage.where, _said(idle[stage]), _said(took), f"{took - idle[stage]:+.1f}")
        for stage, took in busy.items()
    ]
    before, after = sum(idle.values()), sum(busy.values())
    rows.append(("all", "", _said(before), _said(after), f"{after - before:+.1f}"))
    bare = [
        statistics.median(next(f.bare for f in figures if f.measure == w)) for w in (WHOLE, BUSY)
    ]
    rows.append(
        ("bare `Markdown.convert`", "", _said(bare[0]), _said(bare[1]), f"{bare[1] - bare[0]:+.1f}")
    )
    head = ("stage", "where", "alone, ms", "while converting, ms", "more")
    return markdown_table(head, rows, right=range(2, 5))


def stage_table(figures: Sequence[Figure]) -> str:
    """Write the stages of each size as a table, and below them bare Markdown for comparison."""
    sizes = sorted({figure.pages for figure in figures})
    tables = (_table([figure for figure in figures if figure.pages == size]) for size in sizes)
    return "\n".join(tables)


def _table(figures: Sequence[Figure]) -> str:
    took = medians(figures)
    whole = sum(milliseconds for _, milliseconds in took)
    rows, so_far = [], 0.0
    for stage, milliseconds in took:
        so_far += milliseconds
        share = f"{milliseconds / whole:.0%}"
        rows.append(
            (stage.name, stage.where, _said(milliseconds), share, _said(so_far), stage.what)
        )
    bare = [sample for figure in figures if figure.measure == WHOLE for sample in figure.bare]
    if bare:
        plain = statistics.median(bare)
        what = "for comparison: the same page by bare `Markdown.convert`, whole"
        rows.append(("–", "–", _said(plain), f"{plain / whole:.0%}", "–", what))
    pages = figures[0].pages
    head = (f"stage, of {pages:,} pages", "where", "ms", "share", "so far", "what happens")
    return markdown_table(head, rows, right=range(2, 5))


def _said(milliseconds: float) -> str:
    return f"{milliseconds:.1f}"
