"""Includes, measured against pymdownx.snippets itself."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from devserver.model import Expanded, SourcePath
from devserver.site.includes import expand

FILES = {
    "plain.md": "one\ntwo\nthree\nfour\nfive\n",
    "no-end.md": "last",
    "empty.md": "",
    "nested.md": 'before\n  --8<-- "plain.md:2:3"\nafter',
    "sections.py": (
        "# --8<-- [start:first]\na = 1\n# --8<-- [start:inner]\nb = 2\n# --8<-- [end:inner]\n"
        "# ;--8<-- [start:shown]\n# --8<-- [end:first]\nc = 3\n"
    ),
    "escaped.md": ';--8<-- "plain.md"\n;;--8<--\n',
    "me.md": 'I\n--8<-- "me.md"\nend',
    "ping.md": 'ping\n--8<-- "pong.md"',
    "pong.md": 'pong\n--8<-- "ping.md"',
    "it's.md": "quoted",
    "folder/deep.md": "deep\r\nlines\r\n",
}


def read(name: str) -> tuple[SourcePath, str] | None:
    return (SourcePath(name), FILES[name]) if name in FILES else None


def expanded(text: str) -> Expanded:
    return expand(SourcePath("page.md"), text, read)


@pytest.fixture(scope="module")
def snippets(tmp_path_factory: pytest.TempPathFactory) -> Markdown:
    folder: Path = tmp_path_factory.mktemp("snippets")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="")
    options = {"base_path": [str(folder)]}
    return Markdown(
        extensions=["pymdownx.snippets"], extension_configs={"pymdownx.snippets": options}
    )


def theirs(snippets: Markdown, text: str) -> str:
    return "\n".join(snippets.preprocessors["snippet"].run(text.split("\n")))


LINES = [
    "text",
    "",
    *(f'--8<-- "{name}"' for name in FILES if "'" not in name),
    "  --8<-- 'plain.md'",
    '\t-8<- "plain.md"',
    '--8<-- "it\'s.md"',
    '--8<-- "plain.md:2"',
    '--8<-- "plain.md:2:3"',
    '--8<-- "plain.md::2"',
    '--8<-- "plain.md:-2"',
    '--8<-- "plain.md:-3:-2"',
    '--8<-- "plain.md:1:1,4:5"',
    '--8<-- "plain.md:0:99"',
    '--8<-- "plain.md:4:2"',
    '--8<-- "sections.py:first"',
    '--8<-- "sections.py:inner"',
    ';--8<-- "plain.md"',
    '--8<-- "; plain.md"',
    '--8<-- "plain.md" ',
    'x --8<-- "plain.md"',
    "--8<--",
    "plain.md",
    "  plain.md:2:2",
    "; nested.md",
    "# --8<-- [start:here]",
    "# ;--8<-- [start:here]",
    "```",
]


@pytest.mark.parametrize("line", LINES)
def test_line_becomes_what_snippets_makes_of_it(snippets: Markdown, line: str) -> None:
    text = f"before\n{line}\nafter"
    assert expanded(text).text == theirs(snippets, text)


@given(st.lists(st.sampled_from(LINES), max_size=8))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_lines_become_what_snippets_makes_of_them(snippets: Markdown, lines: list[str]) -> None:
    text = "\n".join(lines)
    assert expanded(text).text == theirs(snippets, text)


def test_every_line_remembers_its_file_its_line_and_its_indent() -> None:
    found = expanded('top\n    --8<-- "nested.md"\nend')
    assert found.text.split("\n") == [
        "top",
        "    before",
        "      two",
        "      three",
        "    after",
        "end",
    ]
    assert found.origins == (
        ("page.md", 1),
        ("nested.md", 1),
        ("plain.md", 2),
        ("plain.md", 3),
        ("nested.md", 3),
        ("page.md", 3),
    )
    assert found.indents == (0, 4, 6, 6, 4, 0)


def test_page_without_includes_is_returned_as_it_is() -> None:
    text = "no include\n"
    assert expanded(text) == Expanded(text)


@pytest.mark.parametrize(
    ("text", "column", "says"),
    [
        ('--8<-- "gone.md"', 9, "there is no “gone.md”"),
        ("   --8<--   'gone.md'", 14, "there is no “gone.md”"),
        ('--8<-- "https://example.org/x.md"', 9, "is not fetched"),
        (
            '--8<-- "sections.py:firts"',
            9,
            "no section “firts” in “sections.py”, did you mean “first”?",
        ),
        ('--8<-- ":2:3"', 9, "names no file"),
        ('--8<-- "me.md"', 9, "includes itself"),
    ],
)
def test_what_cannot_be_included_is_a_problem_at_its_name(
    text: str, column: int, says: str
) -> None:
    found = expanded(f"before\n{text}\nafter")
    (problem,) = found.problems
    place = ("me.md", 2) if "me.md" in text else ("page.md", 2)
    assert (problem.code, problem.path, problem.line) == ("missing-include", *place)
    assert problem.column == column
    assert says in problem.message
    assert found.text.startswith("before\n")
    assert found.text.endswith("\nafter")


def test_problem_in_an_indented_include_has_the_column_of_its_own_file() -> None:
    files = {"a.md": '  --8<-- "gone.md"'}
    found = expand(
        SourcePath("page.md"),
        '        --8<-- "a.md"',
        lambda name: (SourcePath(name), files[name]) if name in files else None,
    )
    assert [(p.path, p.line, p.column) for p in found.problems] == [("a.md", 1, 11)]


def test_files_that_double_each_other_come_to_an_end() -> None:
    files = {f"{i}.md": f'--8<-- "{i + 1}.md"\n' * 2 for i in range(40)} | {"40.md": "x"}
    found = expand(SourcePath("page.md"), '--8<-- "0.md"', lambda n: (SourcePath(n), files[n]))
    assert any("lines are included" in problem.message for problem in found.problems)


LONG = {
    "wide.txt": "x" * 5_000_000,
    "tall.txt": "\n" * 2_000_000,
    "marked.txt": "-8<- [start: a]\n" * 100_000,
    **{f"{i}.md": f'\t--8<-- "{i + 1}.md"\n' for i in range(2_000)},
    "indented.md": " " * 2_000_000 + '--8<-- "lines.md"',
    "lines.md": "x\n" * 40_000,
}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('--8<-- "wide.txt"\n' * 1_000, "characters are included"),
        ('--8<-- "tall.txt"', "lines are included"),
        ('--8<-- "tall.txt:1:2"\n' * 1_000, ""),
        (f'--8<-- "lines.md:{",".join(":" * 1_000)}"', "lines are included"),
        ('--8<-- "marked.txt:b"\n' * 1_000, "so many sections"),
        ("".join(f'--8<-- "gone-{i}"\n' for i in range(100_000)), "files are included"),
        ('--8<-- "0.md"', "more than 50 deep"),
        ('--8<-- "indented.md"', ""),
        ('--8<-- "lines.md"' + "\n" * 3_000_000, "can include nothing"),
    ],
    ids=["wide", "tall", "parts", "ranges", "sections", "files", "deep", "indented", "page"],
)
def test_what_grows_without_end_is_cut_off_in_time(text: str, says: str) -> None:
    assert LONG  # Made before the memory is counted.
    tracemalloc.start()
    started = time.perf_counter()
    try:
        found = expand(
            SourcePath("page.md"), text, lambda n: (SourcePath(n), LONG[n]) if n in LONG else None
        )
        assert time.perf_counter() - started < 15
        assert tracemalloc.get_traced_memory()[1] < 150_000_000
    finally:
        tracemalloc.stop()
    assert any(says in problem.message for problem in found.problems) or not says
