"""The closed table: what is promised, the trial that tries to break it, and how often it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.trust import (
    edits,
    failing,
    interrupts,
    kills,
    reads,
    saving,
    sources,
    stops,
    storms,
    tabs,
)
from tests.trust.lot import Lot

Trial = Callable[[Lot, Path], None]
"""Does one experiment in an empty folder; raises if a promise is broken."""


@dataclass(frozen=True)
class Claim:
    """A promise, in the words that the guide has for it."""

    name: str
    words: str
    trial: Trial
    suite: Callable[[], int]
    """Trials in each run of the suite."""
    long: Callable[[], int]
    each: int = 1
    """What one trial counts for."""
    unit: str = "stops"
    at_once: int = 2


def _times(number: int) -> Callable[[], int]:
    return partial(int, number)


def _open_pages(number: int, trial: Trial, suite: int) -> Claim:
    return Claim(
        f"pages-{number}",
        f"{number:,} open pages: 99 of 100 updates within 250 ms of the save",
        trial,
        _times(suite),
        _times(5),
        unit=f"runs of {number * tabs.SAVES:,} updates",
        at_once=1,
    )


CLAIMS: tuple[Claim, ...] = (
    Claim(
        "stops",
        "Ctrl-C at random instants: at the start, at rest, in a rebuild, in a stop",
        stops.ctrl_c_at_a_random_instant,
        _times(40),
        _times(500),
    ),
    Claim(
        "build-interrupts",
        "Ctrl-C at each rename, write and open of a build",
        interrupts.ctrl_c_at_a_call_of_a_build,
        _times(8),
        interrupts.of_all_in_a_build,
    ),
    Claim(
        "watch-interrupts",
        "Ctrl-C at each rename, write and open of a start, a rebuild and a stop",
        interrupts.ctrl_c_at_a_call_of_a_watch,
        _times(8),
        interrupts.of_all_in_a_watch,
    ),
    Claim(
        "main-kills",
        "main killed (-9) under load: nothing is left running, the next start is whole",
        kills.main_is_killed,
        _times(10),
        _times(200),
        unit="kills",
    ),
    Claim(
        "server-kills",
        "the server killed (-9) under load: replaced, and no connection refused",
        kills.the_server_is_killed,
        _times(10),
        _times(200),
        unit="kills",
    ),
    Claim(
        "edits",
        "sequences of edits: every page equals a clean build, byte for byte",
        edits.sequences_of_edits,
        _times(0),  # The suite tries 200 by tests/build/test_equals_clean_build.py itself.
        _times(10_000 // edits.PIECE),
        edits.PIECE,
        "sequences",
    ),
    Claim(
        "failing-build",
        "the n-th open, write, rename, commit or removal of a build fails",
        failing.a_call_of_a_build_fails,
        failing.of_each_kind,
        failing.of_all,
        unit="calls",
    ),
    Claim(
        "failing-store",
        "writes of the store fail for a while, from the n-th on, while watching",
        failing.the_store_fails_while_watching,
        _times(4),
        _times(100),
        unit="failing disks",
    ),
    Claim(
        "reads",
        "reads against a replacing writer: none torn, none older than the one before",
        reads.reads_against_a_replacing_writer,
        _times(20_000 // reads.READS),
        _times(1_000_000 // reads.READS),
        reads.READS,
        "reads",
    ),
    Claim(
        "storms",
        "storms of events: five seconds later, every page equals its file",
        storms.a_storm,
        _times(1),
        _times(100_000 // storms.EVENTS),
        unit=f"storms of {storms.EVENTS:,} events",
    ),
    Claim(
        "overflows",
        "more events than the system keeps: five seconds later, every page equals its file",
        storms.an_overflow,
        _times(1),
        _times(20),
        unit="overflows",
    ),
    Claim(
        "unnoticed-overflows",
        "events thrown away while the program runs: five seconds later, every page equals its file",
        storms.an_overflow_unnoticed,
        _times(1),
        _times(20),
        unit="overflows",
    ),
    _open_pages(200, tabs.two_hundred, suite=1),
    _open_pages(1000, tabs.a_thousand, suite=0),
    Claim(
        "saves",
        f"{saving.each_way()} ways to save, of editors, tools and git: each save is seen",
        saving.a_way_to_save,
        saving.each_way,
        _times(saving.each_way() * 100 // saving.SAVES),
        saving.SAVES,
        "saves",
    ),
    Claim(
        "sources",
        "a docs folder that may not be written to is watched and built, and stays as it is",
        sources.a_folder_that_may_not_be_written_to,
        _times(2),
        _times(50),
        unit="sessions",
    ),
)
