"""What is shown where there is no page: near matches, or a welcome to an empty site."""

from __future__ import annotations

from typing import Final

from devserver.build.relation import Related
from devserver.build.snapshot import Snapshot
from devserver.model import Page, Url, digest
from devserver.site.context import plain_view, site_view
from devserver.site.navigation import surroundings
from devserver.site.problem_page import problem_page
from devserver.site.theme import TemplateFault

WELCOME: Final = Url("/")


def missing_page(snapshot: Snapshot, related: Related, url: Url) -> Page:
    """Make the page for a url where nothing is: near matches, or a welcome to an empty site."""
    empty = not related.structure.pages
    around = surroundings(related.structure, url, related.title_html, related.escape)
    if empty and url == WELCOME:
        view = plain_view("welcome", snapshot.settings.title, around)
    else:
        view = plain_view("missing", "Not found", around, related.near(url))
    site = site_view(related.face, url if empty and url == WELCOME else None)
    name = "welcome.html" if view.kind == "welcome" else "404.html"
    status = 200 if view.kind == "welcome" else 404
    try:
        html = related.theme.render(name, site, view)
    except TemplateFault as fault:
        html = problem_page(related.theme, site, view, (related.template_problem(fault),))
    return Page(url, digest(html), html, status)
