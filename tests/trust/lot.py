"""What a trial is drawn from: the same seed and number give the same trial again."""

from __future__ import annotations

import random


class Lot(random.Random):
    """A seeded generator that also knows the number of its trial."""

    def __init__(self, claim: str, seed: int, number: int) -> None:
        super().__init__(f"{seed} {claim} {number}")
        self.base = seed
        self.number = number

    def one_of(self, number: int) -> int:
        """Choose one of so many: so many trials choose each once; each seed begins elsewhere."""
        return (self.base + self.number) % number
