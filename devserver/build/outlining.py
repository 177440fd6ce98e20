"""Scans pages for their outlines, and says whether the shape of the site can differ by them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from devserver.build.cache import Cache
from devserver.build.snapshot import Snapshot
from devserver.build.step import OUTLINE, Outlined
from devserver.model import Outline, Problem, Source, SourcePath
from devserver.site.categories import is_category
from devserver.site.outline import outline
from devserver.site.structure import shape


def all_outlines(snapshot: Snapshot, cache: Cache) -> dict[SourcePath, Outline]:
    """Give the outline of every page, from the last run where the page is the same."""
    return _published(snapshot, skim(snapshot, cache))


def skim(snapshot: Snapshot, cache: Cache) -> dict[SourcePath, Outline]:
    """Scan those pages of a snapshot, or of a glimpse of one, whose outlines are not known."""
    known = cache.outlines(snapshot.settings.skimming)
    outlines = {}
    for path, source in snapshot.docs.items():
        if snapshot.settings.addresses.is_page(path):
            found = known.get(path)
            if found is not None and found.source == source.digest:
                outlines[path] = found.outline
            else:
                before = found.outline if found is not None else None
                outlines[path] = _outline(snapshot, cache, source, before)
    return outlines


def changed_outlines(
    snapshot: Snapshot, cache: Cache, before: Mapping[SourcePath, Outline]
) -> tuple[Mapping[SourcePath, Outline], bool]:
    """Look at changed files only; say whether urls or navigation can come out different.

    The mapping is the same object if no outline is.
    """
    found: dict[SourcePath, Outline | None] = {}
    reshaped = False
    for path in snapshot.changed or ():
        reshaped |= path == snapshot.settings.summary or is_category(path)
        if snapshot.settings.addresses.is_page(path):
            old, source = before.get(path), snapshot.docs.get(path)
            scanned = {path: _outline(snapshot, cache, source, old)} if source else {}
            found[path] = new = _published(snapshot, scanned).get(path)
            # A hidden draft may have come or gone: a navigation that names it is then right or not.
            hidden = not snapshot.settings.drafts and old is None and new is None
            reshaped |= hidden or (old and shape(old)) != (new and shape(new))
    if all(before.get(path) == new for path, new in found.items()):
        return before, reshaped
    merged = {**before, **found}
    return {path: known for path, known in merged.items() if known is not None}, reshaped


def _published(
    snapshot: Snapshot, outlines: dict[SourcePath, Outline]
) -> dict[SourcePath, Outline]:
    """Leave out what only gives the navigation, and drafts unless they are to be shown."""
    settings = snapshot.settings
    if settings.summary in outlines:
        outlines = {path: found for path, found in outlines.items() if path != settings.summary}
    if settings.drafts:
        return outlines
    return {
        path: found
        for path, found in outlines.items()
        if not found.draft and not settings.is_draft(path)
    }


def _outline(snapshot: Snapshot, cache: Cache, source: Source, before: Outline | None) -> Outline:
    """Scan one file. One that cannot be read keeps its place, with the reason as a problem."""
    cache.ran.append((OUTLINE.name, source.path))
    text = snapshot.text(source)
    fault = snapshot.faults.get(source.path)
    if text is None and fault is None and before is not None:
        # It was written again since the snapshot: the next one has it.
        return before
    settings = snapshot.settings
    found = outline(source.path, text or "", settings.dialect, settings.addresses.docs)
    if fault is not None:
        return _with(found, Problem(source.path, 1, 1, "error", "unreadable", fault))
    # What is not UTF-8 was replaced by this character, which few authors write.
    line = snapshot.undecodable(source) if text and "\ufffd" in text else None
    if line is not None:
        message = "this line is not UTF-8; save the file in that encoding"
        return _with(found, Problem(source.path, line, 1, "error", "unreadable", message))
    if text is not None:
        cache.keep_outline(settings.skimming, Outlined(source.digest, found))
    return found


def _with(found: Outline, problem: Problem) -> Outline:
    """Add a problem. Such an outline is not remembered: the reason may go without an edit."""
    return dataclasses.replace(found, problems=(*found.problems, problem))
