"""What is shown where there is no page: near matches, or a welcome to an empty site."""

from __future__ import annotations

from typing import Final

from devserver.build.relation import Related
from devserver.build.snapshot import Snapshot
from devserver.model import Page, Url, digest
from devserver.site.context import plain_view, site_view
from devserver.site.navigation import from_anywhere
from devserver.site.problem_page import problem_page
from devserver.site.theme import TemplateFault

WELCOME: Final = Url("/")


def missing_page(snapshot: Snapshot, related: Related, url: Url) -> Page:
    """Make the page for a url where nothing is: near matches, or a welcome to an empty site.

    It names the theme's files just as a page at ``url`` would, so that one turns into the other.
    """
    return _page(snapshot, related, url, seen_from=url)


def lost_page(snapshot: Snapshot, related: Related) -> Page:
    """Make the page that a host of plain files shows wherever nothing is, at any url."""
    return _page(snapshot, related, Url("/404.html"), seen_from=None)


def _page(snapshot: Snapshot, related: Related, url: Url, seen_from: Url | None) -> Page:
    empty = not related.structure.pages
    around = related.around(url)
    if seen_from is None:
        view = plain_view("missing", "Not found", from_anywhere(around, related.face.above))
    elif empty and url == WELCOME:
        view = plain_view("welcome", snapshot.settings.title, around)
    else:
        view = plain_view("missing", "Not found", around, related.near(url))
    site = site_view(related.face, seen_from)
    name = "welcome.html" if view.kind == "welcome" else "404.html"
    status = 200 if view.kind == "welcome" else 404
    try:
        html = related.theme.render(name, site, view)
    except TemplateFault as fault:
        html = problem_page(related.theme, site, view, (related.template_problem(fault),))
    return Page(url, digest(html), html, status)
