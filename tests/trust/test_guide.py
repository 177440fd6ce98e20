"""What the guide says was tried is what the long run found, and all of it is of our claims."""

from __future__ import annotations

from tests.trust.claims import CLAIMS
from tests.trust.guide import PAGE, TRIED, text
from tests.trust.results import Results


def test_the_guide_tells_what_was_found() -> None:
    assert PAGE.read_text("utf-8") == text()


def test_what_was_tried_is_what_we_claim() -> None:
    assert Results(TRIED, 0).tallies.keys() <= {claim.name for claim in CLAIMS}
