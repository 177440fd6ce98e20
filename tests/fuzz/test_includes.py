"""Whatever files include each other, that ends, and every line knows the file that it is from."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from devserver.model import SourcePath
from devserver.site.includes import expand
from tests.fuzz.examples import examples

PAGE = SourcePath("docs/page.md")

_NAMES = st.sampled_from(
    [
        "a.md",
        "b.md",
        "c.md",
        "docs/page.md",
        "nowhere",
        "a.md:1:2",
        "b.md:s",
        "c.md:-1",
        ":1",
        ";a.md",
    ]
)
_MARKS = st.one_of(
    _NAMES.map('--8<-- "{}"'.format),
    st.sampled_from(
        ["--8<--", "-8<-", "; --8<--", "--8<-- [start:s]", "--8<-- [end:s]", "-----8<----- 'b.md'"]
    ),
    st.builds('    --8<-- "{}"'.format, _NAMES),
    _NAMES,
    st.sampled_from(
        [
            "text",
            "",
            "    indented",
            "# Heading",
            '\t--8<-- "a.md"',
            '--8<-- "a.md:1:2,3:"',
            "[x](y.md)",
        ]
    ),
)
_INCLUDING = st.lists(_MARKS, max_size=6).map("\n".join)


@given(
    text=_INCLUDING,
    files=st.fixed_dictionaries(dict.fromkeys(("a.md", "b.md", "c.md"), _INCLUDING)),
)
@examples(200)
def test_any_includes_end_and_every_line_knows_where_it_came_from(
    text: str, files: dict[str, str]
) -> None:
    every = {**files, PAGE: text}

    def read(name: str) -> tuple[SourcePath, str] | None:
        return (SourcePath(name), every[name]) if name in every else None

    expanded = expand(PAGE, text, read)
    lines = expanded.text.split("\n")
    if expanded.origins is None:
        assert expanded.text == text
        return
    assert len(expanded.origins) == len(expanded.indents)
    assert len(expanded.origins) in (len(lines), 0)
    for line, (path, number), indent in zip(
        lines, expanded.origins, expanded.indents, strict=False
    ):
        written = every[path].split("\n")[number - 1]
        assert line[indent:].strip().removeprefix(";") in written.replace(";", "")
    for problem in expanded.problems:
        assert 1 <= problem.line <= every[problem.path].count("\n") + 1
        assert problem.column >= 1
