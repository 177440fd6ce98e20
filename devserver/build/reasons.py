"""What a page is rendered from, by the names under which its author is told why it was."""

from __future__ import annotations

from dataclasses import replace

from devserver.build.cache import Cache
from devserver.build.step import WHY, Reasons, fingerprint
from devserver.model import Digest, Url
from devserver.view import PageView, SiteView


def rendered_from(view: PageView, site: SiteView) -> dict[str, Digest]:
    """Digest what a page is rendered from, by the names under which it is told to the author."""
    around = (view.nav, view.tabs, view.crumbs, view.previous, view.next, view.entries)
    own = replace(view, body="", toc=(), words=0, nav=(), tabs=(), crumbs=(), entries=())
    own = replace(own, previous=None, next=None)
    return {
        "article": fingerprint((view.body, view.toc, view.words)),
        "navigation": fingerprint(around),
        "front_matter": fingerprint((own,)),
        "site": fingerprint((site,)),
    }


def note_reasons(cache: Cache, url: Url, key: Digest, inputs: dict[str, Digest]) -> None:
    """Keep what a page was rendered from, for readers of the live site who wonder."""
    before = cache.last(WHY, url)
    because = [name for name in inputs if before and before.inputs.get(name) != inputs[name]]
    cache.keep(WHY, url, key, Reasons(inputs, tuple(because)))
