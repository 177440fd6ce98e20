"""Serves a folder of finished files, as any host would, and builds small sites to be served."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from devserver.config import load
from devserver.export import build


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Give the address at which ``folder`` is served."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@contextmanager
def built(folder: Path) -> Iterator[str]:
    """Build the project in ``folder``, and give the address at which it is served."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        build(load(folder, cwd=folder), folder / "out", None, lambda _: None)
    with served(folder / "out") as address:
        yield address
