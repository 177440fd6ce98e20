"""Everything that crosses a thread or a process: a closed set of frozen dataclasses."""

from __future__ import annotations

from dataclasses import dataclass

from devserver.model import Digest, Document, Job, Problem, Url

# ---------------------------------------------------------------- main → server


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """The url is a page: its text stands in the store, or here if it is not worth storing (404)."""

    version: Digest
    status: int = 200
    html: str | None = None


@dataclass(frozen=True, slots=True)
class RedirectAnswer:
    """The page is at another url of this site."""

    to: Url


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """The url is a static file: an absolute path that the disk scan found inside ``root``."""

    path: str
    root: str


Answer = PageAnswer | RedirectAnswer | FileAnswer


@dataclass(frozen=True, slots=True)
class Answered:
    """What stands at ``url``; it holds until a ``Published`` makes it stale."""

    url: Url
    answer: Answer


@dataclass(frozen=True, slots=True)
class Published:
    """A new site is in the store: ``pages`` are answered anew, ``stale`` answers are forgotten."""

    generation: int
    pages: tuple[tuple[Url, PageAnswer], ...] = ()
    stale: tuple[Url, ...] | None = ()
    """``None``: every answer given before is stale."""
    styles: tuple[Url, ...] = ()
    """Stylesheets (and pictures) whose content changed: swapped without touching the page."""
    reload: bool = False
    """A script changed, so that open pages cannot be mended by morphing."""
    follow: Url | None = None
    """Under ``--follow``: the page being edited, to which browsers go."""


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """A change was taken up; the badge says so."""

    generation: int


@dataclass(frozen=True, slots=True)
class Problems:
    """The whole current list, for the overlay."""

    items: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """Say goodbye to every page, close the sockets, and end."""


ToServer = Answered | Published | Rebuilding | Problems | Stop

# ---------------------------------------------------------------- server → main


@dataclass(frozen=True, slots=True)
class Ready:
    """The server accepts connections."""

    pid: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody asked for ``url`` and no answer to it is known; exactly one ``Answered`` follows."""

    url: Url


@dataclass(frozen=True, slots=True)
class Viewing:
    """The pages that are open now, each with its number of tabs; sent whenever that changes."""

    tabs: tuple[tuple[Url, int], ...]


FromServer = Ready | Wanted | Viewing

# ---------------------------------------------------------------- main ↔ workers


@dataclass(frozen=True, slots=True)
class Convert:
    """Convert one page; ``ticket`` comes back with the result."""

    ticket: int
    job: Job


@dataclass(frozen=True, slots=True)
class Converted:
    """A finished conversion. A page that fails is a document that carries the problem."""

    ticket: int
    document: Document
    seconds: float


# ---------------------------------------------------------------- observer → loop


@dataclass(frozen=True, slots=True)
class FilesChanged:
    """Something happened to ``path`` (absolute); ``complete``: its content is known to be whole."""

    path: str
    complete: bool


@dataclass(frozen=True, slots=True)
class CommandEnded:
    """An external command ended: its index in the configuration, status, and end of its output."""

    index: int
    status: int | None
    """``None`` when it ran out of time or was ended by a second Ctrl-C."""
    output: str


# ---------------------------------------------------------------- session → cli


@dataclass(frozen=True, slots=True)
class Serving:
    """The address answers."""

    url: str
    pid: int
    server_pid: int


@dataclass(frozen=True, slots=True)
class RebuildStarted:
    """A change was taken up."""

    generation: int
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The change is on every open page; ``ms`` from the first event to publication."""

    generation: int
    changed: tuple[str, ...]
    pages: tuple[Url, ...]
    ms: float
    tabs: int


@dataclass(frozen=True, slots=True)
class ProblemsChanged:
    """The whole current list, and what came and went since the last one."""

    items: tuple[Problem, ...]
    appeared: tuple[Problem, ...]
    solved: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """Background conversion: ``done`` of ``total`` pages."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Indexed:
    """Background work is done: every page is converted and checked."""

    pages: int
    ms: float


@dataclass(frozen=True, slots=True)
class Notice:
    """A line the user should see once: a port taken, a store thrown away, a server restarted."""

    text: str


@dataclass(frozen=True, slots=True)
class CommandFailed:
    """An external command failed; the rebuild goes on without it."""

    run: tuple[str, ...]
    why: str
    output: str


@dataclass(frozen=True, slots=True)
class Stopping:
    """A stop was asked for; the rebuild under way completes."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """Everything is closed."""

    status: int


Event = (
    Serving
    | RebuildStarted
    | Rebuilt
    | ProblemsChanged
    | Progress
    | Indexed
    | Notice
    | CommandFailed
    | Stopping
    | Stopped
)
