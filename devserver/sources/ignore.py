"""Which names never matter, said once: hidden files and what editors leave while they save."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
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


class Patterns:
    """The user's own patterns, in gitignore's syntax, for paths relative to one folder.

    Most projects have none, and of ours each names one path: that is compared as text, as
    ``pathspec`` takes longer, to import too, than all else that is asked of an unchanged file.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        written = tuple(patterns)
        self._spec: pathspec.GitIgnoreSpec | None = None
        self._folders: tuple[str, ...] = ()
        self._either: tuple[str, ...] = ()
        if all(map(_NAMES_ONE.fullmatch, written)):
            named = [pattern.removeprefix("/") for pattern in written]
            self._folders = tuple(name for name in named if name.endswith("/"))
            self._either = tuple(f"{name}/" for name in named if not name.endswith("/"))
        else:
            import pathspec

            self._spec = pathspec.GitIgnoreSpec.from_lines(written)

    def __call__(self, relative: str) -> bool:
        """Whether the patterns match ``relative``; a folder's path ends with ``/``."""
        if self._spec is not None:
            return self._spec.match_file(relative)
        return relative.startswith(self._folders) or f"{relative}/".startswith(self._either)


def excluding(patterns: Sequence[str]) -> Callable[[str], bool]:
    """Match what is left out; in a folder that is, there may be files that are taken in again."""
    matches = Patterns(patterns)
    if not any(pattern.startswith("!") for pattern in patterns):
        return matches
    return lambda path: not path.endswith("/") and matches(path)


def shown_again(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Match what is shown although it is hidden, as a pattern with “!” calls it by its name."""
    return Patterns([pattern[1:] for pattern in patterns if _NAMES_HIDDEN.fullmatch(pattern)])


_NAMES_HIDDEN: Final = re.compile(r"!/?(?:[\w.-]+/)*\.[\w-][\w.-]*/?")
_NAMES_ONE: Final = re.compile(r"(?:/[\w.-]+)+/?")
