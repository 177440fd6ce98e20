"""Everything that crosses a thread or a process: frozen structs, as dataclasses start slower."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from devserver.body_lines import BodyLines
from devserver.model import Digest, Document, Job, Problem, Url
from devserver.pointing import Jump, Pointed

if TYPE_CHECKING:
    from devserver.index_rows import Gleaned

# ---------------------------------------------------------------- main → server


class PageAnswer(Struct, frozen=True):
    """The url is a page: its text stands in the store, or here if it is not worth storing (404)."""

    version: Digest
    status: int = 200
    html: str | None = None
    lines: BodyLines | None = None


class RedirectAnswer(Struct, frozen=True):
    """The page is at another url of this site."""

    to: Url


class FileAnswer(Struct, frozen=True):
    """The url is a static file: an absolute path that the disk scan found inside ``root``."""

    path: str
    root: str


Answer = PageAnswer | RedirectAnswer | FileAnswer


class Answered(Struct, frozen=True):
    """What stands at ``url``; it holds until a ``Published`` makes it stale."""

    url: Url
    answer: Answer


class Published(Struct, frozen=True):
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


class Rebuilding(Struct, frozen=True):
    """A change was taken up; the badge says so."""

    generation: int


class Settled(Struct, frozen=True):
    """Every change that was taken up is on the open pages; the badge says so."""


class Problems(Struct, frozen=True):
    """The current list for the overlay, or the worst of a very long one, and how many there are."""

    items: tuple[Problem, ...]
    total: int


class Stop(Struct, frozen=True):
    """Say goodbye to every page, close the sockets, and end."""


ToServer = Answered | Published | Rebuilding | Settled | Problems | Pointed | Stop

# ---------------------------------------------------------------- server → main


class Ready(Struct, frozen=True):
    """A child can work: the server accepts connections, a worker takes pages."""

    pid: int


class Wanted(Struct, frozen=True):
    """Somebody asked for ``url`` and no answer to it is known; exactly one ``Answered`` follows."""

    url: Url


class Viewing(Struct, frozen=True):
    """The pages that are open now, each with its number of tabs; sent whenever that changes."""

    tabs: tuple[tuple[Url, int], ...]


FromServer = Ready | Wanted | Viewing | Jump

# ---------------------------------------------------------------- main ↔ workers


class Convert(Struct, frozen=True):
    """Convert one page; ``ticket`` comes back with it, and what it has to ``glean`` follows."""

    ticket: int
    job: Job
    glean: bool = False


class Converted(Struct, frozen=True):
    """A finished conversion. A page that fails is a document that carries the problem."""

    ticket: int
    document: Document
    seconds: float


class Found(Struct, frozen=True):
    """What can be searched in the page that came before; nothing if it failed or comes again."""

    gleaned: Gleaned | None


# ---------------------------------------------------------------- observer → loop


class FilesChanged(Struct, frozen=True):
    """Something happened to ``path`` (absolute); ``complete``: its content is known to be whole."""

    path: str
    complete: bool


class CommandEnded(Struct, frozen=True):
    """An external command ended: its index in the configuration, status, and end of its output."""

    index: int
    status: int | None
    """``None`` when it ran out of time or was ended by a second Ctrl-C."""
    output: str


# ---------------------------------------------------------------- session → cli


class Serving(Struct, frozen=True):
    """The address answers."""

    url: str
    pid: int
    server_pid: int


class RebuildStarted(Struct, frozen=True):
    """A change was taken up."""

    generation: int
    changed: tuple[str, ...]


class Rebuilt(Struct, frozen=True):
    """The change is on every open page; ``ms`` from the first event to publication."""

    generation: int
    changed: tuple[str, ...]
    pages: tuple[Url, ...]
    ms: float
    tabs: int
    typed: bool = False
    """Nothing was saved: an editor has it so."""


class ProblemsChanged(Struct, frozen=True):
    """The whole current list, and what came and went since the last one."""

    items: tuple[Problem, ...]
    appeared: tuple[Problem, ...]
    solved: tuple[Problem, ...]


class Progress(Struct, frozen=True):
    """Background conversion: ``done`` of ``total`` pages."""

    done: int
    total: int


class Indexed(Struct, frozen=True):
    """Background work is done: every page is converted and checked."""

    pages: int
    ms: float


class Notice(Struct, frozen=True):
    """A line the user should see once: a port taken, a store thrown away, a server restarted."""

    text: str


class Doing(Struct, frozen=True):
    """What the loop has in hand now, for whoever wonders what it is doing."""

    text: str


class CommandFailed(Struct, frozen=True):
    """An external command failed; the rebuild goes on without it."""

    run: tuple[str, ...]
    why: str
    output: str


class Stopping(Struct, frozen=True):
    """A stop was asked for; the rebuild under way completes."""


class Stopped(Struct, frozen=True):
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
    | Doing
    | CommandFailed
    | Stopping
    | Stopped
)
