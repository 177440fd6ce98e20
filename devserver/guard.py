"""Runs one external command so that it outlives Ctrl-C but never us: a script, not imported.

    guard.py TIMEOUT COMMAND [ARGUMENT ...]

Standard input is a socket to main: its end means that the command is to end now, whether main
said so or died; and no other process has ours, so that main knows when we are done. The command
has a process group of its own. Exit status: the command's, 124 when it ran out of time, 125 when
it was ended, 126 or 127 when it could not be started.
"""

import contextlib
import os
import select
import signal
import subprocess
import sys
import time

OUT_OF_TIME = 124
ENDED = 125
NOT_RUNNABLE = 126
NOT_FOUND = 127
"""What shells say with these."""

GRACE = 0.5
"""Seconds between asking the command to end and making it: less than main's after Ctrl-C."""


def main(timeout: float, run: list[str]) -> int:
    """Run the command to its end, or to the end of its time or of main."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())  # Main blocked them while it started us.
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    try:
        command = subprocess.Popen(
            run, stdin=subprocess.DEVNULL, process_group=0, restore_signals=True, preexec_fn=_listen
        )
    except FileNotFoundError:
        return NOT_FOUND
    except OSError as error:
        sys.stderr.write(f"{error.strerror}\n")
        return NOT_RUNNABLE
    until = time.monotonic() + timeout
    try:
        while command.poll() is None:
            readable, _, _ = select.select([0, woken], [], [], max(0.0, until - time.monotonic()))
            if 0 in readable:
                return ENDED
            if woken in readable:
                os.read(woken, 512)
            elif not readable:
                return OUT_OF_TIME
        return command.returncode if command.returncode >= 0 else 128 - command.returncode
    finally:
        _end(command)


def _listen() -> None:
    """Give the command the default signals: we ignore ours, and that would be inherited."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def _end(command: "subprocess.Popen[bytes]") -> None:
    """End the command and whatever it left running in its group."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(command.pid, signal.SIGTERM)
        if command.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                command.wait(GRACE)
        os.killpg(command.pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), sys.argv[2:]))
