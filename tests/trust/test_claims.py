"""Each claim is tried a few times on every run of the suite, with other draws each time."""

from __future__ import annotations

import os
import time

import pytest

from tests.trust.claims import CLAIMS, Claim
from tests.trust.running import tried

SEED = int(os.environ.get("DEVSERVER_SEED") or time.time_ns() % 1_000_000)
"""Printed with a failure; set the variable to have the same trials again."""


@pytest.mark.timeout(400)
@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.name)
def test_no_trial_breaks_the_promise(claim: Claim) -> None:
    outcomes = list(tried(claim, SEED, range(claim.suite())))
    faults = [f"seed {SEED}, number {o.number}:\n{o.fault}" for o in outcomes if o.fault]
    assert not faults, "\n".join(faults)
