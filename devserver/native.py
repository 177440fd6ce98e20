"""Reads ``devserver.toml``, or ``[tool.devserver]`` in ``pyproject.toml``, key by key."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any, Final

from devserver import locate
from devserver.colour import NAMED, is_colour
from devserver.config import TIMEOUT, Command, Config
from devserver.entries import Entries
from devserver.model import Dialect
from devserver.schema import MANY, Key, Table, nearest, take
from devserver.settings import ConfigError, Keys, Settings, read_text
from devserver.toml_file import read_toml

KEYS: Final[Table] = {
    "title": Key("a string", "The name of the site; else that of the folder."),
    "site_url": Key("a string", "Where the finished site will be."),
    "docs": Key("a string", "The docs folder; else `docs`, if there is one, else `.`."),
    "exclude": Key("a list of strings", "Gitignore patterns of what is left out."),
    "nav": Key("a list", "The navigation, in MkDocs' three forms; else made from the files."),
    "watch": Key("a list of strings", "More folders whose changes matter."),
    "templates": Key("a string", "A folder laid over the built-in theme, file by file."),
    "extra_css": Key("a list of strings", "Stylesheets that every page loads."),
    "extra_js": Key("a list of strings or tables", "Scripts that every page loads."),
    "logo": Key("a string", "A picture at the top of every page."),
    "accent": Key("a string", "The colour of links and marks, in CSS."),
    "repo_url": Key("a string", "The address of the project."),
    "edit_url": Key("a string", "Where a page is edited: `{path}` is its path in the docs folder."),
    "feed": Key("true or false", "Whether `build` writes a feed of the pages that have a `date`."),
    "directory_urls": Key("true or false", "Whether `intro.md` is `/intro/` or `/intro.html`."),
    "markdown": {
        "extensions": Key("a list or a table", "Markdown extensions beyond the usual ones."),
    },
    "commands": {
        MANY: {
            "run": Key(
                "a list of one string or more",
                "The program and its arguments; needed.",
                'there is no shell to split it, so write ["make", "diagrams"]',
            ),
            "watch": Key("a list of strings", "Gitignore patterns of what makes it run."),
            "timeout": Key("a number of seconds", f"Seconds it may take; else {TIMEOUT:g}."),
        },
    },
}
"""Every key there is, with what it takes."""


def read_native(file: Path) -> Config | None:
    """Read ``file``; ``None`` if it is a ``pyproject.toml`` that does not mention us.

    Raises ConfigError if it is not TOML, or names a docs folder that cannot be one.
    """
    settings = _settings(file)
    if settings is None:
        return None
    values = take(settings, KEYS)
    folder = file.parent
    named = _docs(settings, values)
    docs = Path(os.path.realpath(named))
    stronger = (folder / name for name in locate.NAMES[: locate.NAMES.index(file.name) + 1])
    entries = Entries(settings, docs, base=folder)
    names, options = entries.extensions(
        ("markdown", "extensions"), values.get("markdown", {}).get("extensions")
    )
    commands = (
        _command(settings, entries, ("commands", index), said)
        for index, said in enumerate(values.get("commands", ()))
        if said is not None
    )
    return Config(
        project=entries.project,
        docs=docs,
        file=file,
        files=(*stronger, folder / locate.BOOK, *locate.tells(docs), *locate.links(named)),
        title=values.get("title", "").strip() or locate.title(docs),
        site_url=entries.url(("site_url",), values.get("site_url")),
        feed=values.get("feed", False),
        directory_urls=values.get("directory_urls", True),
        exclude=entries.patterns(("exclude",), values.get("exclude", ())),
        nav=entries.nav(("nav",), values["nav"]) if values.get("nav") else None,
        watch=tuple(entries.folder(written) for written in values.get("watch", ())),
        templates=_templates(settings, entries, values.get("templates")),
        extra_css=entries.assets(("extra_css",), values.get("extra_css", ())),
        extra_js=entries.scripts(("extra_js",), values.get("extra_js", ())),
        logo=entries.asset(("logo",), values.get("logo")),
        accent=_accent(settings, values.get("accent")),
        repo_url=entries.url(("repo_url",), values.get("repo_url")),
        edit_url=_edit_url(settings, entries, values.get("edit_url")),
        dialect=Dialect(names, options, like="mdbook" if _is_book(folder) else locate.like(docs)),
        commands=tuple(command for command in commands if command),
        problems=settings.problems(entries.project),
        places=entries.places,
    )


def _settings(file: Path) -> Settings | None:
    if file.name != "pyproject.toml":
        return read_toml(file)
    try:
        return read_toml(file, ("tool", "devserver"))
    except ConfigError:
        # Broken as it is, the file is our concern only if it speaks of us.
        if _mentions_us(file):
            raise
        return None


def _mentions_us(file: Path) -> bool:
    try:
        return "tool.devserver" in read_text(file)
    except ConfigError:
        return False


# ---------------------------------------------------------------- single keys


def _is_book(folder: Path) -> bool:
    return (folder / locate.BOOK).is_file()


def _docs(settings: Settings, values: dict[str, Any]) -> Path:
    folder = settings.file.parent
    usual = ("src", "docs") if _is_book(folder) else ("docs",)
    there = (name for name in usual if (folder / name).is_dir())
    written: str = values.get("docs") or next(there, ".")
    if not (folder / written).is_dir():
        place = settings.place(("docs",))
        raise ConfigError(f"no such docs folder: {written}", place.file, place.line, place.column)
    return folder / written


def _templates(settings: Settings, entries: Entries, written: str | None) -> Path | None:
    if written is None:
        return None
    templates = entries.folder(written)
    if not entries.in_project(templates):
        settings.fault(("templates",), f"“{written}” lies outside the project folder")
    elif not templates.is_dir():
        settings.fault(("templates",), f"no such folder: {written}")
    else:
        return templates
    return None


def _accent(settings: Settings, written: str | None) -> str | None:
    if not written or is_colour(written):
        return written or None
    settings.fault(("accent",), f"“{written}” is no CSS colour{nearest(written, NAMED)}")
    return None


def _edit_url(settings: Settings, entries: Entries, written: str | None) -> str | None:
    url = entries.url(("edit_url",), written)
    if url is None:
        return None
    if unknown := set(re.findall(r"{([^{}]*)}", url)) - {"path", "path_noext"}:
        settings.fault(("edit_url",), f"there is no “{{{min(unknown)}}}”, only {{path}}")
        return None
    return url if "{path" in url else f"{url.rstrip('/')}/{{path}}"


def _command(
    settings: Settings, entries: Entries, at: Keys, said: dict[str, Any]
) -> Command | None:
    before = len(settings.faults)
    if "run" not in said:
        settings.fault(at, "a command needs “run”: the list of a program and its arguments")
    watch = tuple(entries.sound_patterns((*at, "watch"), said.get("watch", ())))
    if len(settings.faults) > before:
        return None
    return Command(tuple(said["run"]), watch or ("*",), float(said.get("timeout", TIMEOUT)))
