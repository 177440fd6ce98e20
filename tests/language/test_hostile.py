"""A page that is made to keep us busy costs no more than another one."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from devserver.language.completion import complete
from devserver.language.folding import folds
from devserver.language.hover import hover
from devserver.language.leading import definition, references
from devserver.language.renaming import renamable
from devserver.language.symbols import symbols
from tests.language.sites import Site

TEXTS = {
    "brackets": "[" * 20_000,
    "pictures": "![" * 10_000,
    "links": "[a](b)" * 5_000,
    "open links": "[a](" * 10_000,
    "spaces": " " * 50_000 + "x",
    "spaces in braces": "{" + " " * 50_000,
    "braces": "{: #" * 10_000,
    "spaces in a link": "[x](" + " " * 50_000,
    "headings": "# a\n\n" * 5_000,
    "long headings": f"# {'![' * 5_000}\n\n" * 20,
    "tags": "<a " * 10_000,
    "an open tag": "<a " + "b " * 25_000,
    "includes": '--8<-- "x.md"\n' * 3_000,
    "labels": "[a]: b\n" * 5_000,
    "footnotes": "[^1]" * 3_000,
    "dashes": "a\n-\n" * 10_000,
    "indented": "    x\n\n" * 10_000,
    "quotations": ">" * 20_000,
    "a fence": "```\n[a](b)\n",
    "no letters": "\0\ud7ff\u2028\x85" * 1_000,
}

QUESTIONS = (complete, definition, hover, references, renamable)


@pytest.mark.parametrize("name", TEXTS)
def test_each_question_is_answered_in_time(tmp_path: Path, name: str) -> None:
    text = TEXTS[name]
    started = time.perf_counter()
    site = Site(tmp_path, {"x.md": text, "y.md": "[x](x.md#a)\n"})
    writing = site.library.writing(site.library.page(next(iter(site.library.cards))))
    last = writing.lines.line(1)
    for question in QUESTIONS:
        for line, column in ((1, 1), (1, len(last) // 2), (1, len(last) + 1), (10**9, 10**9)):
            question(site.library, writing.path, line, column)
    symbols(writing)
    folds(writing)
    assert time.perf_counter() - started < 20


def test_places_that_are_not_there_are_no_fault(tmp_path: Path) -> None:
    site = Site(tmp_path, {"x.md": "# A\n"})
    for question in QUESTIONS:
        for path in ("x.md", "none.md", "../x.md", ""):
            for line, column in ((0, 0), (-1, -1), (5, 5)):
                question(site.library, site.library.page(path), line, column)  # type: ignore[arg-type]
