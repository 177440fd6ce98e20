"""How many blocks are told in the right line: ``python -m tests.site.source_map.accuracy FOLDER``.

A line is right if the block's first words begin in it. Nothing is known here of how lines are found
out: the page is read as a browser does, and compared with what stands in the source.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from unittest.mock import patch

from devserver.model import Dialect, Document, Expanded, Job, SourcePath
from devserver.site.dialect import native
from devserver.site.markdown import convert
from devserver.site.source_map.observer import Observer

TAGS = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "dt", "dd", "tr", "blockquote")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "source", "track", "wbr"]
)


class Found(Counter[tuple[str, str]]):
    """Blocks by tag, and by what is said of their lines: "right", "wrong", "none"."""

    def share(self, tag: str) -> float:
        """Give the share of blocks with a line whose line is right."""
        right, wrong = self[tag, "right"], self[tag, "wrong"]
        return right / (right + wrong) if right + wrong else 1.0


def judge(text: str, dialect: Dialect) -> tuple[Found, list[str], bool]:
    """Convert a text with and without lines: what was found, what is wrong, and if all is alike."""
    job = Job(SourcePath("page.md"), Expanded(text), dialect)
    document = convert(job)
    with patch.object(Observer, "mark", lambda *_: None):
        plain = convert(job)
    found, wrong = Found(), []
    lines = text.split("\n")
    for tag, line, words in _blocks(told(document)):
        if not words:
            continue
        if line is None:
            found[tag, "none"] += 1
        elif any(_begins(words, lines[line - 1 :][:count]) for count in (3, 6)):
            found[tag, "right"] += 1
        else:
            found[tag, "wrong"] += 1
            wrong.append(f"{tag} {line}: {' '.join(words)}")
    return found, wrong, replace(document, lines=()) == plain


def told(document: Document) -> str:
    """Give a document's HTML with its lines."""
    pieces: list[str] = []
    for index, part in enumerate(document.parts):
        done = 0
        for _, offset, line, _ in (mark for mark in document.lines if mark[0] == index):
            pieces += part[done:offset], f' data-line="{line}"'
            done = offset
        pieces += part[done:], "#"
    return "".join(pieces)


def _begins(words: list[str], lines: list[str]) -> bool:
    """Whether words stand in this order in some lines, the first of them in the first line."""
    first = _words(unescape(lines[0])) or _words(unescape(" ".join(lines[:2])))
    there = iter(_words(unescape(" ".join(lines))))
    # The name of a key may be written out: Esc for Escape.
    return any(word.startswith(words[0]) for word in first) and all(
        any(other.startswith(word) for other in there) for word in words
    )


def _words(text: str) -> list[str]:
    plain = re.sub(r"\\([_*`])", r"\1", re.sub(r"</?[a-zA-Z][^<>]*>", "", text))
    return re.findall(r"[^\W_]+", plain.casefold())


class _Blocks(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.ended: list[tuple[str, str | None, list[str]]] = []
        self._open: list[tuple[str, str | None, list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._open.append((tag, dict(attrs).get("data-line"), []))

    def handle_endtag(self, tag: str) -> None:
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index][0] == tag:
                self.ended += self._open[index:]
                del self._open[index:]
                return

    def handle_data(self, data: str) -> None:
        for _, _, texts in self._open:
            texts.append(data)


def _blocks(html: str) -> Iterator[tuple[str, int | None, list[str]]]:
    parser = _Blocks()
    parser.feed(html)
    parser.close()
    for tag, line, texts in parser.ended:
        if tag in TAGS:
            yield tag, None if line is None else int(line), _words("".join(texts))[:3]


def _main(folders: list[str]) -> None:
    for folder in folders:
        total, pages, alike = Found(), 0, 0
        for path in sorted(Path(folder).rglob("*.md")):
            found, _, same = judge(path.read_text(errors="replace"), native())
            total.update(found)
            pages += 1
            alike += same
        lines = [f"{folder}: {alike} of {pages} pages are the same to the byte without their lines"]
        for tag in TAGS:
            right, wrong, none = (total[tag, said] for said in ("right", "wrong", "none"))
            if right + wrong + none:
                share = f"{total.share(tag):7.2%}"
                lines.append(f"  {tag:10} {share}  ({right + wrong} with a line, {none} without)")
        print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    _main(sys.argv[1:])
