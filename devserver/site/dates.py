"""A page may say when it was written and last changed; this reads how people write that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

Moment = date | datetime
"""A day, or a point in time that knows its zone."""


def written(meta: Mapping[str, Any]) -> Moment | None:
    """Give when a page was first published, by ``date`` (or ``date.created``)."""
    said = meta.get("date")
    return moment(said.get("created") if isinstance(said, dict) else said)


def changed(meta: Mapping[str, Any]) -> Moment | None:
    """Give when a page last changed, by ``updated`` (or ``date.updated``), else ``date``."""
    said = meta.get("date")
    updated = meta.get("updated") or (said.get("updated") if isinstance(said, dict) else None)
    return moment(updated) or written(meta)


def moment(said: object) -> Moment | None:
    """Read a date, or a date and time of RFC 3339 or nearly so; without a zone, it is UTC."""
    if not isinstance(said, str):
        return None
    text = said.strip()
    try:
        if len(text) <= _DAY:
            return date.fromisoformat(text)
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    return read if read.tzinfo is not None else read.replace(tzinfo=UTC)


_DAY = len("2026-01-31")


def start(when: Moment) -> datetime:
    """Give the point in time at which a moment begins."""
    if isinstance(when, datetime):
        return when
    return datetime(when.year, when.month, when.day, tzinfo=UTC)
