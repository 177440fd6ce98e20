"""How strictly links and the navigation of a project are judged."""

from __future__ import annotations

from dataclasses import dataclass

from devserver.model import Severity


@dataclass(frozen=True, slots=True)
class Validation:
    """How links and the navigation are judged; what is ``None`` is not told."""

    nav_not_found: Severity | None = "error"
    """The navigation names a page that is not there."""
    nav_absolute_links: Severity | None = None
    """The navigation names an absolute path."""
    nav_from_docs: bool = False
    """An absolute path there begins at the docs folder."""
    omitted_files: Severity | None = "hint"
    """A page is not in the navigation."""
    not_found: Severity | None = "error"
    """A link names a file that is not there."""
    absolute_links: Severity | None = None
    """A link is an absolute path that leads to a page."""
    broken_absolute_links: Severity | None = "error"
    links_from_docs: bool = False
    """An absolute path of a link begins at the docs folder."""
    unrecognized_links: Severity | None = None
    """A link is a relative path that is none of a file, and leads to a page all the same."""
    broken_unrecognized_links: Severity | None = "error"
    anchors: Severity | None = "error"
    """A link names a heading that its page does not have."""
