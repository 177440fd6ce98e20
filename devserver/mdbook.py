"""Reads the ``book.toml`` of an mdBook: what of it a site needs, and not what a Rust compiler does.

Source of its keys: https://rust-lang.github.io/mdBook/format/configuration/general.html
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

from devserver import locate
from devserver.config import Config
from devserver.entries import Entries
from devserver.model import Dialect
from devserver.schema import TAKES, Key, Table, kind
from devserver.settings import ConfigError, Keys, Settings
from devserver.toml_file import read_toml

KEYS: Final[Table] = {
    "book": {
        "title": Key("a string", "The name of the site."),
        "src": Key("a string", "The docs folder; else `src`."),
    },
    "build": {
        "extra-watch-dirs": Key("a list of strings", "More folders whose changes matter."),
    },
    "output": {
        "html": {
            "git-repository-url": Key("a string", "The address of the project."),
            "edit-url-template": Key("a string", "Where a page is edited, with `{path}`."),
        },
    },
}
"""Every key that is read. mdBook and its back ends know many more, which are not complained of."""


def read_book(file: Path) -> Config:
    """Read ``file``. Raises ConfigError if it is not TOML, or names a docs folder that is none."""
    settings = read_toml(file) or Settings(file, {}, {}, (file,))
    book = _Book(settings)
    folder = file.parent
    named = folder / (book.text("book", "src") or "src")
    docs = Path(os.path.realpath(named))
    if not docs.is_dir():
        place = settings.place(("book", "src"))
        message = f"no such docs folder: {named.name}"
        raise ConfigError(message, place.file, place.line, place.column)
    entries = Entries(settings, docs, base=folder)
    html: Keys = ("output", "html")
    repo = entries.url((*html, "git-repository-url"), book.text(*html, "git-repository-url"))
    edit = entries.url((*html, "edit-url-template"), book.text(*html, "edit-url-template"))
    return Config(
        project=entries.project,
        docs=docs,
        file=file,
        files=(*(folder / name for name in locate.NAMES), *locate.links(named)),
        title=(book.text("book", "title") or "").strip() or locate.title(folder),
        watch=tuple(map(entries.folder, book.texts("build", "extra-watch-dirs"))),
        repo_url=repo,
        edit_url=_edit_url(edit, entries, docs),
        dialect=Dialect((), like="mdbook"),
        problems=settings.problems(entries.project),
    )


def _edit_url(template: str | None, entries: Entries, docs: Path) -> str | None:
    """Say it from the docs folder: an mdBook's ``{path}`` counts from the folder of the book."""
    if template is None or not docs.is_relative_to(entries.project):
        return template
    below = docs.relative_to(entries.project).as_posix()
    return template.replace("{path}", "{path}" if below == "." else f"{below}/{{path}}")


class _Book:
    """Reads single keys; what is of another type is a fault, and counts as not given."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def text(self, *keys: str | int) -> str | None:
        value: str | None = self._taken(keys)
        return value

    def texts(self, *keys: str | int) -> list[str]:
        value: list[str] | None = self._taken(keys)
        return value or []

    def _taken(self, keys: Keys) -> Any:
        wanted: Key | Table = KEYS
        value: Any = self._settings.values
        for key in keys:
            if not isinstance(value, dict) or isinstance(wanted, Key):
                return None
            wanted, value = wanted[str(key)], value.get(str(key))
        if value is None or not isinstance(wanted, Key):
            return None
        if TAKES[wanted.takes](value):
            return value
        message = f"“{keys[-1]}” must be {wanted.takes}, not {kind(value)}"
        self._settings.fault(keys, message)
        return None
