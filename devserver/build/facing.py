"""What is the same on every page: files that the configuration names become addresses."""

from __future__ import annotations

from typing import Final

from devserver.build.snapshot import Settings, Snapshot
from devserver.model import Digest, SourcePath, Url
from devserver.pagefind import answering
from devserver.site.context import FEED, Face
from devserver.site.structure import Structure
from devserver.site.urls import file_at

EXTRA: Final = "/_devserver/extra/"
"""Where files outside the docs folder stand that the configuration names, by their path."""

_DIGITS: Final = 10
"""So many digits of a file's digest stand in its name: enough to tell its versions apart."""


def face_of(snapshot: Snapshot, structure: Structure) -> Face:
    """Turn files that the configuration names into the urls that they are served at."""
    settings, statics = snapshot.settings, snapshot.theme.statics
    mkdocs_files = settings.addresses.mkdocs and not settings.addresses.directory_urls

    def url(name: str | None) -> str | None:
        if name is None or "//" in name:
            return name
        found = structure.urls.get(SourcePath(name))
        if found is None and settings.dialect.mkdocs and name.startswith(settings.addresses.docs):
            # MkDocs links to what may yet be made there, by a plugin or by a later step.
            return settings.addresses.file_url(SourcePath(name))
        return found or f"{EXTRA}{name}"

    return Face(
        title=settings.title,
        home=structure.folders[""],
        styles=tuple(url(style) or "" for style in settings.styles),
        scripts=tuple({**script, "src": url(script["src"])} for script in settings.scripts),
        logo=url(settings.logo),
        favicon=url(settings.favicon),
        accent=settings.accent,
        repo_url=settings.repo_url,
        edit_url=settings.edit_url,
        base_url=settings.base_url,
        about=settings.about,
        search=answering() if settings.finished else "live",
        front=file_at(Url("/")) if mkdocs_files else Url("/"),
        docs=settings.addresses.docs,
        finished=settings.finished,
        feed=FEED if settings.finished and settings.feed and settings.base_url else None,
        assets={name: _asset(name, said, settings) for name, (_, said) in statics.items()},
    )


def _asset(name: str, content: Digest, settings: Settings) -> str:
    """Name a file of the theme: in a finished site by its content, to be kept for ever."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.{content[:_DIGITS]}.{ending}" if dot and settings.finished else name
