"""What a trial is drawn from: the same seed and number give the same trial again."""

from __future__ import annotations

import random


class Lot(random.Random):
    """A seeded generator that also knows the number of its trial."""

    def __init__(self, claim: str, seed: int, number: int) -> None:
        super().__init__(f"{seed} {claim} {number}")
        self.number = number
