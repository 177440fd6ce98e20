"""Reads how links and the navigation are to be judged, as ``validation`` of ``mkdocs.yml`` says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, Final

from devserver.model import Severity
from devserver.schema import kind, nearest
from devserver.settings import Keys, Settings
from devserver.site.validation import Validation

_KINDS: Final[dict[str, dict[str, tuple[str, Severity]]]] = {
    "nav": {
        "omitted_files": ("omitted_files", "warning"),
        "not_found": ("nav_not_found", "error"),
        "absolute_links": ("nav_absolute_links", "warning"),
    },
    "links": {
        "not_found": ("not_found", "error"),
        "absolute_links": ("absolute_links", "warning"),
        "unrecognized_links": ("unrecognized_links", "warning"),
        "anchors": ("anchors", "error"),
    },
}
"""By group and key: the field, and how severe ``warn`` is; what breaks a page is an error to us."""

_FIELDS: Final = frozenset(field.name for field in fields(Validation))
_BROKEN: Final[dict[str, Severity | None]] = {"warn": "error", "info": "hint", "ignore": None}

_FROM_DOCS: Final = "relative_to_docs"
_LEVELS: Final = ("warn", "info", "ignore")


def read_validation(settings: Settings, written: object) -> Validation:
    """Read the table ``written``; what it does not say stays as it is. Notes what is wrong."""
    found: dict[str, Any] = {}
    for keys, group, key, level in _levels(settings, written):
        name, severe = _KINDS[group][key]
        absolute = key == "absolute_links"
        if level == _FROM_DOCS and absolute:
            found[f"{group}_from_docs"] = True
        elif level in _LEVELS:
            found[name] = {"warn": severe, "info": "hint", "ignore": None}[level]
            if f"broken_{name}" in _FIELDS:
                found[f"broken_{name}"] = _BROKEN[level]
        else:
            levels = (*_LEVELS, _FROM_DOCS) if absolute else _LEVELS
            _refuse(settings, keys, level, levels)
    return replace(Validation(), **found)


def _levels(settings: Settings, written: object) -> Iterator[tuple[Keys, str, str, Any]]:
    """Give each level with its place; one outside of a group is meant for every group, first."""
    top: Keys = ("validation",)
    if not isinstance(written, dict):
        settings.fault(top, f"“validation” must be a table, not {kind(written)}")
        return
    for key, value in written.items():
        groups = [group for group, kinds in _KINDS.items() if key in kinds]
        yield from (((*top, key), group, key, value) for group in groups)
        if not groups and key not in _KINDS:
            _unknown(settings, (*top, key), key)
    for group, kinds in _KINDS.items():
        table = written.get(group) or {}
        if not isinstance(table, dict):
            settings.fault((*top, group), f"“{group}” must be a table, not {kind(table)}")
            continue
        for key, value in table.items():
            if key in kinds:
                yield (*top, group, key), group, key, value
            else:
                _unknown(settings, (*top, group, key), key)


def _unknown(settings: Settings, keys: Keys, key: str) -> None:
    known = dict.fromkeys((*_KINDS, *_KINDS["nav"], *_KINDS["links"]))
    settings.fault(keys, f"unknown key “{key}”{nearest(key, known)}", "warning")


def _refuse(settings: Settings, keys: Keys, level: object, levels: tuple[str, ...]) -> None:
    said = f"“{level}”" if isinstance(level, str) else kind(level)
    near = nearest(level, levels) if isinstance(level, str) else ""
    settings.fault(keys, f"{said} is no level; there are {', '.join(levels)}{near}")
