"""``book.toml`` as it stands: where the book is, what it is called, and nothing of the compiler."""

from __future__ import annotations

from pathlib import Path

import pytest

from devserver.config import Config, ConfigError, load
from devserver.mdbook import read_book

BOOK = """
[book]
title = "The Book"
authors = ["A"]
src = "text"

[build]
extra-watch-dirs = ["code"]

[output.html]
git-repository-url = "https://github.com/me/book"
edit-url-template = "https://github.com/me/book/edit/main/{path}"
additional-css = ["theme/own.css"]

[preprocessor.links]
"""


def book(folder: Path, text: str, src: str = "src") -> Config:
    (folder / src).mkdir()
    (folder / src / "SUMMARY.md").write_text("- [One](one.md)\n")
    (folder / "book.toml").write_text(text)
    return read_book(folder / "book.toml")


def test_what_a_site_needs_is_read_and_the_rest_is_not_complained_of(tmp_path: Path) -> None:
    config = book(tmp_path, BOOK, "text")
    assert (config.project, config.docs, config.title) == (tmp_path, tmp_path / "text", "The Book")
    assert config.watch == (tmp_path / "code",)
    assert config.repo_url == "https://github.com/me/book"
    assert config.edit_url == "https://github.com/me/book/edit/main/text/{path}"
    assert config.dialect.like == "mdbook"
    assert config.problems == ()


def test_an_empty_one_is_a_book_called_after_its_folder(tmp_path: Path) -> None:
    config = book(tmp_path, "")
    assert (config.docs, config.title) == (tmp_path / "src", tmp_path.name)


def test_a_value_of_another_type_is_told_at_its_place(tmp_path: Path) -> None:
    (problem,) = book(tmp_path, '[book]\ntitle = 1\n[output]\nhtml = "no"\n').problems
    assert (problem.where(), problem.message) == (
        "book.toml:2:1",
        "“title” must be a string, not a number",
    )


@pytest.mark.parametrize(
    ("text", "where"), [("[book\n", (1, 6)), ('[book]\nsrc = "nowhere"\n', (2, 1))]
)
def test_without_sense_it_is_refused_with_its_line(
    tmp_path: Path, text: str, where: tuple[int, int]
) -> None:
    with pytest.raises(ConfigError) as refused:
        book(tmp_path, text)
    assert (refused.value.line, refused.value.column) == where


def test_a_book_is_found_from_its_folder_and_from_its_pages(tmp_path: Path) -> None:
    config = book(tmp_path, BOOK, "text")
    assert load(None, cwd=tmp_path) == load(tmp_path / "text", cwd=Path("/")) == config


def test_our_configuration_beside_it_comes_first_and_it_stays_a_book(tmp_path: Path) -> None:
    book(tmp_path, '[book]\ntitle = "Theirs"\n')
    (tmp_path / "docs").mkdir()
    (tmp_path / "devserver.toml").write_text('title = "Ours"\n')
    config = load(None, cwd=tmp_path)
    assert (config.title, config.docs) == ("Ours", tmp_path / "src")
    assert config.dialect.like == "mdbook"
