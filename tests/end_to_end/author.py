"""An author whose every edit is drawn by lot, through the file system, from one seed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.watching import Workspace

_NEIGHBOURS = (Path(__file__).parents[2] / "templates/partials/neighbours.html").read_text()

_WORDS = [
    "save",
    "page",
    "title",
    "of",
    "the",
    "reader",
    "**just**",
    "*written*",
    "`here`",
    "~~x~~",
]

HOME, INTRO = "docs/index.md", "docs/guide/intro.md"
"""Pages that may lose and get back their content, but stay."""


class Author:
    """Writes a small site and goes on editing it; each edit changes some file."""

    def __init__(self, workspace: Workspace, seed: int) -> None:
        self._workspace = workspace
        self._random = Random(seed)
        self._count = 0
        self._pages: dict[str, list[str]] = {}
        self._more: list[str] = []
        self._configure()
        self._template()
        self._style()
        self._snippet()
        for path in (HOME, INTRO, "docs/guide/index.md"):
            self._pages[path] = [self._front_matter(), self._heading(), *self._blocks(5)]
            self._save(path)
        self._edits: list[Callable[[], None]] = [
            *([self._reword] * 6),
            *(self._retitle, self._change_front_matter, self._snippet, self._template),
            *(self._style, self._configure, self._create, self._delete, self._rename),
        ]

    def edit(self) -> str:
        """Make one edit; gives its name."""
        edit = self._random.choice(self._edits)
        edit()
        return edit.__name__

    # ---------------------------------------------------------------- edits

    def _reword(self) -> None:
        path = self._random.choice([HOME, INTRO])
        blocks = self._pages[path]
        at = self._random.randrange(2, len(blocks))
        match self._random.randrange(4):
            case 0 if len(blocks) > 4:
                del blocks[at]
            case 1:
                blocks.insert(at, self._block())
            case 2:
                blocks.append(blocks.pop(at))
                blocks.append(self._block())
            case _:
                blocks[at] = self._block()
        self._save(path)

    def _retitle(self) -> None:
        path = self._random.choice([HOME, INTRO])
        self._pages[path][1] = self._heading()
        self._save(path)

    def _change_front_matter(self) -> None:
        path = self._random.choice([HOME, INTRO])
        self._pages[path][0] = self._front_matter()
        self._save(path)

    def _create(self) -> None:
        path = f"docs/{self._random.choice(['', 'guide/', 'more/'])}page-{self._next()}.md"
        self._more.append(path)
        self._pages[path] = ["", self._heading(), *self._blocks(2)]
        self._save(path)

    def _delete(self) -> None:
        if not self._more:
            self._create()
            return
        path = self._more.pop()
        del self._pages[path]
        self._workspace.remove(path)

    def _rename(self) -> None:
        if not self._more:
            self._create()
            return
        path, new = self._more.pop(), f"docs/guide/moved-{self._next()}.md"
        self._workspace.rename(path, new)
        self._pages[new] = self._pages.pop(path)
        self._more.append(new)

    def _snippet(self) -> None:
        self._workspace.write("part.md", f"{self._block()}\n\n{self._text()}\n")

    def _template(self) -> None:
        note = f"<p>{self._next()}</p>\n{_NEIGHBOURS}"
        self._workspace.write("theme/partials/neighbours.html", note)

    def _style(self) -> None:
        style = f"article p {{ letter-spacing: {self._next() % 7 / 10}px }} /* {self._next()} */\n"
        self._workspace.write("docs/extra.css", style)

    def _configure(self) -> None:
        title = f'title = "Site {self._next()}"\n'
        rest = 'docs = "docs"\ntemplates = "theme"\nextra_css = ["docs/extra.css"]\n'
        self._workspace.write("devserver.toml", title + rest)

    # ---------------------------------------------------------------- text

    def _save(self, path: str) -> None:
        front_matter, *blocks = self._pages[path]
        self._workspace.write(path, front_matter + "\n\n".join(blocks) + "\n")

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _text(self) -> str:
        words = self._random.choices(_WORDS, k=self._random.randint(3, 20))
        return f"{' '.join(words)} {self._next()}."

    def _heading(self) -> str:
        return f"# Title {self._next()}"

    def _front_matter(self) -> str:
        lines = [f"description: About {self._next()}", f"tags: [a, b{self._next()}]", "draft: true"]
        chosen = self._random.sample(lines, self._random.randint(1, 3))
        return "\n".join(["---", *chosen, f"order: {self._next() % 5}", "---", "", ""])

    def _blocks(self, count: int) -> list[str]:
        return [*(self._block() for _ in range(count)), '--8<-- "part.md"']

    def _block(self) -> str:
        text, n = self._text, self._next()
        kinds = [
            *([text()] * 4),
            f"## Heading {n}\n\n{text()}",
            f"- {text()}\n- {text()}\n    1. {text()}",
            f"- [ ] {text()}\n- [x] {text()}",
            f'```python title="{n}.py" hl_lines="1"\nprint({n})\nexit()\n```',
            f'!!! note "Note {n}"\n    {text()}',
            f'??? tip "Tip {n}"\n    {text()}',
            f"> [!WARNING]\n> {text()}",
            f'=== "One {n}"\n\n    {text()}\n\n=== "Two"\n\n    {text()}',
            f"| A | B |\n|---|---|\n| {n} | `x` |",
            f"A footnote[^{n}], $x^{n}$ and :smile:.\n\n[^{n}]: {text()}",
            f"See [the intro]({'' if n % 2 else '/'}guide/intro.md) or [home](index.md).",
            f"Term {n}\n:   {text()}",
            f"<div>{n} <b>raw</b></div>",
        ]
        return self._random.choice(kinds)
