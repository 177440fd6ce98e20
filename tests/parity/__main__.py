"""Compares whole projects: ``python -m tests.parity PROJECT…`` says how many pages are the same."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.parity.comparison import Compared, Difference, compare

_SHOWN: Final = 300
"""Characters of each side of a difference, around the first that is not the same."""


def main(argv: Sequence[str]) -> None:
    """Compare every project that is named."""
    parser = argparse.ArgumentParser(prog="python -m tests.parity", description=__doc__)
    parser.add_argument("projects", nargs="+", type=Path, metavar="PROJECT")
    parser.add_argument("--said", action="store_true", help="show what both programs complained of")
    arguments = parser.parse_args(argv)
    for project in arguments.projects:
        with tempfile.TemporaryDirectory() as folder:
            found = compare(project.resolve(), Path(folder))
        sys.stdout.write("".join(f"{line}\n" for line in told(project, found)))
        if arguments.said:
            said = "".join(f"  mkdocs {level}: {message}\n" for level, message in found.said)
            sys.stdout.write(f"{said}{found.printed}")


def told(project: Path, found: Compared) -> Iterator[str]:
    """Say what came of one project, a line each."""
    pages = len(found.urls)
    share = 100 * found.identical / max(pages, 1)
    yield f"{project.name}: {pages} pages, {found.identical} identical ({share:.1f} %)"
    for level, message in found.said:
        if level == "ERROR":
            yield f"  MkDocs failed: {message}"
    if found.left_out:
        yield f"  left out for MkDocs: {', '.join(found.left_out)}"
    for difference in found.differences:
        yield f"  {difference.url or 'the whole site'}: {difference.what}"
        if difference.theirs or difference.ours:
            yield from _sides(difference)


def _sides(difference: Difference) -> Iterator[str]:
    pairs = zip(difference.theirs, difference.ours, strict=False)
    same = next((i for i, (left, right) in enumerate(pairs) if left != right), 0)
    start = max(0, same - 60)
    for name, side in (("mkdocs", difference.theirs), ("ours  ", difference.ours)):
        yield f"    {name} {side[start : start + _SHOWN]!r}"


if __name__ == "__main__":
    main(sys.argv[1:])
