"""Runs the installed program as its users do, from inside a project."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from tests.watching import Workspace

PROGRAM = str(Path(sys.executable).with_name("devserver"))


def watch_and_stop(workspace: Workspace, folder: str = "") -> None:
    """Watch from inside the project with the installed program, until all pages are known."""
    started = subprocess.Popen(
        (PROGRAM, "watch", "--port", "0", "--json"),
        cwd=workspace.project / folder,
        env=workspace.environment(),
        stdout=subprocess.PIPE,
        text=True,
    )
    with started:
        assert started.stdout is not None
        assert any('"indexed"' in line for line in started.stdout)
        started.send_signal(signal.SIGTERM)
    assert started.returncode == 0


def command_line(workspace: Workspace, *arguments: str, folder: str = "") -> str:
    """Run the installed program from inside the project; gives all that it printed."""
    done = subprocess.run(
        (PROGRAM, *arguments),
        cwd=workspace.project / folder,
        env=workspace.environment(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    assert b"Traceback" not in done.stderr
    assert b"a fault of devserver" not in done.stderr
    return (done.stdout + done.stderr).decode("utf-8", "surrogateescape")
