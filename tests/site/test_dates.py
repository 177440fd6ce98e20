"""Dates as people write them, and what is none."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from devserver.site.dates import changed, moment, start, written

DAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-03-01", DAY),
        ("2026-03-01T09:30:00Z", datetime(2026, 3, 1, 9, 30, tzinfo=UTC)),
        ("2026-03-01 09:30", datetime(2026, 3, 1, 9, 30, tzinfo=UTC)),
        (
            "2026-03-01T09:30:00+02:00",
            datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=2))),
        ),
        *((other, None) for other in ("2026-02-30", "soon", "", 2026, None, ["2026-03-01"])),
    ],
)
def test_a_moment_is_what_was_written(said: object, meant: object) -> None:
    assert moment(said) == meant


def test_a_page_changed_when_it_says_so_or_else_when_it_was_written() -> None:
    assert written({"date": "2026-03-01"}) == changed({"date": "2026-03-01"}) == DAY
    assert changed({"date": "2020-01-01", "updated": "2026-03-01"}) == DAY
    both = {"date": {"created": "2020-01-01", "updated": "2026-03-01"}}
    assert (written(both), changed(both)) == (date(2020, 1, 1), DAY)
    assert written({}) is changed({"updated": "lately"}) is None


def test_a_day_begins_at_midnight_in_utc() -> None:
    assert start(DAY) == datetime(2026, 3, 1, tzinfo=UTC)
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert start(noon) is noon
