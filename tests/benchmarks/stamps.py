"""Runs devserver with a clock at some of its functions: ``python -P stamps.py watch …``.

Each time one of them begins or ends, a line with the moment and the process is added to the file
that the variable ``DEVSERVER_STAMPS`` names. The program is otherwise the one that is installed.
Its children load this script again under another name, and get the clocks that are theirs.
"""

from __future__ import annotations

import functools
import importlib
import json
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from typing import Any, Final, Literal, NamedTuple, TextIO

FILE: Final = "DEVSERVER_STAMPS"


class Moment(NamedTuple):
    """A moment in the life of a save: when a function in one of the processes begins or ends."""

    name: str
    process: Literal["main", "server", "worker"]
    module: str
    function: str
    at: Literal["begin", "end"]


MOMENTS: Final = (
    Moment("heard", "main", "devserver.sources.observer", "_Handler.on_any_event", "begin"),
    Moment("gathered", "main", "devserver.intake", "Intake._compared", "begin"),
    Moment("compared", "main", "devserver.intake", "Intake._compared", "end"),
    Moment("related", "main", "devserver.build.builder", "Builder.take_up", "end"),
    Moment("sent", "main", "devserver.build.workers", "Workers.ask", "begin"),
    Moment("arrived", "worker", "devserver.channel", "Channel.receive", "end"),
    Moment("converted", "worker", "devserver.channel", "Channel.send", "begin"),
    Moment("returned", "main", "devserver.build.workers", "Workers.receive", "end"),
    Moment("linked", "main", "devserver.build.pipeline", "linked", "end"),
    Moment("rendered", "main", "devserver.build.cache", "Cache.publish", "begin"),
    Moment("published", "main", "devserver.build.cache", "Cache.publish", "end"),
    Moment("told", "server", "devserver.serve.hub", "Hub.published", "begin"),
    Moment("encoded", "server", "devserver.serve.tab", "Tab.post", "end"),
)
"""In the order in which one save comes to them."""


def attach(process: str) -> None:
    """Attach the clocks of a process."""
    # A line is in the file as soon as it is written: whoever reads it need not wait.
    stamps = open(os.environ[FILE], "a", buffering=1, encoding="utf-8")  # noqa: PTH123, SIM115
    for moment in MOMENTS:
        if moment.process == process:
            _attach(moment, stamps)


def _attach(moment: Moment, stamps: TextIO) -> None:
    owner: Any = importlib.import_module(moment.module)
    *classes, name = moment.function.split(".")
    for inner in classes:
        owner = getattr(owner, inner)
    setattr(owner, name, _clocked(getattr(owner, name), moment, stamps))


def _clocked(function: Callable[..., Any], moment: Moment, stamps: TextIO) -> Callable[..., Any]:
    def stamp() -> None:
        stamps.write(f"{json.dumps([moment.name, time.time(), os.getpid()])}\n")

    @functools.wraps(function)
    def clocked(*args: Any, **named: Any) -> Any:
        if moment.at == "begin":
            stamp()
        result = function(*args, **named)
        # Whoever looks for something and finds nothing is asked again.
        if moment.at == "end" and result != []:
            stamp()
        return result

    return clocked


if __name__ == "__main__":
    attach("main")
    from devserver.__main__ import main

    sys.argv[0] = "devserver"
    main()
elif __name__ == "__mp_main__":
    attach(multiprocessing.current_process().name)
