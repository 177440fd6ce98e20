"""The pages that everything is measured on: the same words for every program and every run."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

PAGE: Final = 5_200
"""Bytes that a page has at least; it ends with the block that reaches them, below 6,000."""

LARGE: Final = 100_000
"""The same of the page that shows how a page's own size matters."""

FOLDER: Final = 100
"""Pages in a folder."""

LARGE_PAGE: Final = "large"
"""Where that page stands, without ``.md``."""

MARK: Final = re.compile(r"mark\d{7}")
"""What an edit changes: one word that stands once in every page, in the middle."""


def mark(number: int) -> str:
    """Make the word by which one edit is recognised wherever it shows up."""
    return f"mark{number:07d}"


def path_of(number: int) -> str:
    """Say where a page stands in its docs folder, without ``.md``; page 0 is the home page."""
    return f"section-{number // FOLDER:03d}/page-{number:05d}" if number else "index"


@dataclass(frozen=True, slots=True)
class Flavour:
    """What differs between the programs' Markdown: never a word, only how it is written."""

    admonition: Callable[[str, str], str]
    """How a note with a title and a text is written."""
    front_matter: Callable[[str], str] = lambda _: ""
    """What stands above a page with this title."""
    home: str = "index"
    """The name of the home page, without ``.md``."""
    home_end: str = ""
    """What stands at the end of the home page."""


PYTHON_MARKDOWN: Final = Flavour(lambda title, text: f'!!! note "{title}"\n\n    {text}')


def page(number: int, pages: int, flavour: Flavour = PYTHON_MARKDOWN) -> str:
    """Write one page of a site of so many pages; the one after the last is the large one."""
    chance = random.Random(f"page {number}")
    here = path_of(number) if number < pages else LARGE_PAGE
    title = f"{_phrase(chance)} {number}"
    blocks = [f"{flavour.front_matter(title)}# {title}", _prose(chance)]
    makers = _makers(chance, here, pages, flavour)
    size = PAGE if number < pages else LARGE
    length = sum(len(block) + 2 for block in blocks)
    marked = False
    while length <= size:
        block = next(makers)
        if not marked and length > size // 2:
            marked = True
            block = f"This sentence was last edited at {mark(0)}. {_prose(chance)}\n\n{block}"
        blocks.append(block)
        length += len(block) + 2
    return "\n\n".join(blocks) + "\n" + ("" if number else flavour.home_end)


def _makers(chance: random.Random, here: str, pages: int, flavour: Flavour) -> Iterator[str]:
    """Give blocks in an order that a page of documentation has."""
    while True:
        yield f"## {_phrase(chance)}"
        yield _prose(chance)
        yield _python(chance)
        yield _list(chance, "-")
        yield f"### {_phrase(chance)}"
        yield _links(chance, here, pages)
        yield _table(chance)
        yield _bash(chance)
        yield flavour.admonition(_phrase(chance), _sentence(chance))
        yield _list(chance, "1.")
        yield f"## {_phrase(chance)}"
        yield _yaml(chance)
        yield _prose(chance)
        yield _json(chance)


# ---------------------------------------------------------------- prose


def _prose(chance: random.Random) -> str:
    return " ".join(_sentence(chance) for _ in range(chance.randrange(2, 4)))


def _sentence(chance: random.Random) -> str:
    words = [chance.choice(_WORDS) for _ in range(chance.randrange(8, 15))]
    at = chance.randrange(2, len(words) - 1)
    words[at] = chance.choice(("**{}**", "*{}*", "`{}`", "`{}.py`", "{}", "{}")).format(words[at])
    return f"{' '.join(words).capitalize()}."


def _phrase(chance: random.Random) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(chance.randrange(2, 5))).capitalize()


def _list(chance: random.Random, bullet: str) -> str:
    return "\n".join(f"{bullet} {_sentence(chance)}" for _ in range(chance.randrange(3, 6)))


def _links(chance: random.Random, here: str, pages: int) -> str:
    others = (path_of(chance.randrange(1, pages)) for _ in range(4 if pages > 1 else 0))
    found = (f"[{_phrase(chance)}]({_relative(here, other)}.md)" for other in others)
    return f"{_sentence(chance)} See also {', '.join(found)} and <https://www.example.org/>."


def _relative(here: str, there: str) -> str:
    return "../" * here.count("/") + there


def _table(chance: random.Random) -> str:
    rows = (
        f"| `{chance.choice(_WORDS)}` | {_phrase(chance)} | {chance.randrange(1000)} |"
        for _ in range(chance.randrange(3, 6))
    )
    return "\n".join(("| Option | Meaning | Default |", "|---|---|---|", *rows))


# ---------------------------------------------------------------- code


def _python(chance: random.Random) -> str:
    name, other, third = (chance.choice(_WORDS) for _ in range(3))
    return f'''```python
from {name} import {other.capitalize()}


def {third}(path: str, *, limit: int = {chance.randrange(100)}) -> list[str]:
    """{_sentence(chance)}"""
    found = {other.capitalize()}(path, timeout={chance.random():.3f})
    # {_sentence(chance)}
    return [item.{name} for item in found if len(item) < limit and item != "{third}"]
```'''


def _bash(chance: random.Random) -> str:
    first, second = chance.choice(_WORDS), chance.choice(_WORDS)
    return f"""```bash
$ pip install {first}-{second}
$ export {first.upper()}={chance.randrange(9999)}
$ {first} {second} --verbose "docs/{second}.md" | grep -c {first}  # {_phrase(chance)}
```"""


def _yaml(chance: random.Random) -> str:
    names = [chance.choice(_WORDS) for _ in range(4)]
    return f"""```yaml
{names[0]}:
  {names[1]}: {chance.randrange(9999)}
  {names[2]}: "{_phrase(chance)}"
  {names[3]}: [{names[0]}, {names[2]}, true]  # {_phrase(chance)}
```"""


def _json(chance: random.Random) -> str:
    names = [chance.choice(_WORDS) for _ in range(4)]
    return f"""```json
{{
  "{names[0]}": {{"{names[1]}": {chance.random():.4f}, "{names[2]}": null}},
  "{names[3]}": ["{_phrase(chance)}", {chance.randrange(9999)}, false]
}}
```"""


_VOCABULARY: Final = (
    "address anchor answer archive article author batch block branch browser buffer build cache "
    "change channel chapter child client clock column command comment config content cursor "
    "default digest document editor engine entry error event example export field file filter "
    "folder format frame front function guide handler header heading history import include index "
    "input item key language layer level library line link list loader message method model "
    "module morph name network note number object option order outline output overlay package "
    "page panel paragraph parser path pattern pipeline plugin pointer process program project "
    "property query queue reader record reference render request result route script search "
    "section server session setting signal site snapshot socket source stage state store stream "
    "style symbol system table target template test text theme thread title token tool tree type "
    "update user value version view watcher window worker"
)

_WORDS: Final = tuple(_VOCABULARY.split())
