"""What the guide says was tried is what the long run found, and each of its trials is a claim."""

from __future__ import annotations

from tests.trust.claims import CLAIMS
from tests.trust.guide import PAGE, TRIED, text
from tests.trust.results import Results


def test_the_guide_tells_what_was_found() -> None:
    assert PAGE.read_text("utf-8") == text()


def test_every_claim_was_tried_in_the_long_run() -> None:
    tallies = Results(TRIED, 0).tallies
    assert {claim.name for claim in CLAIMS} == {n for n, tally in tallies.items() if tally.trials}
