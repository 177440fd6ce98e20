"""The child that converts Markdown, a page at a time, within bounds that the system enforces."""

from __future__ import annotations

import contextlib
import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from devserver.channel import Channel
from devserver.index_rows import Gleaned
from devserver.messages import Convert, Converted, Found, Ready
from devserver.model import Dialect, Document, Expanded, Job, Problem, SourcePath

MEMORY: Final = 1 << 30
"""Bytes of address space a worker may use: no page is worth the whole machine."""

_REST: Final = 0.1
"""Seconds after which a page is on the screen, or a word more is typed in it."""


@dataclass(frozen=True, slots=True)
class WorkerSetup:
    """How a worker starts."""

    remembers: int
    """How many characters of what it converted are kept, for pages that come again."""
    dialect: Dialect
    """What to warm up."""


def work(setup: WorkerSetup, channel: Channel) -> None:
    """Convert what main sends until it closes the channel."""
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # Main imports this module only to name the function: it never needs what converts.
    from devserver.site.markdown import convert, remember
    from devserver.site.sections import glean

    remember(setup.remembers)
    # The first conversion loads extensions and lexers: better before somebody waits for a page.
    convert(Job(SourcePath("warm.md"), Expanded("# Warm\n\n```python\n1\n```\n"), setup.dialect))
    # Main may stop before we have begun, or in the middle of a page that nobody wants any more.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        channel.send(Ready(os.getpid()))
        message = channel.receive()
        while message is not None:
            assert isinstance(message, Convert)
            started = time.perf_counter()
            document = _converted(convert, message.job)
            channel.send(Converted(message.ticket, document, time.perf_counter() - started))
            following = None
            if message.glean:
                # Until an edited page is on the screen, the processors are for those who show it.
                if setup.remembers and channel.wait(_REST):
                    following = channel.receive()
                channel.send(Found(_gleaned(glean, document, following)))
            message = following or channel.receive()


def _converted(convert: Callable[[Job], Document], job: Job) -> Document:
    try:
        return convert(job)
    except MemoryError:
        return given_up(job.path, f"this page needs more than {MEMORY >> 30} GB to convert")


def _gleaned(
    glean: Callable[[Document], Gleaned], document: Document, following: object
) -> Gleaned | None:
    """Find what can be searched in a page, unless it failed or is the one that follows, too."""
    if isinstance(following, Convert) and following.glean and following.job.path == document.path:
        return None
    try:
        return None if document.failed else glean(document)
    except MemoryError:
        return None


def given_up(path: SourcePath, why: str) -> Document:
    """Make the document of a page whose conversion was given up."""
    problem = Problem(path, 1, 1, "error", "too-slow", why)
    return Document(path, ("",), problems=(problem,), failed=True)
