"""A child is gone with main even while it still imports what it is to do."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.contract.bounds import ORPHANED

STUCK = """
import os
descriptor = os.open("started", os.O_WRONLY)
os.write(descriptor, b"%d\\n" % os.getpid())
while True:
    pass
"""
"""A module whose import never ends; it says who imports it."""

MAIN = """
import sys
from contextlib import suppress
import types
from devserver.processes import Child

# Main itself has to name what it must not import.
stuck = sys.modules["stuck"] = types.ModuleType("stuck")
exec("def work(setup, channel): pass", stuck.__dict__)
Child("stuck", stuck.work, None)
sys.stdin.read()
"""


def test_a_child_that_still_imports_its_work_is_gone_with_main(tmp_path: Path) -> None:
    (tmp_path / "stuck.py").write_text(STUCK)
    os.mkfifo(tmp_path / "started")
    main = subprocess.Popen(
        (sys.executable, "-c", MAIN),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        stdin=subprocess.PIPE,
    )
    with main, (tmp_path / "started").open() as started:
        child = os.pidfd_open(int(started.readline()))
        main.kill()
        gone = select.select([child], [], [], ORPHANED)[0]
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(child, signal.SIGKILL)
        assert gone, "the child outlives main"
        os.close(child)
