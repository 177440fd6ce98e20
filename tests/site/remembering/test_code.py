"""Code is highlighted once, and looks as if it were highlighted each time."""

from __future__ import annotations

import pygments.lexers.python
import pytest
from markdown import Markdown

from devserver.model import Dialect
from devserver.site.loading import load
from devserver.site.remembering.code import remember_code
from devserver.site.remembering.memory import Memory
from tests.site.remembering.pages import DIALECTS

PAGE = """
```python hl_lines="1"
first = 1
```

~~~python
second = 2
~~~

Text `#!python inline`

    :::python
    third = 3

Text

    fourth = 4
"""
TITLED = Dialect(
    ("pymdownx.superfences", "pymdownx.highlight"),
    {"pymdownx.highlight": {"auto_title": True, "auto_title_map": {"Python": {"mode": "html"}}}},
    mkdocs=True,
)


def made(dialect: Dialect, memory: Memory | None = None) -> Markdown:
    md, problems = load(dialect)
    assert problems == ()
    if memory is not None:
        remember_code(md, memory)
    return md


@pytest.mark.parametrize("dialect", [*DIALECTS.values(), TITLED])
def test_page_is_that_of_an_instance_without_memory(dialect: Dialect) -> None:
    plain, remembering = made(dialect), made(dialect, Memory(1_000_000))
    for page in (PAGE, PAGE.replace("first", "other"), PAGE, f"{PAGE}{PAGE}", PAGE[30:], PAGE):
        assert remembering.reset().convert(page) == plain.reset().convert(page)


@pytest.mark.parametrize("dialect", ["native", "uv", "old"])
def test_block_that_was_seen_is_not_highlighted_again(
    dialect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    md = made(DIALECTS[dialect], Memory(1_000_000))
    text = "Text\n\n```python\nx = 1\n```\n"
    md.convert(text)

    def fail(_lexer: object, _text: str) -> None:
        pytest.fail("this was known")

    monkeypatch.setattr(pygments.lexers.python.PythonLexer, "get_tokens", fail)
    assert "highlight" in md.reset().convert(f"{text}More\n") or dialect == "old"


def test_what_only_looks_like_a_fence_is_left_to_the_library() -> None:
    dialect = DIALECTS["old"]
    plain, remembering = made(dialect), made(dialect, Memory(1_000_000))
    text = "```{bad}} .x\n~~~\ninner\n~~~\n```\n\n```\nouter\n```\n"
    for _ in range(2):
        assert remembering.reset().convert(text) == plain.reset().convert(text)
