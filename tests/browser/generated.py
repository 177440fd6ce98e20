"""Pages and edits out of a seed, with everything in them that a comparison could stumble over."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.serve.played_main import page_html

_TAG = re.compile(r"^<([a-z][a-z0-9]*)")

_WORDS = ["snow", "drift", "lantern", "harbour", "漢字", "naïve", "&amp;", "&lt;tag&gt;"]


class GeneratedPage:
    """A page that edits itself: blocks, title and head, the same for the same seed."""

    def __init__(self, seed: int, *, lined: bool = False) -> None:
        """Make the first version; if ``lined``, blocks tell their lines, and not all are sound."""
        self._random = random.Random(seed)
        self._lined = lined
        self._count = 0
        self._title = "Start"
        self._head: list[str] = []
        self._blocks = [self._block() for _ in range(12)]

    def html(self) -> str:
        """Write the page."""
        blocks = self._blocks
        if self._lined:
            blocks = [_TAG.sub(rf'<\1 data-line="{n}"', each, 1) for n, each in enumerate(blocks)]
        return page_html("\n".join(blocks), title=self._title, head="".join(self._head))

    def edit(self) -> None:
        """Change one thing, as an author would, or several, as a checkout would."""
        for _ in range(self._random.choice([1, 1, 1, 1, 2, 6])):
            self._random.choice(self._edits())()

    def _edits(self) -> list[Callable[[], None]]:
        body = [self._reword, self._reword, self._reword, self._insert, self._remove]
        return [*body, self._move, self._rewrite, self._retitle, self._change_head]

    def _somewhere(self) -> int:
        return self._random.randrange(len(self._blocks))

    def _reword(self) -> None:
        at = self._somewhere()
        words = self._blocks[at].split(" ")
        inner = [n for n, word in enumerate(words) if word in _WORDS]
        if inner:
            words[self._random.choice(inner)] = self._random.choice([*_WORDS, "<em>new</em>"])
            self._blocks[at] = " ".join(words)

    def _insert(self) -> None:
        self._blocks.insert(self._somewhere(), self._block())

    def _remove(self) -> None:
        if len(self._blocks) > 3:
            del self._blocks[self._somewhere()]

    def _move(self) -> None:
        block = self._blocks.pop(self._somewhere())
        self._blocks.insert(self._random.randrange(len(self._blocks) + 1), block)

    def _rewrite(self) -> None:
        self._blocks[self._somewhere()] = self._block()

    def _retitle(self) -> None:
        self._title = self._text(2)

    def _change_head(self) -> None:
        parts = [
            f'<meta name="description" content="{self._text(3)}">\n',
            f'<link rel="next" href="../{self._random.randrange(9)}/">\n',
            f"<style>h1 {{ margin: {self._random.randrange(9)}px }}</style>\n",
            f"<noscript><img src=x alt='{self._text(2)}'></noscript>\n",
            "<!-- a comment -->",
        ]
        self._head = self._random.sample(parts, self._random.randrange(len(parts) + 1))

    def _text(self, most: int = 12) -> str:
        return " ".join(self._random.choices(_WORDS, k=self._random.randint(1, most)))

    def _block(self) -> str:
        self._count += 1
        n, text = self._count, self._text
        checked = self._random.choice(["", "checked"])
        kinds = [
            f"<p>{text()}</p>",
            f"<p>{text()} <code>{text(1)}</code> {text()} <a href='#h{n}'>{text(2)}</a></p>",
            f'<h2 id="h{n}">{text(3)}</h2>',
            f"<ul>\n<li>{text()}</li>\n<li>{text()}<ol><li>{text()}</li></ol></li>\n</ul>",
            f"<table><tr><th>{text(1)}</th></tr><tr><td>{text(2)}</td></tr></table>",
            f'<pre><code class="x">{text()}\n  <span class="k">{text(1)}</span>\n</code></pre>',
            f"<details><summary>{text(2)}</summary><p>{text()}</p></details>",
            f'<div class="tabbed-set"><input type="radio" name="t{n}" id="t{n}" checked>'
            f'<input type="radio" name="t{n}"><label for="t{n}">{text(1)}</label></div>',
            f'<p><input type="checkbox" {checked}> {text()}</p>',
            f'<svg viewBox="0 0 9 9"><title>{text(1)}</title><use xlink:href="#{n}"/></svg>',
            f"<p><math><mi>x</mi><mo>=</mo><mn>{n}</mn></math> {text()}</p>",
            f"<template><p>{text()}</p></template>",
            f"<noscript><p class=x>{text()} &amp; <b>{text(1)}</noscript>",
            f"<script>window.ran = (window.ran ?? 0) + 1; // {text(2)}\n</script>",
            f'<script type="application/json">{{"n": {n}}}</script>',
            f"{text()} <!-- {n} --> <b @click='x'>{text(1)}</b>",
            f"<textarea>{text()}</textarea><select><option selected>{text(1)}</select>",
        ]
        if self._lined and self._random.random() < 0.05:
            kinds = [
                f"<p>{text()} <b>{text()}</p>",
                f"<div><p>{text()}",
                f"<p>{text()}</p></div>",
                f"<p><a href=x>{text(1)}</p><p>{text()}</p>",
                f"<p>{text()}<form></p>",
                f"<hr><table><tr><td>{text()}</table><li>{text()}",
                "<hr>",
            ]
        return self._random.choice(kinds)
