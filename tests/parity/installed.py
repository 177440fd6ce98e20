"""MkDocs in an environment of its own, with the very Markdown that we convert with."""

from __future__ import annotations

import fcntl
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

import platformdirs

from tests.benchmarks.peers.install import install_python, once

MKDOCS: Final = "1.6.1"
_SHARED: Final = ("markdown", "pymdown-extensions", "pygments", "jinja2", "pyyaml", "pathspec")
"""What decides how a page comes out has the same version on both sides."""


@cache
def python() -> str:
    """Give the Python that has MkDocs; installs it once a machine, outside of the checkout."""
    wanted = {"mkdocs": MKDOCS, **{name: version(name) for name in _SHARED}}
    folder = platformdirs.user_cache_path("devserver-parity", ensure_exists=True)
    # Two runs at once would install into each other.
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        once(folder / "python", wanted, install_python)
    return str(folder / "python/bin/python")


def theme() -> Path:
    """Give the theme that only shows what MkDocs knows of a page."""
    return Path(__file__).with_name("theme")
