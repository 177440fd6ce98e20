"""The long run: every property in turn, each time with a fresh seed, until the time is over."""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.fuzz.counting import COUNTS
from tests.fuzz.examples import TIMES

_FOLDER: Final = Path(__file__).parent
_ROOT: Final = _FOLDER.parents[1]
_LONGEST: Final = 900.0
"""Seconds after which a round is taken to hang."""


@dataclass(frozen=True)
class Property:
    """A promise, as a test in one of the files of this folder."""

    file: str
    name: str

    @property
    def test(self) -> str:
        """What pytest calls it."""
        return f"tests/fuzz/{self.file}::{self.name}"


@dataclass(frozen=True)
class Round:
    """What came of one property and one seed."""

    property: Property
    seed: int
    examples: int
    failure: str
    """What pytest printed, if it failed."""


def properties(only: str) -> list[Property]:
    """Find the properties whose name or file has ``only`` in it."""
    found = (
        Property(file.name, name)
        for file in sorted(_FOLDER.glob("test_*.py"))
        for name in re.findall(r"^def (test_\w+)\(", file.read_text("utf-8"), re.MULTILINE)
    )
    return [each for each in found if only in each.test]


def tried(each: Property, seed: int, times: int) -> Round:
    """Try a property with one seed, in a process of its own: it may crash the interpreter."""
    options = ("-q", "-x", "--no-header", "--timeout=0", "-p", "tests.fuzz.counting")
    command = (sys.executable, "-m", "pytest", *options, f"--hypothesis-seed={seed}", each.test)
    with tempfile.NamedTemporaryFile(prefix="fuzz-") as counts:
        environment = {**os.environ, TIMES: str(times), COUNTS: counts.name}
        try:
            done = subprocess.run(
                command,
                cwd=_ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                timeout=_LONGEST,
                check=False,
            )
            failure = done.stdout if done.returncode else ""
        except subprocess.TimeoutExpired:
            failure = f"not done after {_LONGEST:g} s"
        written = Path(counts.name).read_text("utf-8").split()
    return Round(each, seed, sum(map(int, written)), failure)


def rounds(chosen: Sequence[Property], arguments: argparse.Namespace) -> Iterator[Round]:
    """Try every property in turn until the time is over."""
    until = time.monotonic() + 60 * arguments.minutes
    seeds = random.Random(arguments.seed)
    for each in itertools.cycle(chosen):
        if time.monotonic() > until:
            return
        yield tried(each, seeds.randrange(2**32), arguments.times)


def keep(file: Path, counts: Counter[str], failed: Sequence[Round], minutes: float) -> None:
    """Add what was found to what ``file`` has already."""
    kept = json.loads(file.read_text("utf-8")) if file.exists() else {}
    examples = Counter(kept.get("examples", {})) + counts
    failures = kept.get("failures", [])
    failures += [{"property": r.property.test, "seed": r.seed} for r in failed]
    whole = {
        "minutes": round(kept.get("minutes", 0) + minutes, 1),
        "examples": dict(sorted(examples.items())),
        "failures": failures,
    }
    file.write_text(json.dumps(whole, indent=1) + "\n", "utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    add = parser.add_argument
    add("--minutes", type=float, default=10, metavar="N", help="how long (10)")
    add("--seed", type=int, metavar="S", help="begin with this seed, to run the same again")
    add("--only", default="", metavar="NAME", help="the properties that have this in their name")
    add("--times", type=int, default=20, metavar="N", help="times the examples of the suite (20)")
    add("--results", type=Path, metavar="FILE", help="keep the counts, added to what is there")
    return parser.parse_args()


def main() -> int:
    """Run, and say what failed."""
    arguments = _arguments()
    os.nice(19)
    chosen = properties(arguments.only)
    if not chosen:
        sys.exit(f"no property has “{arguments.only}” in its name")
    if arguments.seed is None:
        arguments.seed = random.randrange(2**32)
    sys.stdout.write(f"seed {arguments.seed}, {len(chosen)} properties\n")
    counts: Counter[str] = Counter()
    failures = 0
    begin = time.monotonic()
    for done in rounds(chosen, arguments):
        minutes, begin = (time.monotonic() - begin) / 60, time.monotonic()
        counts[done.property.name] += done.examples
        verdict = "FAILED" if done.failure else "held"
        sys.stdout.write(f"{verdict} {done.examples} {done.property.test} seed {done.seed}\n")
        if done.failure:
            failures += 1
            sys.stdout.write(f"{done.failure}\n")
        if arguments.results:
            counted = Counter({done.property.name: done.examples})
            keep(arguments.results, counted, [done] if done.failure else [], minutes)
        sys.stdout.flush()
    for name, count in sorted(counts.items()):
        sys.stdout.write(f"{count:>9,} {name}\n")
    sys.stdout.write(f"{failures} failures in {counts.total():,} examples\n")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
