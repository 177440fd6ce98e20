"""Reads the command line: what is asked for, and the nearest thing to it when that is nothing."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from devserver import __version__
from devserver.config import WatchOptions
from devserver.parsers import COMMANDS, UsageError
from devserver.schema import nearest


@dataclass(frozen=True, slots=True)
class Watch:
    """``devserver watch``."""

    path: Path | None
    options: WatchOptions
    json: bool
    verbose: bool


@dataclass(frozen=True, slots=True)
class Build:
    """``devserver build``."""

    path: Path | None
    out: Path
    base_url: str | None
    strict: bool
    verify: bool
    verbose: bool


@dataclass(frozen=True, slots=True)
class Check:
    """``devserver check``."""

    path: Path | None
    format: str
    sarif: Path | None
    external: bool
    verbose: bool


@dataclass(frozen=True, slots=True)
class Why:
    """``devserver why``."""

    page: str
    verbose: bool


@dataclass(frozen=True, slots=True)
class Move:
    """``devserver mv``."""

    old: Path
    new: Path
    verbose: bool


@dataclass(frozen=True, slots=True)
class Connect:
    """``devserver connect``."""

    path: Path | None
    verbose: bool


@dataclass(frozen=True, slots=True)
class Reveal:
    """``devserver reveal``: a file and a line, counted from 1."""

    place: tuple[Path, int | None]
    verbose: bool


@dataclass(frozen=True, slots=True)
class Lsp:
    """``devserver lsp``."""

    verbose: bool


@dataclass(frozen=True, slots=True)
class Say:
    """A request for help or for the version: the text that answers it."""

    text: str


Arguments = Watch | Build | Check | Why | Move | Connect | Reveal | Lsp | Say


def parse(argv: Sequence[str]) -> Arguments:
    """Read ``argv``, without the program's name. Raises UsageError."""
    first = argv[0] if argv else "--help"
    if first in ("-h", "--help", "help"):
        return Say(_overview())
    if first in ("-V", "--version"):
        return Say(f"devserver {__version__}\n")
    if first not in COMMANDS:
        raise UsageError(_unknown_command(first))
    parser = COMMANDS[first]()
    options = list(argv[1:])
    if {"-h", "--help"} & set(_before_dashes(options)):
        return Say(parser.format_help())
    found, rest = parser.parse_known_args(options)
    for word in rest:
        raise UsageError(_unexpected(word, parser))
    return _command(first, found)


def _command(name: str, found: argparse.Namespace) -> Arguments:
    given: dict[str, Any] = vars(found)
    match name:
        case "watch":
            given["allow_hosts"] = tuple(given["allow_hosts"])
            options = WatchOptions(**{f.name: given[f.name] for f in fields(WatchOptions)})
            return Watch(given["path"], options, json=given["json"], verbose=given["verbose"])
        case "build":
            return Build(**given)
        case "check":
            as_json = given.pop("json")
            given["format"] = given["format"] or ("json" if as_json else "text")
            return Check(**given)
        case "lsp":
            return Lsp(verbose=given["verbose"])
        case _:
            return _PLAIN[name](**given)


_PLAIN: Final[dict[str, Callable[..., Arguments]]] = {
    "why": Why,
    "mv": Move,
    "connect": Connect,
    "reveal": Reveal,
}
"""Commands whose options are what they are given."""


def _overview() -> str:
    parsers = [make() for make in COMMANDS.values()]
    commands = "".join(f"  {parser.prog:<17} {parser.description}\n" for parser in parsers)
    return (
        "A live documentation server: a save is on the page at once.\n\n"
        f"{commands}\nEach of them says more with --help; devserver --version tells the version.\n"
    )


# ---------------------------------------------------------------- what was probably meant


def _before_dashes(words: list[str]) -> list[str]:
    return words[: words.index("--")] if "--" in words else words


def _unknown_command(word: str) -> str:
    if word.startswith("-"):
        return f"a command comes first: {', '.join(COMMANDS)}"
    if Path(word).exists():
        return f"“{word}” is no command; to serve it: devserver watch {word}"
    return f"unknown command “{word}”{nearest(word, COMMANDS) or _list(COMMANDS)}"


def _unexpected(word: str, parser: argparse.ArgumentParser) -> str:
    if not word.startswith("-"):
        return f"unexpected argument “{word}”"
    option = word.partition("=")[0]
    options = sorted(parser._option_string_actions)  # argparse has no public list of them.
    return f"unknown option “{option}”{nearest(option, options) or _list(options)}"


def _list(words: Sequence[str] | dict[str, Any]) -> str:
    return f"; there are {', '.join(words)}"
