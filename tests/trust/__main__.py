"""The command line of the long run: tries claims, goes on where it stopped, makes the table."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.trust.claims import CLAIMS, Claim
from tests.trust.results import Results, table
from tests.trust.running import tried


def main(argv: Sequence[str]) -> int:
    """Run what the arguments ask for; gives the exit status."""
    arguments = _parser().parse_args(argv)
    # A shell has its background jobs ignore Ctrl-C, and whatever they start would, too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if arguments.table is not None:
        print(table(Results(arguments.table, 0), CLAIMS))  # noqa: T201
        return 0
    chosen = [claim for claim in CLAIMS if claim.name in (arguments.only or _names())]
    results = Results(arguments.results, arguments.seed)
    try:
        for claim in chosen:
            _try(claim, results, arguments)
    except KeyboardInterrupt:
        _say("stopped; with the same --results it goes on from here")
        return 130
    return int(any(results.tally(claim).failures for claim in chosen))


def _try(claim: Claim, results: Results, arguments: argparse.Namespace) -> None:
    wanted = arguments.trials or (claim.long() if arguments.long else claim.suite())
    numbers = range(results.tally(claim).trials, wanted)
    if arguments.number is not None:
        numbers = range(arguments.number, arguments.number + 1)
    for outcome in tried(claim, results.seed, numbers):
        if outcome.fault:
            _say(f"{claim.name}: --seed {results.seed} --number {outcome.number} FAILED")
            _say(outcome.fault)
        results.add(claim, outcome)
        tally = results.tally(claim)
        _say(f"{claim.name}: {tally.trials} of {wanted} trials, {len(tally.failures)} failures")


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def _names() -> list[str]:
    return [claim.name for claim in CLAIMS]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.trust", description=__doc__)
    add = parser.add_argument
    add("--long", action="store_true", help="as often as the claims say, not as in the suite")
    add("--only", action="append", choices=_names(), metavar="NAME", help=", ".join(_names()))
    add("--trials", type=int, metavar="N", help="so many of each claim")
    add("--seed", type=int, default=time.time_ns() % 1_000_000, help="have the same trials again")
    add("--number", type=int, metavar="N", help="only the trial of this number")
    add("--results", type=Path, metavar="FILE", help="keep what is found, and go on from there")
    add("--table", type=Path, metavar="FILE", help="print kept results as a Markdown table")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
