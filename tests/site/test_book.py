"""What only an mdBook writes: its includes, its hidden lines, its fences and its listings."""

from __future__ import annotations

import pytest

from devserver.model import Expanded, SourcePath
from devserver.site.book import expand_book

FILES = {
    "src/part.md": "Part one.\nPart two.\n",
    "src/deep/inner.md": "Inner {{#include ../part.md:2}}\n",
    "code/main.rs": (
        "use std::io;\n// ANCHOR: here\nfn main() {\n"
        "    // ANCHOR: inner\n    run();\n    // ANCHOR_END: inner\n}\n// ANCHOR_END: here\n"
    ),
    "src/loop.md": "{{#include loop.md}}\n",
    "src/twice.md": "{{#include twice2.md}}\n{{#include twice2.md}}\n",
    "src/twice2.md": "{{#include twice.md}}\n",
}


def expanded(text: str, path: str = "src/chapter.md") -> Expanded:
    def read(name: str) -> tuple[SourcePath, str] | None:
        return (SourcePath(name), FILES[name]) if name in FILES else None

    return expand_book(SourcePath(path), text, read)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        pytest.param("a {{#include part.md}} z", "a Part one.\nPart two. z", id="in a line"),
        pytest.param("{{#include part.md:2}}", "Part two.", id="one line"),
        pytest.param("{{#include part.md:1:1}}", "Part one.", id="a range"),
        pytest.param("{{#include part.md::1}}", "Part one.", id="from the start"),
        pytest.param("{{#include part.md:2:}}", "Part two.", id="to the end"),
        pytest.param("{{#include part.md:9:}}", "", id="beyond the end"),
        pytest.param("{{#include deep/inner.md}}", "Inner Part two.", id="from where it stands"),
        pytest.param(
            "{{#rustdoc_include ../code/main.rs:here}}",
            "fn main() {\n    run();\n}",
            id="an anchor, without the marks in it",
        ),
        pytest.param("{{#include ../code/main.rs:inner}}", "    run();", id="an inner anchor"),
        pytest.param(
            "{{#playground ../code/main.rs editable}}",
            "```rust\nuse std::io;\nfn main() {\n    run();\n}\n```",
            id="a playground is code",
        ),
        pytest.param("\\{{#include part.md}}", "{{#include part.md}}", id="escaped"),
        pytest.param("{{#title Other}}\n# One", "# One", id="a title leaves nothing"),
        pytest.param("{{#unknown x}}", "{{#unknown x}}", id="what we do not know stays"),
        pytest.param(
            "```rust,ignore,noplayground\n# use a;\n#[b]\n  # hidden\n#\nlet x;\n## y\n```\n# H",
            "```rust\n#[b]\nlet x;\n# y\n```\n# H",
            id="hidden lines of an example",
        ),
        pytest.param("```sh\n# shown\n```", "```sh\n# shown\n```", id="a comment in a shell"),
        pytest.param("````md\n```rust,x\n# a\n```\n````", "````md\n```rust,x\n# a\n```\n````",
                     id="a fence in a fence"),
        pytest.param(
            '<Listing number="1-1" file-name="a.rs" caption="The `x` &amp; y">\n\nX\n\n</Listing>',
            "\nFilename: a.rs\n\n\nX\n\n\n*Listing 1-1: The `x` & y*\n",
            id="a listing says its file and its caption",
        ),
        pytest.param("<Listing>\nX\n</Listing>", "\n\n\nX\n\n\n", id="a listing without words"),
    ],
)  # fmt: skip
def test_it_is_written_as_any_page_is(written: str, shown: str) -> None:
    made = expanded(written)
    assert made.text == shown
    assert made.problems == ()
    assert made.origins is None or len(made.origins) == shown.count("\n") + 1


@pytest.mark.parametrize(
    ("written", "message", "column"),
    [
        ("x {{#include no.md}}", "there is no “no.md” here that may be read", 14),
        ("{{#include ../../etc/passwd}}", "there is no “../../etc/passwd” here", 12),
        ("{{#include ../code/main.rs:iner}}", "did you mean “inner”?", 12),
        ("{{#include :3}}", "this names no file", 12),
    ],
)
def test_what_cannot_be_had_is_told_and_stays_as_written(
    written: str, message: str, column: int
) -> None:
    made = expanded(f"First\n{written}\nLast")
    assert made.text == f"First\n{written}\nLast"
    (problem,) = made.problems
    assert message in problem.message
    assert (problem.line, problem.column, problem.code) == (2, column, "missing-include")


@pytest.mark.parametrize("name", ["loop.md", "twice.md"])
def test_files_that_include_themselves_end(name: str) -> None:
    made = expanded(f"{{{{#include {name}}}}}")
    assert made.problems
    assert all("includes itself" in problem.message for problem in made.problems)


def test_every_line_knows_its_file() -> None:
    made = expanded("One\n{{#include part.md}}\nThree")
    assert made.origins == (
        (SourcePath("src/chapter.md"), 1),
        (SourcePath("src/part.md"), 1),
        (SourcePath("src/part.md"), 2),
        (SourcePath("src/chapter.md"), 3),
    )


def test_a_page_without_any_of_it_is_left_alone() -> None:
    assert expanded("# Plain\n\nWords.\n") == Expanded("# Plain\n\nWords.\n")


@pytest.mark.parametrize("line", ["{{#include %sx", "```rust%sx", "<Listing %sx", "{{#title %s"])
def test_lines_without_end_are_read(line: str) -> None:
    expanded(f"{line % (' ' * 1_000_000)}\n```rust\n```")
