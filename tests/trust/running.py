"""Tries claims: each trial in an empty folder of its own, two of them at a time."""

from __future__ import annotations

import shutil
import tempfile
import time
import traceback
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.trust.claims import Claim
from tests.trust.lot import Lot


@dataclass(frozen=True)
class Outcome:
    """How a trial went."""

    number: int
    seconds: float
    fault: str = ""
    """What is wrong; empty if the promise was kept."""


def tried(claim: Claim, seed: int, numbers: Iterable[int]) -> Iterator[Outcome]:
    """Try a claim so often; gives each outcome, in the order of the numbers."""
    pool = ThreadPoolExecutor(claim.at_once)
    try:
        yield from pool.map(lambda number: _outcome(claim, seed, number), numbers)
    finally:
        pool.shutdown(cancel_futures=True)


def _outcome(claim: Claim, seed: int, number: int) -> Outcome:
    folder = Path(tempfile.mkdtemp(prefix="trial-"))
    begun = time.monotonic()
    fault = ""
    try:
        claim.trial(Lot(claim.name, seed, number), folder)
    except Exception:  # noqa: BLE001 - whatever a trial raises is its finding
        fault = traceback.format_exc()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Outcome(number, time.monotonic() - begun, fault)
