"""YAML and TOML as plain values, with exact faults."""

from __future__ import annotations

import time
from contextlib import suppress

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


MERGED = "a0: &a0 {k: 1}\n"
MERGES = {
    "merges of merges": MERGED
    + "".join(f"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}]}}\n" for i in range(1, 40)),
    "pairs of merges": MERGED
    + "".join(f"a{i}: &a{i} {{<<: *a{i - 1}, <<: *a{i - 1}}}\n" for i in range(1, 40)),
}
ENDLESS = {
    "a merge of itself": "a: &a {<<: *a}",
    "a number to the base of sixty": f"a: 1{':1' * 1_000_000}",
    "a text": f"a: {'x' * 1_000_000}",
}


@pytest.mark.parametrize("source", ENDLESS.values(), ids=list(ENDLESS))
def test_what_takes_long_to_read_is_refused(source: str) -> None:
    started = time.perf_counter()
    with pytest.raises(DataError, match=r"too large|recursion"):
        read_yaml(source)
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("source", MERGES.values(), ids=list(MERGES))
def test_merges_take_no_long_time_whether_refused_or_not(source: str) -> None:
    # PyYAML 6.0.4 came to merge each pair once; before, these were billions.
    started = time.perf_counter()
    with suppress(DataError):
        assert plain_mapping(read_yaml(source))["a39"] == {"k": 1}
    assert time.perf_counter() - started < 1


def test_merge_keys_mean_what_they_mean() -> None:
    source = "one: &a {x: 1, y: 2}\ntwo: {<<: *a, y: 3}\nthree: {<<: [*a, {z: 4}]}"
    assert read_yaml(source)["two"] == {"x": 1, "y": 3}
    assert read_yaml(source)["three"] == {"x": 1, "y": 2, "z": 4}


def test_toml_that_takes_long_to_read_is_refused_at_its_place() -> None:
    with pytest.raises(DataError, match="too large"):
        read_toml(f"a = '{'x' * 1_000_000}'")
    with pytest.raises(DataError, match="A key of more than 50 parts") as caught:
        read_toml(f"a = 1\n{'b.' * 10_000}b = 1")
    assert (caught.value.line, caught.value.column) == (2, 1)
