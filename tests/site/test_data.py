"""YAML and TOML as plain values, with exact faults."""

from __future__ import annotations

import pytest

from devserver.site.data import DataError, plain_mapping, read_toml, read_yaml


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        ("a: 1\nb: [", 2, 5),
        ("a: 'x", 1, 6),
        ("a: 1\n b: 2", 2, 3),
        ("a: \t- b", 1, 5),
        ("a: \x07", 1, 1),
        ("a: \u2028\nb: ]", 2, 4),
        ("# one\x85# two\na: 'b' c", 2, 8),
    ],
)
def test_fault_in_yaml_has_its_place(source: str, line: int, column: int) -> None:
    with pytest.raises(DataError) as caught:
        read_yaml(source)
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize(
    ("source", "line", "column"), [('a = 1\nb = "x\n', 2, 7), ("a = 1\nb = [\n", 2, 1)]
)
def test_fault_in_toml_has_its_place(source: str, line: int, column: int) -> None:
    with pytest.raises(DataError) as caught:
        read_toml(source)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_yaml_makes_no_objects() -> None:
    with pytest.raises(DataError, match="python/object"):
        read_yaml("!!python/object/apply:os.getcwd []")


@pytest.mark.parametrize("value", [[1], "text", 1])
def test_only_a_mapping_will_do(value: object) -> None:
    with pytest.raises(DataError, match="keys with values"):
        plain_mapping(value)


def test_number_too_large_to_write_is_a_fault() -> None:
    with pytest.raises(DataError, match="number"):
        plain_mapping(read_yaml(f"a: 0x{'f' * 5000}"))
