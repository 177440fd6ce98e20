"""Boxes between colons, and MyST's fences that are boxes."""

from __future__ import annotations

import pytest

from devserver.model import Expanded, SourcePath
from devserver.site.colons import with_boxes

PAGE = SourcePath("a.md")


def boxes(text: str) -> str:
    return with_boxes(PAGE, Expanded(text), 0).text.strip("\n")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param(":::note\nText\n:::", '!!! note "Note"\n    Text', id="a kind"),
        pytest.param(":::tip[My *tip*]\nText\n:::", '!!! tip "My *tip*"\n    Text', id="a title"),
        pytest.param(":::tip My tip\nText\n:::", '!!! tip "My tip"\n    Text', id="an old title"),
        pytest.param(":::info{.own}\nText\n:::", '!!! info "Info"\n    Text', id="attributes"),
        pytest.param(
            "::::danger\nA\n\n:::note\nB\n:::\n\nC\n::::",
            '!!! danger "Danger"\n    A\n\n\n    !!! note "Note"\n        B\n\n\n    C',
            id="a box in a box",
        ),
        pytest.param(":::details[More]\nA\n:::", '??? note "More"\n    A', id="one that opens"),
        pytest.param(":::{warning}\nA\n:::", '!!! warning "Warning"\n    A', id="MyST's colons"),
        pytest.param(
            "```{note} Mine\n:class: x\n:name: y\n\nA\n```",
            '!!! note "Mine"\n\n    A',
            id="MyST's fences",
        ),
        pytest.param("```{figure} x\nA\n```", "```{figure} x\nA\n```", id="another fence"),
        pytest.param("```{code-block} py\n:linenos:\n\nA\n```", "```py\n\nA\n```", id="its code"),
        pytest.param("```{mermaid}\nA\n```", "```mermaid\nA\n```", id="its diagrams"),
        pytest.param("```md\n:::note\n:::\n```", "```md\n:::note\n:::\n```", id="code"),
        pytest.param(":::columns\nA\n:::", ":::columns\nA\n:::", id="what we do not know"),
        pytest.param("A ::: B\n:::", "A ::: B\n:::", id="mere colons"),
        pytest.param(
            ":::note\n```js\na\n```\n:::",
            '!!! note "Note"\n    ```js\n    a\n    ```',
            id="a fence",
        ),
        pytest.param(":::note\nnever closed", '!!! note "Note"\n    never closed', id="unclosed"),
    ],
)
def test_a_box_is_an_admonition(written: str, shown: str) -> None:
    assert boxes(written) == shown


def test_lines_keep_their_places_and_what_stands_above_is_left_alone() -> None:
    text = "---\na: ':::note'\n---\n:::note\n[x](y.md)\n:::\n"
    made = with_boxes(PAGE, Expanded(text), text.index(":::note\n["))
    lines = made.text.split("\n")
    assert lines[:3] == ["---", "a: ':::note'", "---"]
    at = lines.index("    [x](y.md)")
    assert made.origins is not None
    assert (made.origins[at], made.indents[at]) == ((PAGE, 5), 4)


def test_a_page_without_any_is_the_same_object() -> None:
    plain = Expanded("# A\n\n```js\n```\n")
    assert with_boxes(PAGE, plain, 0) is plain


def test_boxes_without_end_are_read() -> None:
    assert boxes(":::note\n" * 3_000).count("!!!") == 20


@pytest.mark.parametrize("line", [":::note {}x", "```{{note}} {}x", ":::note[{}", "{}:::"])
def test_lines_without_end_are_read(line: str) -> None:
    boxes(line.format(" " * 1_000_000) + "\n:::note\nA\n:::")
