"""The command line: arguments become a configuration, and that a command; only here is printed."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NoReturn

from devserver.arguments import (
    Arguments,
    Build,
    Check,
    Connect,
    Lsp,
    Move,
    Reveal,
    Say,
    Watch,
    Why,
    parse,
)
from devserver.config import Config, load
from devserver.messages import Event, Notice, ProblemsChanged
from devserver.model import Problem
from devserver.parsers import UsageError
from devserver.printer import ERR, OUT, Printer, require_open
from devserver.settings import ConfigError
from devserver.terminal import plain
from devserver.voices import JsonVoice, Opening, TerminalVoice

_GOODBYE: Final = 1.0
"""Seconds that a terminal has, at the end, to take what is still to be printed."""


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run ``devserver`` and end the process, with a status of 0, 1, 2 or 130."""
    require_open()
    printer = Printer()
    status = run(sys.argv[1:] if argv is None else argv, printer)
    printer.close(_GOODBYE)
    # An interpreter that takes itself apart restores the default of SIGINT: a late Ctrl-C would
    # change the status of what went well. All is closed, so nothing is left to take apart.
    os._exit(status)


def run(argv: Sequence[str], printer: Printer) -> int:
    """Run one command and return the exit status."""
    try:
        arguments = parse(argv)
    except UsageError as error:
        return _fail(printer, str(error), 2)
    try:
        return _run(arguments, printer)
    except ConfigError as error:
        return _fail(printer, _place(error) + error.message, 1)
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback unasked
        return _fail(printer, _bug(error, arguments), 1)


def _run(arguments: Arguments, printer: Printer) -> int:
    if not isinstance(arguments, Watch | Lsp):  # These have handlers of their own.
        _end_by_exception()
    run: Callable[[Any, Printer], int] = _COMMANDS[type(arguments)]
    return run(arguments, printer)


# ---------------------------------------------------------------- the commands


def _watch(arguments: Watch, printer: Printer) -> int:
    say: Callable[[Event], None] = JsonVoice(printer) if arguments.json else TerminalVoice(printer)
    config = _config(arguments.path, say)
    if arguments.options.open:
        say = Opening(say)
    if arguments.options.exposed:
        say(Notice(f"warning: --host {arguments.options.host} lets other machines read this site"))

    from devserver.front import StartError
    from devserver.session import Session

    if arguments.options.verify:
        from devserver.verify import Verifier

        say = Verifier(config, arguments.options, say)
    try:
        return Session(config, arguments.options, say).run()
    except StartError as error:
        return _fail(printer, str(error), 1)


def _build(arguments: Build, printer: Printer) -> int:
    say = TerminalVoice(printer)
    config = _config(arguments.path, say)

    from devserver.export import build

    problems = build(config, _cwd() / arguments.out, arguments.base_url, say)
    say(ProblemsChanged(problems, problems, ()))
    if arguments.verify:
        from devserver.verify import written_difference

        difference = written_difference(config, _cwd() / arguments.out, arguments.base_url)
        say(Notice(difference or "it equals a clean build"))
        if difference:
            return 1
    return int(arguments.strict and _failing(problems))


def _check(arguments: Check, printer: Printer) -> int:
    say = TerminalVoice(printer) if arguments.format == "text" else JsonVoice(printer)
    config = _config(arguments.path, say)

    from devserver.checking import check, check_external, report, write_sarif

    problems = check_external(config, say) if arguments.external else check(config)
    if arguments.format in ("github", "sarif"):
        printer.write(OUT, report(arguments.format, problems, config))
    else:
        say(ProblemsChanged(problems, problems, ()))
    if arguments.sarif is not None:
        write_sarif(_cwd() / arguments.sarif, problems, config)
    return int(_failing(problems))


def _why(arguments: Why, printer: Printer) -> int:
    page = Path(arguments.page)
    config = load(None, cwd=page.parent.resolve() if page.is_file() else _cwd())

    from devserver.why import why

    told = why(config, arguments.page)
    printer.write(OUT, "".join(f"{plain(line)}\n" for line in told.splitlines()))
    return 0


def _move(arguments: Move, printer: Printer) -> int:
    old, new = (_cwd() / path for path in (arguments.old, arguments.new))
    config = load(None, cwd=old.parent.resolve() if old.parent.is_dir() else _cwd())

    from devserver.moving import move

    moved = move(config, old, new)
    say = TerminalVoice(printer)
    files = len({edit.path for edit in moved.edits})
    say(Notice(f"moved; {len(moved.edits)} links in {files} files were written anew"))
    say(ProblemsChanged(moved.problems, moved.problems, ()))
    return int(_failing(moved.problems))


def _connect(arguments: Connect, _: Printer) -> int:
    config = load(arguments.path, cwd=_cwd())

    from devserver.connect import connect

    connect(config, sys.stdin.fileno(), OUT)
    return 0


def _reveal(arguments: Reveal, printer: Printer) -> int:
    file = _cwd() / arguments.place[0]
    config = load(None, cwd=file.parent.resolve() if file.parent.is_dir() else _cwd())

    from devserver.connect import reveal

    printer.write(OUT, f"{plain(reveal(config, file, arguments.place[1]))}\n")
    return 0


def _lsp(arguments: Lsp, _: Printer) -> int:
    from devserver.lsp.main import serve

    return serve(verbose=arguments.verbose)


def _say(arguments: Say, printer: Printer) -> int:
    printer.write(OUT, arguments.text)
    return 0


_COMMANDS: Final[dict[type[Arguments], Callable[[Any, Printer], int]]] = {
    Watch: _watch,
    Build: _build,
    Check: _check,
    Why: _why,
    Move: _move,
    Connect: _connect,
    Reveal: _reveal,
    Lsp: _lsp,
    Say: _say,
}


def _config(path: Path | None, say: Callable[[Event], None]) -> Config:
    config = load(path, cwd=_cwd())
    if config.ignored:
        say(Notice(f"not applied: {', '.join(config.ignored)}"))
    return config


def _cwd() -> Path:
    try:
        return Path.cwd()
    except OSError:
        raise ConfigError("the current folder is gone") from None


def _end_by_exception() -> None:
    # What is half written is then taken away again on the way out.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)


# ---------------------------------------------------------------- how it ends


def _failing(problems: Sequence[Problem]) -> bool:
    return any(problem.severity in ("error", "warning") for problem in problems)


def _fail(printer: Printer, message: str, status: int) -> int:
    _warn(printer, message)
    return status


def _warn(printer: Printer, message: str) -> None:
    first, *rest = message.split("\n")
    printer.write(ERR, "".join(f"{plain(line)}\n" for line in (f"devserver: {first}", *rest)))


def _place(error: ConfigError) -> str:
    if error.path is None:
        return ""
    here = _cwd()
    path = error.path.relative_to(here) if error.path.is_relative_to(here) else error.path
    return f"{path}:{error.line}:{error.column}: "


def _bug(error: Exception, arguments: Arguments) -> str:
    if isinstance(arguments, Say) or arguments.verbose:
        import traceback

        return "".join(traceback.format_exception(error)).rstrip()
    said = f"{type(error).__name__}: {error}".replace("\n", " ")
    return f"a fault of devserver itself ({said}); --verbose shows where"
