"""YAML as data, whatever it holds: nothing is run, nothing grows without end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from devserver.settings import ConfigError, Place, Settings
from devserver.yaml_file import read_yaml


def _read(folder: Path, text: str) -> Settings:
    (folder / "a.yml").write_text(text, "utf-8")
    return read_yaml(folder / "a.yml")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: !!python/name:os.system", {"python/name": "os.system"}),
        ("a: !!python/name:os.system ''", {"python/name": "os.system"}),
        ("a: !!python/object/apply:f.g [1]", {"python/name": "f.g", "args": [1]}),
        (
            "a: !!python/object/apply:f.g\n  kwds:\n    case: lower",
            {"python/name": "f.g", "kwds": {"case": "lower"}},
        ),
        ("a: !!python/tuple [1, 2]", [1, 2]),
        ("a: !relative", {"relative": ""}),
        ("a: 2024-99-99", "2024-99-99"),
        ("a: !!int x", "x"),
        ("a: !!timestamp x", "x"),
        ("a: !!binary aGk=", "aGk="),
        ("a: " + "9" * 5000, "9" * 5000),
        ("a: " + ":".join(["1"] * 5000), ":".join(["1"] * 5000)),
        ("a: {yes: 1, 2024: 2, ~: 3}", {"yes": 1, "2024": 2, "~": 3}),
        ("x: &x {b: 1, c: 1}\ny: &y {c: 2}\na: {<<: [*x, *y], b: 3}", {"b": 3, "c": 1}),
        ("a: {b: 1, <<: {b: 2, c: 2}}", {"b": 1, "c": 2}),
    ],
)
def test_every_value_is_plain_data(tmp_path: Path, text: str, value: Any) -> None:
    settings = _read(tmp_path, text)
    assert settings.values["a"] == value
    assert settings.faults == []


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("!ENV PORT", 8000),
        ("!ENV [NOT_SET, PORT]", None),
        ("!ENV [NOT_SET, PORT, 1]", 8000),
        ("!ENV [NOT_SET, [a, b]]", ["a", "b"]),
        ("!ENV [NOT_SET, !ENV [NEITHER, !ENV PORT]]", 8000),
        ("!ENV [EMPTY, x]", None),
        ("!ENV NOT_SET", None),
    ],
)
def test_the_environment_is_read_by_the_rules_of_pyyaml_env_tag(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, value: Any
) -> None:
    monkeypatch.setenv("PORT", "8000")
    monkeypatch.setenv("EMPTY", "")
    monkeypatch.delenv("NOT_SET", raising=False)
    monkeypatch.delenv("NEITHER", raising=False)
    if written == "!ENV [NOT_SET, PORT]":
        value = "PORT"  # The last of a list is the default, not a name.
    assert _read(tmp_path, f"a: {written}").values["a"] == value


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 100_000,
        "- " * 50_000,
        "".join(" " * i + "a:\n" for i in range(300)),
        "a: &a [*a]",
        "a: &a\n  <<: *a\n",
        "a: &a !ENV [NOT_SET, *a]",
        "a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9]\n"
        + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 9)),
        "a0: &a0 {x: 1}\n"
        + "".join(f"a{i}: &a{i}\n  <<: [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 9)),
        "a: [1\nb: 2",
        "a: \x07",
        "a: 1\n---\nb: 2",
        "- a",
        "only text",
    ],
)
def test_what_cannot_be_a_configuration_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError) as refused:
        _read(tmp_path, text)
    assert refused.value.path == tmp_path / "a.yml"
    assert refused.value.line >= 1


def test_odd_values_are_faults_with_their_place_and_the_rest_holds(tmp_path: Path) -> None:
    settings = _read(tmp_path, "a: !!python/module:os\nb:\n  - !odd x\n? [c, d]\n: 1\ne: 1\n")
    assert settings.values == {"a": None, "b": ["x"], "e": 1}
    assert [place.line for place, _, _ in settings.faults] == [1, 3, 1]


def test_a_configuration_inherits_through_several_files(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.yml").write_text("INHERIT: ../c.yml\nx: {one: b, two: b}\nl: [b]\n")
    (tmp_path / "c.yml").write_text("\nx: {two: c, three: c}\nl: [c, c]\n")
    settings = _read(tmp_path, "INHERIT: sub/b.yml\nx: {one: a}\n")
    assert settings.values == {"x": {"one": "a", "two": "b", "three": "c"}, "l": ["b"]}
    assert settings.place(("x", "three")) == Place(tmp_path / "c.yml", 2, 13)
    assert settings.files == (
        tmp_path / "a.yml",
        tmp_path / "sub" / "b.yml",
        tmp_path / "c.yml",
    )


@pytest.mark.parametrize(
    ("parent", "message"),
    [
        ("INHERIT: a.yml", "“INHERIT” goes round in a circle: a.yml"),
        ("x: [", "cannot inherit from b.yml:"),
        ("INHERIT: [c.yml]", "“INHERIT” must be the path of another configuration"),
    ],
)
def test_a_parent_that_cannot_be_had_is_a_fault_and_the_rest_holds(
    tmp_path: Path, parent: str, message: str
) -> None:
    (tmp_path / "b.yml").write_text(parent)
    settings = _read(tmp_path, "y: 1\nINHERIT: b.yml\n")
    assert settings.values["y"] == 1
    [(_, severity, said)] = settings.faults
    assert severity == "error"
    assert message in said


def test_lines_are_those_that_an_editor_counts(tmp_path: Path) -> None:
    settings = _read(tmp_path, "a: 'one\u2028two\x85three'\nb: !odd x\n")
    assert settings.place(("b",)) == Place(tmp_path / "a.yml", 2, 1)
    with pytest.raises(ConfigError) as broken:
        _read(tmp_path, "a: 'one\u2028two'\nb: ]\n")
    assert (broken.value.line, broken.value.column) == (2, 4)


def test_what_is_merged_is_a_table_or_a_fault(tmp_path: Path) -> None:
    settings = _read(
        tmp_path, "a: 1\n<<: !ENV {b: c}\n<<: [{d: 1, e: 1}, {d: 2}]\n<<: {e: 2, f: 2}\n"
    )
    assert settings.values == {"a": 1, "d": 1, "e": 1, "f": 2}
    [(place, _, said)] = settings.faults
    assert (place.line, said) == (2, "“<<” takes tables, and nothing else")
