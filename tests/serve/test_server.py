"""The server process starts lean, outlives whatever it is sent, and ends when it should."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

from devserver.model import Url
from tests.serve.played_main import DEADLINE, PlayedMain, page_html

HEAVY = ["markdown", "pygments", "jinja2", "watchdog", "yaml", "devserver.site", "devserver.build"]
"""What only main and the workers need: each would cost every start its time."""

ORPHAN = """
import os, sys
from pathlib import Path
from tests.serve.played_main import PlayedMain
if __name__ == "__main__":
    main = PlayedMain(Path(sys.argv[1]))
    print(main.child.pid, flush=True)
    sys.stdin.read()
"""


def test_process_imports_nothing_that_main_needs() -> None:
    code = (
        "import sys, devserver.serve.loop; "
        f"print(*[m for m in {HEAVY} for n in sys.modules if n == m or n.startswith(m + '.')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_main_imports_nothing_that_the_process_needs() -> None:
    code = "import sys, devserver.serve.server; print('uvicorn' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_signals_of_the_terminal_are_ignored(main: PlayedMain) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        os.kill(main.child.pid, number)
    main.put("/still/", page_html("here"))
    assert main.get("/still/").status == 200


def test_process_ends_when_main_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "orphan.py"
    program.write_text(ORPHAN)
    played = subprocess.Popen(
        [sys.executable, program, tmp_path / "main"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert played.stdin
    assert played.stdout
    with played, played.stdin, played.stdout:
        child = os.pidfd_open(int(played.stdout.readline()))
        played.kill()
        assert select.select([child], [], [], 1.0)[0]
        os.close(child)


def test_killed_server_is_started_again_with_connections_waiting(own_main: PlayedMain) -> None:
    own_main.put("/", page_html("hello"))
    assert own_main.get("/").status == 200
    own_main.kill()
    with own_main.connect() as waiting:
        waiting.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        own_main.start()
        waiting.settimeout(DEADLINE)
        assert waiting.recv(100).startswith(b"HTTP/1.1 200 OK")
    assert own_main.wanted == [Url("/"), Url("/")]
