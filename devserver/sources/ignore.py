"""Which names never matter, said once: hidden files and what editors leave while they save."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import pathspec

_PASSING: Final = re.compile(
    r"""
      \..*                    # Hidden: .git, .#lock (Emacs), .swp (Vim), .goutputstream-X (GIO)
    | .*~                     # Backups of Vim, Emacs, gedit and Kate
    | \#.*\#                  # Emacs' automatic saves
    | 4913                    # Vim's probe of whether it may create files here
    | sed(?=[a-z]*[A-Z0-9])[a-zA-Z0-9]{6}  # What sed -i writes, six characters drawn by lot
    | .*\.(swp|swx|swo|part|crdownload)
    | .*___jb_(tmp|old)___    # JetBrains' safe write
    | .*\.kate-swp
    | .*\.sb-[0-9a-f]+-\w+    # macOS' atomic replace
    | node_modules | __pycache__
    | .*[\ud800-\udfff].*     # Not UTF-8: no url and no line of output can name it
    """,
    re.VERBOSE | re.DOTALL,
)


def passing(name: str) -> bool:
    """Whether a file or folder of this name is never part of a site, whatever it holds."""
    return _PASSING.fullmatch(name) is not None


def any_passing(relative: str) -> bool:
    """Whether ``relative`` (with ``/``) lies in or is something that never matters."""
    return any(passing(name) for name in relative.split("/"))


class Excluded:
    """The user's own patterns, in gitignore's syntax, for paths relative to the docs folder."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = tuple(patterns)
        self._spec = pathspec.GitIgnoreSpec.from_lines(self._patterns) if self._patterns else None

    def __call__(self, relative: str) -> bool:
        """Whether the patterns leave out ``relative``; a folder's path ends with ``/``."""
        return self._spec is not None and self._spec.match_file(relative)
