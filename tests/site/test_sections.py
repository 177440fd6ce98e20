"""What can be searched is what one reads, section by section."""

from __future__ import annotations

import textwrap

from hypothesis import given, settings
from hypothesis import strategies as st

from devserver.index_rows import Section
from devserver.model import Document, Expanded, Heading, Job, SourcePath
from devserver.site.dialect import native
from devserver.site.markdown import convert
from devserver.site.sections import glean, sections

PAGE = SourcePath("docs/page.md")


def found_in(text: str) -> list[Section]:
    job = Job(PAGE, Expanded(textwrap.dedent(text)), native())
    return sections(convert(job))


def test_a_page_is_cut_at_its_headings() -> None:
    assert found_in("""\
        Before *all*.

        # The title

        First & `code`.

        ## Install `it`

        - one
        - two
        """) == [
        Section("", "", "Before all.", ""),
        Section("the-title", "The title", "First & code.", ""),
        Section("install-it", "Install it", "one two", ""),
    ]  # fmt: skip


def test_blocks_of_code_are_kept_apart() -> None:
    (section,) = found_in("""\
        Run:

        ```python
        if a < b:
            print("&")
        ```

        Done.
        """)
    assert section.text == "Run: Done."
    assert section.code == 'if a < b:\n    print("&")'


def test_what_nobody_reads_is_not_found() -> None:
    (section,) = found_in("""\
        <!-- a secret --> Seen.

        <script>hidden()</script>

        <style>p { color: red }</style>
        """)
    assert section.text == "Seen."


def test_cells_and_items_are_words_of_their_own() -> None:
    (section,) = found_in("| a | b |\n|---|---|\n| one | two |\n")
    assert section.text == "a b one two"


def test_a_heading_of_raw_html_without_a_place_cuts_nothing() -> None:
    (section,) = found_in("One <h2>shouts</h2> here.\n")
    assert "shouts" in section.text


@settings(deadline=None)
@given(st.lists(st.text(alphabet=st.sampled_from("<>h1!-/pre \"'=id&;x\n"), max_size=60)))
def test_any_html_has_a_text(parts: list[str]) -> None:
    heading = Heading(1, "x", "x", "x")
    glean(Document(PAGE, tuple(parts) or ("",), headings=(heading,)))


@settings(deadline=None)
@given(st.text())
def test_any_page_can_be_gleaned(text: str) -> None:
    glean(convert(Job(PAGE, Expanded(text), native())))
