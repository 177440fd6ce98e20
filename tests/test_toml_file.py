"""The line of every key, in TOML as people really write it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devserver.settings import ConfigError, Keys, Place
from devserver.toml_file import find_places, read_toml

TRICKY = '''
a = "[not] = a # key" # [nor.this]
"q\\"k" = ["x", # comment ]
  ["y", {i = 1, "j.k" = [2]}],
]
b.c.d = """
e = 1
[f]
"""
b.c."x y" = 1979-05-27 07:32:00
t = {}

[g.h] # comment
i = [ [ ], [ { } ] ]
j = """"quoted""""

[[k]]
l = \'\'\'one
m = 2\'\'\'
[k.n]
o = 1
[[k]]
l = ['a', """b
c""", 'd']
[[k.p]]
q = +1.5e3
[[k.p]]
q = inf'''


def _all_keys(value: Any, at: Keys = ()) -> Iterator[Keys]:
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in inside:
        yield (*at, key)
        if isinstance(item, dict | list):
            yield from _all_keys(item, (*at, key))


def test_every_key_and_item_has_a_place_and_it_is_the_right_one() -> None:
    places = find_places(TRICKY)
    lines = TRICKY.split("\n")
    for keys in _all_keys(tomllib.loads(TRICKY)):
        line, column = places[keys]
        found = lines[line - 1][column - 1 :]
        if isinstance(keys[-1], str):
            key = keys[-1].replace('"', '\\"')
            # A dotted key, or a header, begins where its first part does.
            assert key in found, keys
        else:
            assert found[0] not in " ,]\n", keys
    assert places["k", 1, "p", 1, "q"] == (28, 1)
    assert places['q"k', 1, 1, "j.k"] == (4, 17)
    assert places["k", 1, "l", 2] == (24, 7)


def test_a_table_of_a_file_is_read_with_the_lines_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text("\ufeff[project]\r\nname = 'x'\r\n\r\n[tool.mine]\r\na = 1\r\n", "utf-8")
    settings = read_toml(file, ("tool", "mine"))
    assert settings is not None
    assert settings.values == {"a": 1}
    assert settings.place(("a",)) == Place(file, 5, 1)
    assert read_toml(file, ("tool", "other")) is None


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("a = 1\nb = \n", 2, 5), ("a = [\n\n", 1, 6), ("a = '\x00'", 1, 6), ("a = 1\na = 2\n", 2, 6)],
)
def test_broken_toml_says_where(tmp_path: Path, text: str, line: int, column: int) -> None:
    (tmp_path / "a.toml").write_text(text)
    with pytest.raises(ConfigError, match="not TOML") as broken:
        read_toml(tmp_path / "a.toml")
    assert (broken.value.line, broken.value.column) == (line, column)


@pytest.mark.parametrize(
    "nested",
    ["x = " + "[" * 50_000, "x = " + "{a=" * 100 + "1" + "}" * 100, "x" + ".a" * 50_000 + " = 1"],
)
def test_toml_nested_without_end_is_refused(tmp_path: Path, nested: str) -> None:
    (tmp_path / "a.toml").write_text(f"[[nav]]\n{nested}\n")
    with pytest.raises(ConfigError, match="nested too deeply") as refused:
        read_toml(tmp_path / "a.toml")
    assert refused.value.line == 2
