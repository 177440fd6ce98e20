"""Starts the program so that Ctrl-C and the files around it can do no harm from the first moment.

It imports next to nothing: until the handlers are set, a Ctrl-C ends in a traceback; and a child
process runs this module again before it does its own work.
"""

# The built-in part of ``signal``: the other part takes longer than all else that happens here.
import _signal  # type: ignore[import-not-found]
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> "NoReturn":
    """Run the command line; this is what the installed ``devserver`` calls."""
    for number in (_signal.SIGINT, _signal.SIGTERM, _signal.SIGHUP):
        # Under nohup a closed terminal is no reason to stop. Before anything is running, a stop
        # that is asked for is simply the end; each command then chooses for itself.
        if _signal.getsignal(number) != _signal.SIG_IGN:
            _signal.signal(number, lambda *_: os._exit(0))

    from devserver.cli import main as run

    run()


def forget_current_folder() -> None:
    """Take the current folder, which ``python -m`` puts first, off the path of imports.

    A docs folder may well hold a ``pickle.py`` or ``yaml.py`` among its examples.
    """
    try:
        here = os.getcwd()  # noqa: PTH109 - pathlib is not imported yet, and must not be from here
    except OSError:
        here = ""
    if sys.path and sys.path[0] in ("", here):
        # Only what python -m put there: a checkout may be installed from the current folder.
        del sys.path[0]


if __name__ == "__main__":
    forget_current_folder()
    main()
