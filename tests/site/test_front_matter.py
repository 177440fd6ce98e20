"""What stands above a page's text, well-formed and not."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devserver.model import Dialect, SourcePath
from devserver.site.front_matter import FrontMatter, body_start, split_front_matter

NATIVE = Dialect(())
MKDOCS = Dialect((), mkdocs=True)


def read(text: str, dialect: Dialect = NATIVE) -> FrontMatter:
    return split_front_matter(SourcePath("page.md"), text, dialect)


@pytest.mark.parametrize(
    ("text", "meta", "body"),
    [
        ("# Text", {}, "# Text"),
        ("---\ntitle: A\n---\nText", {"title": "A"}, "Text"),
        ("---\r\ntitle: A\r\n---\r\nText", {"title": "A"}, "Text"),
        ("\ufeff---\ntitle: A\n...\nText", {"title": "A"}, "Text"),
        ("---\n# only a comment\n'quoted key': 1\n---\n", {"quoted key": 1}, ""),
        ("---\n---\nText", {}, "Text"),
        ('+++\ntitle = "A"\n[extra]\nb = 1\n+++\nText', {"title": "A", "extra": {"b": 1}}, "Text"),
        ("---\n\nA thematic break.\n\n---\n", {}, "---\n\nA thematic break.\n\n---\n"),
        ("---\n- a: list\n---\n", {}, "---\n- a: list\n---\n"),
        ("---\nA sentence.\n---\n", {}, "---\nA sentence.\n---\n"),
        ("----\ntitle: A\n----\n", {}, "----\ntitle: A\n----\n"),
    ],
)
def test_front_matter_and_body(text: str, meta: dict[str, object], body: str) -> None:
    front = read(text)
    assert (front.meta, text[front.body :], front.problems) == (meta, body, ())
    assert body_start(text, NATIVE) == front.body


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("---\ntitle: A\nbad: [1, 2\n---\nText", 3, "YAML"),
        ("---\ntitle: 'A\n---\nText", 2, "YAML"),
        ("---\na: 1\nb: !!python/name:os.system\n---\nText", 3, "python/name"),
        ("---\ndate: 2024-13-45\n---\nText", 2, "month"),
        ("---\n{a: b}: c\n---\nText", 2, "unhashable"),
        ('+++\ntitle = "A"\nb = \n+++\nText', 3, "TOML"),
        ("---\na: &a [*a]\n---\nText", 2, "refers to itself"),
        ("---\na: \x00\n---\nText", 2, "YAML"),
        ("---\na: !!timestamp x\n---\nText", 2, "tag"),
        ("---\na: !!bool x\n---\nText", 2, "tag"),
    ],
)
def test_broken_front_matter_is_a_problem_at_its_line(text: str, line: int, says: str) -> None:
    front = read(text)
    assert [(p.code, p.severity, p.line) for p in front.problems] == [
        ("front-matter", "error", line)
    ]
    assert says in front.problems[0].message
    assert (front.meta, text[front.body :]) == ({}, "Text")


def test_front_matter_that_is_never_closed_hides_its_lines_only() -> None:
    text = "---\ntitle: A\n\nText\n"
    front = read(text)
    assert front.problems[0].message == "front matter is never closed by “---”"
    assert text[front.body :] == "\nText\n"


def test_values_become_plain_json() -> None:
    front = read(
        "---\ndate: 2024-02-03\nat: 2024-02-03 10:00:00\nset: !!set {a}\n1: x\n"
        "big: 99999999999999999999\n"
        "not: .nan\nbin: !!binary aGk=\n---\n"
    )
    assert front.meta == {
        "date": "2024-02-03",
        "at": "2024-02-03T10:00:00",
        "set": ["a"],
        "1": "x",
        "big": "99999999999999999999",
        "not": "nan",
        "bin": "b'hi'",
    }


def test_aliases_cannot_make_a_front_matter_huge() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    front = read("---\n" + "\n".join(lines) + "\n---\nText")
    assert "too large" in front.problems[0].message


@pytest.mark.parametrize("nested", ["- ? ", "- ", "[", "{a: ", "? "])
def test_deep_nesting_is_a_problem_and_no_crash(nested: str) -> None:
    for dialect in (NATIVE, MKDOCS):
        front = read(f"---\na:\n  {nested * 50_000}\n---\nText", dialect)
        assert len(front.problems) == 1


@pytest.mark.parametrize(
    ("text", "meta", "body"),
    [
        ("---\ntitle: A\n---\n\nText", {"title": "A"}, "Text"),
        ("title: A\ntags: x\n    y\n\nText", {"title": "A", "tags": "x y"}, "Text"),
        ("Title: A\ntitle: B\nText", {"title": "A B"}, "Text"),
        ("Text: with a colon", {"text": "with a colon"}, ""),
        ("# Heading\n", {}, "# Heading\n"),
        ("---\n- a\n---\nText", {}, "---\n- a\n---\nText"),
        ("+++\na = 1\n+++\n", {}, "+++\na = 1\n+++\n"),
        ("", {}, ""),
    ],
)
def test_metadata_as_mkdocs_reads_it(text: str, meta: dict[str, object], body: str) -> None:
    front = read(text, MKDOCS)
    assert (front.meta, text[front.body :], front.problems) == (meta, body, ())


def test_broken_yaml_stays_in_the_text_as_in_mkdocs_and_is_a_problem() -> None:
    text = "---\na: [\n---\nText"
    front = read(text, MKDOCS)
    assert (front.body, len(front.problems)) == (0, 1)


@given(
    st.sampled_from(["---\n", "+++\n", "---\na: ", "+++\na = ", ""]),
    st.text(alphabet="ab01:=-+#[]{}'\"&*!|>%@`.,\n\t \r\\\u2028é\ud800", max_size=80),
    st.sampled_from(["\n---\n", "\n+++\n", ""]),
)
def test_any_text_has_plain_front_matter_and_a_body(start: str, middle: str, end: str) -> None:
    text = start + middle + end
    for dialect in (NATIVE, MKDOCS):
        front = read(text, dialect)
        assert 0 <= front.body <= len(text)
        assert json.loads(json.dumps(front.meta)) == front.meta
        assert all(1 <= problem.line <= text.count("\n") + 2 for problem in front.problems)
        assert body_start(text, dialect) == front.body
