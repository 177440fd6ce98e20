"""Whatever files are called, each page has a url of its own that the server finds, or a problem."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from devserver.model import SourcePath
from devserver.serve.urls import url_of
from devserver.sources.ignore import any_passing
from tests.fuzz.examples import examples
from tests.workbench import Workbench

_BITS = st.one_of(
    st.sampled_from(
        [
            "a",
            "b",
            "index",
            "README",
            "readme",
            "Index",
            ".md",
            ".MD",
            ".html",
            ".png",
            " ",
            ".",
            "%2f",
        ]
    ),
    st.sampled_from(
        [
            "%",
            "#",
            "?",
            ":",
            "\\",
            "\n",
            "\t",
            "\x7f",
            "\x85",
            "\u202e",
            "\u2028",
            "é",
            "e\u0301",
            "日本",
            "💥",
        ]
    ),
    st.sampled_from(
        [
            "&",
            "<b>",
            '"',
            "'",
            "{{x}}",
            "_devserver",
            "~",
            "-",
            "01-",
            "con",
            "javascript:",
            "http:",
            "\ud800",
        ]
    ),
    st.characters(exclude_characters="/\x00", exclude_categories=["Cs"]),
)
_NAMES = (
    st.lists(_BITS, min_size=1, max_size=3)
    .map("".join)
    .filter(lambda name: name not in (".", ".."))
)
_PATHS = st.builds(
    lambda folders, name, end: "/".join([*folders, name + end]),
    st.lists(_NAMES, max_size=2),
    _NAMES,
    st.sampled_from([".md", ".md", ".md", ".markdown", ".png", ""]),
)


def written(bench: Workbench, paths: list[str]) -> set[str]:
    """Write what the file system takes; gives the paths of the files that are there then."""
    for number, path in enumerate(paths):
        with contextlib.suppress(OSError, UnicodeError, ValueError):
            bench.save(f"docs/{path}", f"# Page {number}\n\n[next](b.md)\n")
    docs = bench.folder / "docs"
    return {file.relative_to(docs).as_posix() for file in docs.rglob("*") if file.is_file()}


@given(paths=st.lists(_PATHS, min_size=1, max_size=6), mkdocs=st.booleans())
@examples(20)
def test_any_name_has_a_url_that_is_served_or_a_problem(paths: list[str], mkdocs: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="names-") as folder:
        bench = Workbench(Path(folder), {"docs/index.md": "# Home\n"})
        try:
            if mkdocs:
                bench.remove("devserver.toml")
                bench.save("mkdocs.yml", "site_name: x\n")
                bench.restart()
            _check(bench, written(bench, paths))
        finally:
            bench.store.close()


def _check(bench: Workbench, files: set[str]) -> None:
    whole = bench.whole()
    structure = bench.builder.related.structure
    for url in (*structure.pages, *structure.files, *structure.listings):
        assert url_of(quote(url).encode()) == url
    assert not structure.pages.keys() & structure.files.keys()
    told = {problem.path for problem in whole.problems if problem.severity != "hint"}
    shown = {*structure.pages.values(), *structure.files.values()}
    for file in files:
        path = SourcePath(f"docs/{file}")
        assert path in shown or path in told or any_passing(file) or _left_out(file, bench), file
    for shown_at, html in whole.pages.items():
        assert "</html>" in html, shown_at
        html.encode()


def _left_out(file: str, bench: Workbench) -> bool:
    """Whether a file is one of those that are never published, whatever they are called."""
    hidden = "templates/" if bench.project.config.mkdocs else "_devserver/"
    return file.startswith((hidden, "_devserver/"))
