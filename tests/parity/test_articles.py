"""Every extension with its options makes the article that Python-Markdown makes, byte for byte.

Each sample is a configuration and some pages. What MkDocs does besides, such as the links, is
compared with MkDocs itself elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown import Markdown

from devserver.mkdocs import read_mkdocs
from devserver.model import Dialect, Expanded, Job, SourcePath
from devserver.site.front_matter import body_start
from devserver.site.links import fill
from devserver.site.markdown import convert, remember
from devserver.site.mkdocs_links import escape

FOLDER = Path(__file__).with_name("samples")
SAMPLES = sorted(FOLDER.iterdir())
PAGES = sorted(FOLDER.rglob("*.md"))

every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)


@pytest.fixture(autouse=True)
def _nothing_is_remembered_afterwards() -> Iterator[None]:
    yield
    remember(0)


def theirs(sample: Path, text: str) -> str:
    """Convert as MkDocs does: its own extensions first, then those of the project."""
    # The names in it are those of functions in installed packages.
    said = yaml.load((sample / "mkdocs.yml").read_text("utf-8"), Loader=yaml.UnsafeLoader)
    written = said["markdown_extensions"]
    pairs = written.items() if isinstance(written, dict) else map(_pair, written)
    options: dict[str, dict[str, Any]] = {name: given or {} for name, given in pairs}
    names = dict.fromkeys(("toc", "tables", "fenced_code", *options))
    return Markdown(extensions=list(names), extension_configs=options).convert(text)


def _pair(written: Any) -> tuple[str, Any]:
    return next(iter(written.items())) if isinstance(written, dict) else (str(written), None)


def ours(dialect: Dialect, text: str) -> str:
    document = convert(Job(SourcePath("page.md"), Expanded(text), dialect))
    assert not document.failed, document.problems
    return fill(document.parts, [escape(link.target) for link in document.links])


def body(page: Path, dialect: Dialect) -> str:
    text = page.read_text("utf-8")
    return text[body_start(text, dialect) :]


@every_sample
def test_article_is_that_of_python_markdown(sample: Path) -> None:
    config = read_mkdocs(sample / "mkdocs.yml")
    assert not config.problems
    for page in sorted(sample.rglob("*.md")):
        text = body(page, config.dialect)
        assert ours(config.dialect, text) == theirs(sample, text), page


@every_sample
def test_article_is_the_same_when_pages_are_remembered(sample: Path) -> None:
    """A page is edited line by line, and comes again after others, in every dialect."""
    dialect = read_mkdocs(sample / "mkdocs.yml").dialect
    texts = [body(page, dialect) for page in PAGES]
    own = [body(page, dialect) for page in sorted(sample.rglob("*.md"))]
    lines = own[0].split("\n")
    step = max(len(lines) // 12, 1)
    own += [
        "\n".join([*lines[:at], "New *text*.", "", *lines[at:]])
        for at in range(0, len(lines), step)
    ]
    remember(0)
    plain = [_converted(dialect, text) for text in [*texts, *own]]
    remember(10_000_000)
    for _ in range(2):
        assert [_converted(dialect, text) for text in [*texts, *own]] == plain


def _converted(dialect: Dialect, text: str) -> str:
    """Give the article, or what failed: the text of another sample may be too much for it."""
    document = convert(Job(SourcePath("page.md"), Expanded(text), dialect))
    shown = fill(document.parts, [escape(link.target) for link in document.links])
    return f"{document.failed} {shown}"
