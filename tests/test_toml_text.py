"""TOML that would take hours is refused where it stands, and no other."""

from __future__ import annotations

import time
import tomllib

import pytest

from devserver.toml_text import parse_toml

HOSTILE = {
    "bare": "{}a = 1",
    "quoted": "{}'a' = 1",
    "a table": "[{}a]",
    "an inline table": "x = {{{}a = 1}}",
    "after a sign": '"=".{}a = 1',
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
@pytest.mark.parametrize("part", ["a.", "a . ", "'a'.", '"\\"".'])
def test_a_key_without_end_is_refused_at_its_place(text: str, part: str) -> None:
    started = time.perf_counter()
    with pytest.raises(ValueError, match=r"parts \(at line 2, column"):
        parse_toml("# one\n" + text.format(part * 100_000))
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize("text", ["a" * 500_000, "'" * 500_000, "a.'" * 200_000, '"\\' * 200_000])
def test_what_is_no_key_is_looked_through_quickly(text: str) -> None:
    started = time.perf_counter()
    with pytest.raises((tomllib.TOMLDecodeError, RecursionError)):
        parse_toml(f"{text}\n{'.' * 60}")
    assert time.perf_counter() - started < 2


def test_long_keys_and_long_texts_are_read_as_ever() -> None:
    text = f"{'a.' * 40}a = 1\nb = '{'One. Two words. ' * 90}'\nc = [{'1.5, ' * 200}]\n"
    assert parse_toml(text) == tomllib.loads(text)
