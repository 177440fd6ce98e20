"""Ends a child with main, from the first moment at which a child can say anything about itself.

A child that starts has to import what it will do, which on a busy machine takes longer than it may
outlive main. So this is all that it imports before.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


class DiesWithMain:
    """The first argument of a child: to read it is to be bound to whoever wrote it."""

    def __reduce__(self) -> tuple[Callable[[int], DiesWithMain], tuple[int]]:
        """Have the reader call ``bind`` before it reads, and imports, what comes after."""
        return bind, (os.getpid(),)


def bind(main: int) -> DiesWithMain:
    """Ask Linux for SIGKILL when main ends: inside a slow regex nobody reads the channel.

    The request is tied to the *thread* that spawned us, which is main's main thread. Elsewhere
    the end of file on the channel does it at the next message.
    """
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != main:
            os._exit(1)
    return DiesWithMain()


def begin(_: DiesWithMain, run: Callable[..., None], *arguments: object) -> None:
    """Be the child, now that it is bound."""
    run(*arguments)
