"""What was found so far: a file that is written after each trial, and the table made of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.trust.claims import Claim
from tests.trust.running import Outcome


@dataclass
class Tally:
    """The trials of one claim, in the order of their numbers."""

    trials: int = 0
    failures: dict[str, str] = field(default_factory=dict)
    """What was wrong, by the number of the trial."""
    seconds: float = 0.0
    when: str = ""
    seed: int | None = None
    """Of the trials, if it is not that of the whole run: the claim was tried at another time."""


class Results:
    """One long run: its seed, and a tally of each claim. With the same file it goes on."""

    def __init__(self, path: Path | None, seed: int) -> None:
        self._path = path
        self.seed = seed
        self.tallies: dict[str, Tally] = {}
        if path is not None and path.exists():
            kept = json.loads(path.read_text("utf-8"))
            self.seed = kept["seed"]
            self.tallies = {name: Tally(**said) for name, said in kept["claims"].items()}

    def tally(self, claim: Claim) -> Tally:
        """Give what is known of a claim."""
        return self.tallies.setdefault(claim.name, Tally())

    def add(self, claim: Claim, outcome: Outcome) -> None:
        """Take the outcome of a trial, and keep it."""
        tally = self.tally(claim)
        tally.trials = outcome.number + 1
        tally.seconds = round(tally.seconds + outcome.seconds, 1)
        tally.when = f"{datetime.now(UTC):%Y-%m-%d}"
        if outcome.fault:
            tally.failures[str(outcome.number)] = outcome.fault
        self._keep()

    def _keep(self) -> None:
        if self._path is None:
            return
        claims = {name: asdict(tally) for name, tally in self.tallies.items()}
        text = json.dumps({"seed": self.seed, "claims": claims}, indent=1)
        new = self._path.with_name(f"{self._path.name}.new")
        new.write_text(text, "utf-8")
        new.replace(self._path)


def table(results: Results, claims: Iterable[Claim]) -> str:
    """Write what was found as a Markdown table."""
    lines = [
        "| claim | tried | failures | at most, with 95 % confidence | seed | when |",
        "|:--|--:|--:|--:|--:|:--|",
    ]
    for claim in claims:
        tally = results.tallies.get(claim.name)
        if tally is None or not tally.trials:
            continue
        tried, failed = tally.trials * claim.each, len(tally.failures)
        lines.append(
            f"| {claim.words} | {tried:,} {claim.unit} | {failed} | {_bound(tally, tried)} "
            f"| {results.seed if tally.seed is None else tally.seed} | {tally.when} |"
        )
    return "\n".join(lines)


def _bound(tally: Tally, tried: int) -> str:
    """Give the share that may fail for all we know: the rule of three."""
    if tally.failures:
        return "–"
    return f"{min(100.0, 300 / tried):.2g} %"
