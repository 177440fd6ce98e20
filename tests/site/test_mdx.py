"""A page in MDX reads as it was meant: programs go, and what they show is said in Markdown."""

from __future__ import annotations

import re

import pytest

from devserver.model import Expanded, Job, SourcePath
from devserver.site.dialect import native
from devserver.site.links import fill
from devserver.site.markdown import convert
from devserver.site.mdx import without_programs

PAGE = SourcePath("a.mdx")


def plain(text: str) -> str:
    """Rewrite a page, and show it without empty lines after each other."""
    return re.sub(r"\n{3,}", "\n\n", without_programs(PAGE, Expanded(text), 0).text).strip("\n")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("import A from 'a';\nimport {\n  B,\n} from 'b';\n\n# T", "# T", id="imports"),
        pytest.param(
            "export const f = () => {\n  return 1;\n};\n\nText", "Text", id="an export and its body"
        ),
        pytest.param("Some\nimport text stays", "Some\nimport text stays", id="prose"),
        pytest.param("import it first.", "", id="MDX has it as a program as well"),
        pytest.param("a {/* hidden */} b", "a  b", id="a comment"),
        pytest.param("{/* hidden\n\nagain\n*/}\nText", "Text", id="a long comment"),
        pytest.param("<Card x={1} />", "", id="a component"),
        pytest.param("<Card\n  x={{a: 1}}\n  f={() => 1}\n/>\nText", "Text", id="many lines"),
        pytest.param("A <Mark c=\"x\">b **c**</Mark> d", "A b **c** d", id="its content stays"),
        pytest.param("<>a</>", "a", id="a fragment"),
        pytest.param("v{props.version} {f(1)}", "v ", id="what is computed"),
        pytest.param("# T {#id}", "# T {#id}", id="an id is none of it"),
        pytest.param("`<A>{b}</A>` and <A/>", "`<A>{b}</A>` and ", id="code"),
        pytest.param("```js\nimport a;\n<A>{b}</A>\n```", "```js\nimport a;\n<A>{b}</A>\n```",
                     id="fenced code"),
        pytest.param(
            '<div className="a" style={{b: {c: 1}}}>x</div>', '<div class="a">x</div>', id="HTML"
        ),
        pytest.param("1 < 2 and {a, b}", "1 < 2 and {a, b}", id="mere text"),
        pytest.param(
            '```jsx title="a.js" {1,3-4} showLineNumbers\na\n```',
            '```jsx title="a.js" linenums="1" hl_lines="1 3-4"\na\n```',
            id="what a fence says",
        ),
        pytest.param(
            "```js\na\n// highlight-next-line\nb\n# highlight-start\nc\n# highlight-end\n```",
            '```js hl_lines="2 3"\na\nb\nc\n```',
            id="lines that mark others",
        ),
        pytest.param(
            '<Tabs groupId="os">\n  <TabItem value="a" label="A">\n\n  One\n\n  </TabItem>\n'
            '  <TabItem value="b">Two</TabItem>\n</Tabs>\n\nEnd',
            '=== "A"\n\n    One\n\n=== "b"\n\n    Two\n\nEnd',
            id="tabs",
        ),
        pytest.param(
            "<Tabs>\n<TabItem label='A'>\n<Tabs>\n<TabItem label='B'>\nx\n</TabItem>\n</Tabs>\ny\n"
            "</TabItem>\n</Tabs>",
            '=== "A"\n\n    === "B"\n\n        x\n\n    y',
            id="tabs in tabs",
        ),
    ],
)  # fmt: skip
def test_it_is_said_in_markdown(written: str, shown: str) -> None:
    assert plain(written) == shown


def test_tabs_with_code_come_out_as_tabs() -> None:
    text = "<Tabs>\n  <TabItem label='A'>\n\n  ```js\n  a\n  ```\n\n  </TabItem>\n</Tabs>\n"
    made = convert(Job(PAGE, without_programs(PAGE, Expanded(text), 0), native()))
    shown = fill(made.parts, [link.target for link in made.links])
    assert 'class="tabbed-set' in shown
    assert 'class="language-js highlight"' in shown
    assert "```" not in shown


def test_every_line_knows_where_it_is_from() -> None:
    text = (
        "import A from 'a';\n\n<Tabs>\n  <TabItem label='A'>\n  [x](no.md)\n  </TabItem>\n</Tabs>\n"
    )
    made = convert(Job(PAGE, without_programs(PAGE, Expanded(text), 0), native()))
    (link,) = made.links
    assert (link.line, link.column) == (5, 7)


@pytest.mark.parametrize(
    "piece",
    ["<A ", "{/*", "<Tabs>\n", "import {\n", "<TabItem>\n", "`", "<A x={", "{a", "</", "<a {"],
)
def test_pieces_without_end_are_read(piece: str) -> None:
    for text in (piece * 20_000, f"{piece}\n" * 2_000):
        without_programs(PAGE, Expanded(text), 0)
