"""Which files that pages show have changed, by the urls that they show them at."""

from __future__ import annotations

from collections.abc import Iterable

from devserver.build.relation import EXTRA, Related
from devserver.build.snapshot import Snapshot
from devserver.model import SourcePath, Url
from devserver.site.context import THEME


def assets(
    changed: Iterable[SourcePath], snapshot: Snapshot, related: Related
) -> tuple[tuple[Url, ...], bool]:
    """Give the urls of changed files that pages show, and whether one is a script they run."""
    urls = [url for path in changed if (url := _url(path, snapshot, related)) is not None]
    scripts = [url for url in urls if url.endswith((".js", ".mjs"))]
    return tuple(url for url in urls if url not in scripts), bool(scripts)


def _url(path: SourcePath, snapshot: Snapshot, related: Related) -> Url | None:
    if snapshot.settings.addresses.is_page(path):
        return None
    named = Url(f"{EXTRA}{path}")
    if named in related.face.files():
        return named
    theme = f"{snapshot.theme.prefix}static/"
    if snapshot.theme.prefix and path.startswith(theme):
        return Url(f"{THEME}{path.removeprefix(theme)}")
    return related.structure.urls.get(path)
