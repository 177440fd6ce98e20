"""How strictly links and the navigation are judged is read as MkDocs reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from devserver.settings import Settings
from devserver.site.validation import Validation
from devserver.validation import read_validation

FILE = Path("/p/mkdocs.yml")


def _read(written: object) -> tuple[Validation, list[str]]:
    settings = Settings(FILE, {}, {}, (FILE,))
    found = read_validation(settings, written)
    return found, [message for _, _, message in settings.faults]


def test_nothing_said_leaves_everything_as_it_is() -> None:
    assert _read({}) == (Validation(), [])


def test_levels_are_severities() -> None:
    found, faults = _read(
        {
            "nav": {"omitted_files": "warn", "not_found": "info", "absolute_links": "warn"},
            "links": {
                "not_found": "ignore",
                "absolute_links": "relative_to_docs",
                "unrecognized_links": "warn",
                "anchors": "info",
            },
        }
    )
    assert not faults
    assert found == Validation(
        omitted_files="warning",
        nav_not_found="hint",
        nav_absolute_links="warning",
        not_found=None,
        links_from_docs=True,
        unrecognized_links="warning",
        broken_unrecognized_links="error",
        anchors="hint",
    )


def test_a_level_outside_of_a_group_is_for_every_group_that_does_not_say_otherwise() -> None:
    found, faults = _read(
        {"not_found": "info", "omitted_files": "ignore", "links": {"not_found": "warn"}}
    )
    assert not faults
    assert (found.nav_not_found, found.not_found, found.omitted_files) == ("hint", "error", None)


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("strict", "must be a table, not a string"),
        ({"link": {}}, "unknown key “link” (did you mean “links”?)"),
        ({"links": {"anchor": "warn"}}, "unknown key “anchor” (did you mean “anchors”?)"),
        ({"links": "warn"}, "“links” must be a table"),
        ({"links": {"anchors": "warning"}}, "“warning” is no level; there are warn, info, ignore"),
        ({"links": {"anchors": "relative_to_docs"}}, "is no level"),
        ({"links": {"anchors": True}}, "true or false is no level"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_holds(written: object, message: str) -> None:
    found, faults = _read(written)
    assert found == Validation()
    assert len(faults) == 1
    assert message in faults[0]
