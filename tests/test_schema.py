"""A table of keys against what somebody wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from devserver.schema import MANY, TAKES, Key, Table, nearest, take
from devserver.settings import Place, Settings

FILE = Path("/p/a.toml")
KEYS: Table = {
    "title": Key("a string", "A title."),
    "inner": {"flag": Key("true or false", "A flag.")},
    "many": {MANY: {"run": Key("a list of one string or more", "Words.", "like this")}},
}


def _take(values: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    settings = Settings(FILE, values, {}, (FILE,))
    return take(settings, KEYS), [message for _, _, message in settings.faults]


def test_what_is_right_is_taken_at_every_depth() -> None:
    values = {"title": "A", "inner": {"flag": True}, "many": [{"run": ["a"]}, {}]}
    assert _take(values) == (values, [])


def test_what_is_wrong_is_left_out_and_said() -> None:
    taken, faults = _take({"title": 3, "inner": {"flga": 1, "flag": "no"}, "tittle": 1})
    assert taken == {"inner": {}}
    assert faults == [
        "unknown key “tittle” (did you mean “title”?)",
        "“title” must be a string, not a number",
        "unknown key “flga” (did you mean “flag”?)",
        "“flag” must be true or false, not a string",
    ]


def test_an_entry_of_many_that_is_wrong_in_part_is_left_out_whole_in_its_place() -> None:
    taken, faults = _take({"many": [{"run": ["a"]}, {"run": "b"}, {"run": ["c"], "x": 1}]})
    assert taken == {"many": [{"run": ["a"]}, None, None]}
    assert faults == [
        "“run” must be a list of one string or more, not a string: like this",
        "unknown key “x”; there are run",
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"inner": [1]}, "“inner” must be a table, not a list with a number in it: write [inner]"),
        ({"many": {"run": []}}, "“many” must be tables, not a table: write [[many]]"),
        ({"many": ["a"]}, "“many” must be tables, not a list: write [[many]]"),
        ({"title": None}, "“title” must be a string, not nothing"),
        ({"title": []}, "“title” must be a string, not an empty list"),
    ],
)
def test_a_wrong_shape_says_what_to_write(value: dict[str, Any], message: str) -> None:
    assert _take(value)[1] == [message]


def test_an_unknown_key_may_be_no_more_than_a_warning() -> None:
    settings = Settings(FILE, {"x": 1}, {("x",): Place(FILE, 5, 2)}, (FILE,))
    assert take(settings, KEYS, unknown="warning") == {}
    assert [(place.line, severity) for place, severity, _ in settings.faults] == [(5, "warning")]


def test_true_is_no_number_and_no_number_is_endless() -> None:
    seconds = TAKES["a number of seconds"]
    assert seconds(1)
    assert seconds(0.5)
    assert not any(map(seconds, (True, 0, -1, float("inf"), float("nan"), "1")))


def test_only_what_is_near_is_suggested() -> None:
    assert nearest("portt", ["port", "host"]) == " (did you mean “port”?)"
    assert nearest("zzz", ["port", "host"]) == ""
