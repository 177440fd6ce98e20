"""A tree of folders without end, as an unpacked archive can be; nothing of it is left behind."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path

NAME = "d"
"""What each of the folders is called."""


@contextmanager
def deep_folders(top: Path, page: str = "") -> Iterator[None]:
    """Put 1,200 folders inside each other into ``top``, in each a file ``page`` if it is named."""
    try:
        with chdir(top):
            for _ in range(1_200):
                Path(NAME).mkdir()
                os.chdir(NAME)
                if page:
                    Path(page).write_text("# Deep\n")
        yield
    finally:
        # Python's own removal calls itself for every level.
        subprocess.run(("rm", "-rf", str(top / NAME)), check=True)
