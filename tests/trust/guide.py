"""Puts what was tried into the guide: ``python -m tests.trust.guide`` after a long run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from tests.trust.claims import CLAIMS
from tests.trust.results import Results, table

TRIED: Final = Path(__file__).with_name("tried.json")
"""The results of the long run that the guide tells of."""

PAGE: Final = Path(__file__).parents[2] / "sample_site/docs/rely.md"

_TRIED: Final = re.compile(r"<!-- tried: claims -->\n.*?<!-- end -->", re.DOTALL)


def text() -> str:
    """Give the page as it has to be."""
    told = f"<!-- tried: claims -->\n\n{table(Results(TRIED, 0), CLAIMS)}\n\n<!-- end -->"
    return _TRIED.sub(lambda _: told, PAGE.read_text("utf-8"))


if __name__ == "__main__":
    PAGE.write_text(text(), "utf-8")
