"""Reads the command line: every command and option, and the nearest one when none is meant."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, NoReturn

from devserver import __version__
from devserver.config import PORT, WatchOptions
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
    json: bool
    verbose: bool


@dataclass(frozen=True, slots=True)
class Why:
    """``devserver why``."""

    page: str
    verbose: bool


@dataclass(frozen=True, slots=True)
class Say:
    """A request for help or for the version: the text that answers it."""

    text: str


Arguments = Watch | Build | Check | Why | Say


class UsageError(Exception):
    """The command line cannot be meant; the message is one line."""


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
            return Check(**given)
        case _:
            return Why(**given)


# ---------------------------------------------------------------- the commands


class _Parser(argparse.ArgumentParser):
    def __init__(self, name: str, says: str) -> None:
        super().__init__(
            prog=f"devserver {name}", description=says, add_help=False, allow_abbrev=False
        )
        self.add_argument("-h", "--help", action="help", help="show this help")
        self.add_argument(
            "--verbose", action="store_true", help="say what is done, and where we failed"
        )

    def error(self, message: str) -> NoReturn:
        raise UsageError(message.removeprefix("argument "))

    def path(self) -> None:
        self.add_argument(
            "path",
            nargs="?",
            type=Path,
            metavar="PATH",
            help="a docs folder or a project folder; else the project around the current folder",
        )


def _watch() -> _Parser:
    parser = _Parser("watch", "Serve a docs folder live.")
    parser.path()
    add = parser.add_argument
    add("--host", type=_address, default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    add("--port", type=_port, help=f"the port to listen on ({PORT}, else the next free one)")
    add("--open", action="store_true", help="open the site in a browser")
    add("--follow", action="store_true", help="let the browser go to the page being edited")
    add("--json", action="store_true", help="print one JSON object a line")
    add("--poll", action="store_true", help="compare the files twice a second as well")
    add("--verify", action="store_true", help="compare every rebuild with a clean build")
    add("--commands", action="store_true", help="run the [[commands]] of devserver.toml")
    add(
        "--allow-host",
        action="append",
        type=_host,
        default=[],
        dest="allow_hosts",
        metavar="HOST",
        help="a name that requests may call this server by; may be repeated",
    )
    add(
        "--draft",
        action=argparse.BooleanOptionalAction,
        default=True,
        dest="drafts",
        help="show drafts, or not (they are shown)",
    )
    return parser


def _build() -> _Parser:
    parser = _Parser("build", "Export a static site.")
    parser.path()
    add = parser.add_argument
    add("--out", type=Path, default=Path("site"), metavar="DIR", help="the output folder (site)")
    add("--strict", action="store_true", help="fail on errors and warnings")
    add("--verify", action="store_true", help="compare the result with a clean build")
    add("--base-url", type=_base_url, metavar="URL", help="where the finished site will be")
    return parser


def _check() -> _Parser:
    parser = _Parser("check", "Report every problem.")
    parser.path()
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _why() -> _Parser:
    parser = _Parser("why", "Say what a page is made of, and why it was last rebuilt.")
    parser.add_argument("page", metavar="PAGE", help="a page's url, or the path of its source")
    return parser


COMMANDS: Final = {"watch": _watch, "build": _build, "check": _check, "why": _why}
"""Every command, by name; each makes its parser."""


def _overview() -> str:
    parsers = [make() for make in COMMANDS.values()]
    commands = "".join(f"  {parser.prog:<17} {parser.description}\n" for parser in parsers)
    return (
        "A live documentation server: a save is on the page at once.\n\n"
        f"{commands}\nEach of them says more with --help; devserver --version tells the version.\n"
    )


# ---------------------------------------------------------------- values


def _port(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"“{text}” is no port; it is a number up to 65535")
    return int(text)


def _host(text: str) -> str:
    if not re.fullmatch(r"[^\s/]+", text):
        raise argparse.ArgumentTypeError(f"“{text}” is no address or name of a machine")
    return text


def _address(text: str) -> str:
    return _host(text).removeprefix("[").removesuffix("]")


def _base_url(text: str) -> str:
    if not re.match(r"https?://[^/\s]", text):
        raise argparse.ArgumentTypeError(f"“{text}” is no address: it must begin with https://")
    return text


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
