"""A memory keeps what is used, within its bound."""

from __future__ import annotations

from devserver.site.remembering.memory import Memory


def test_what_is_kept_is_recalled() -> None:
    memory = Memory(10_000)
    memory.keep("key", "value", 10)
    assert memory.recall("key") == "value"
    assert memory.recall("another") is None


def test_what_was_not_asked_for_longest_is_forgotten_first() -> None:
    memory = Memory(10_000)
    for name in "abc":
        memory.keep(name, name, 2_500)
    assert memory.recall("a") == "a"
    memory.keep("d", "d", 2_500)
    assert [name for name in "abcd" if memory.recall(name)] == ["a", "c", "d"]


def test_bound_holds_however_much_is_kept() -> None:
    memory = Memory(100_000)
    for number in range(5_000):
        memory.keep(number, "x", number % 3_000)
        memory.keep(0, "again", number % 3_000)
    kept = sum(memory.recall(number) is not None for number in range(5_000))
    assert 0 < kept <= 200
    assert memory.recall(0) == "again"


def test_one_value_does_not_drive_out_all_others() -> None:
    memory = Memory(10_000)
    memory.keep("small", 1, 10)
    memory.keep("large", 2, 9_000)
    assert (memory.recall("small"), memory.recall("large")) == (1, None)
