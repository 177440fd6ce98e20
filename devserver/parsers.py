"""Says which options each command has, and reads their values."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Final, NoReturn

from devserver.config import PORT


class UsageError(Exception):
    """The command line cannot be meant; the message is one line."""


class Parser(argparse.ArgumentParser):
    """The parser of one command; what it cannot mean is a UsageError."""

    def __init__(self, name: str, says: str) -> None:
        super().__init__(
            prog=f"devserver {name}", description=says, add_help=False, allow_abbrev=False
        )
        self.add_argument("-h", "--help", action="help", help="show this help")
        self.add_argument(
            "--verbose", action="store_true", help="say what is done, and where we failed"
        )

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing and ending the process."""
        raise UsageError(message.removeprefix("argument "))

    def path(self) -> None:
        """Add the place that most commands are about."""
        self.add_argument(
            "path",
            nargs="?",
            type=Path,
            metavar="PATH",
            help="a docs folder or a project folder; else the project around the current folder",
        )


def _watch() -> Parser:
    parser = Parser("watch", "Serve a docs folder live.")
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
    add("--for-editors", action="store_true", help=argparse.SUPPRESS)
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


def _build() -> Parser:
    parser = Parser("build", "Export a static site.")
    parser.path()
    add = parser.add_argument
    add("--out", type=Path, default=Path("site"), metavar="DIR", help="the output folder (site)")
    add("--strict", action="store_true", help="fail on errors and warnings")
    add("--verify", action="store_true", help="compare the result with a clean build")
    add("--base-url", type=_base_url, metavar="URL", help="where the finished site will be")
    return parser


def _check() -> Parser:
    parser = Parser("check", "Report every problem.")
    parser.path()
    add = parser.add_argument
    add("--json", action="store_true", help="print one JSON object")
    add("--format", choices=FORMATS, metavar="FORMAT", help=f"{', '.join(FORMATS)} (text)")
    add("--sarif", type=Path, metavar="FILE", help="write SARIF 2.1.0 to a file as well")
    add("--external", action="store_true", help="ask other sites for what links lead to there")
    return parser


FORMATS: Final = ("text", "json", "github", "sarif")
"""How ``check`` can print problems."""


def _why() -> Parser:
    parser = Parser("why", "Say what a page is made of, and why it was last rebuilt.")
    parser.add_argument("page", metavar="PAGE", help="a page's url, or the path of its source")
    return parser


def _mv() -> Parser:
    parser = Parser("mv", "Move a page, file or folder, and have every link follow.")
    parser.add_argument("old", metavar="OLD", type=Path, help="what is moved")
    parser.add_argument("new", metavar="NEW", type=Path, help="its new name, or a folder for it")
    return parser


def _connect() -> Parser:
    parser = Parser("connect", "Join the watch of a docs folder: JSON lines in and out.")
    parser.path()
    return parser


def _reveal() -> Parser:
    parser = Parser("reveal", "Have the open page show a line of a file, and say its address.")
    parser.add_argument(
        "place", metavar="FILE[:LINE]", type=_place, help="a page's source, or what it includes"
    )
    return parser


def _lsp() -> Parser:
    parser = Parser("lsp", "Serve an editor: the Language Server Protocol on stdin and stdout.")
    # What some clients add for every server.
    parser.add_argument("--stdio", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--clientProcessId", help=argparse.SUPPRESS)
    return parser


COMMANDS: Final = {
    "watch": _watch,
    "build": _build,
    "check": _check,
    "why": _why,
    "mv": _mv,
    "connect": _connect,
    "reveal": _reveal,
    "lsp": _lsp,
}
"""Every command, by name; each makes its parser."""


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


def _place(text: str) -> tuple[Path, int | None]:
    """Read a file and a line; a column, which tools like to add, is passed over."""
    found = re.fullmatch(r"(.+?)(?::([0-9]{1,9}))?(?::[0-9]*)?", text, re.DOTALL)
    if found is None:
        raise argparse.ArgumentTypeError("which file? it is FILE or FILE:LINE")
    return Path(found[1]), int(found[2]) if found[2] else None


def _base_url(text: str) -> str:
    if not re.match(r"https?://[^/\s]", text):
        raise argparse.ArgumentTypeError(f"“{text}” is no address: it must begin with https://")
    return text
