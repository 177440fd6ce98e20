"""Cases of Markdown are text files, so that they can be read and added to by anyone.

A case is a title, the Markdown and the HTML that it becomes, each ended by a line with a dot.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from devserver.model import Expanded, Job, SourcePath
from devserver.site.dialect import native
from devserver.site.links import fill
from devserver.site.markdown import convert

FOLDER = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    """One case: ``expected`` is the article's HTML with every link as written."""

    title: str
    markdown: str
    expected: str


def cases(name: str) -> pytest.MarkDecorator:
    """Run a test with every case of a file."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    parts = re.split(r"^\.\n", text, flags=re.MULTILINE)
    found = [
        Case(*(part.strip("\n") for part in parts[i : i + 3])) for i in range(0, len(parts) - 2, 3)
    ]
    return pytest.mark.parametrize("case", found, ids=[case.title for case in found])


def html_of(markdown: str) -> str:
    """Convert with the native dialect, links as written."""
    document = convert(Job(SourcePath("page.md"), Expanded(markdown), native()))
    return fill(document.parts, [link.target for link in document.links])
