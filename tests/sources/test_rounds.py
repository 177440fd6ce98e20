"""A file that goes back and forth is found; one that is written, undone and redone is not."""

from __future__ import annotations

from devserver.model import SourcePath
from devserver.sources.rounds import LIMIT, PAUSE, Rounds

A, B = SourcePath("a.md"), SourcePath("b.md")


def found(rounds: Rounds[SourcePath], contents: str, every: float) -> list[int]:
    """Give at which of its contents, a letter each, a file was found to go round."""
    at = (rounds.take({A: content}, number * every) for number, content in enumerate(contents))
    return [number for number, paths in enumerate(at) if paths]


def test_two_contents_in_turn_are_found_once() -> None:
    assert found(Rounds(), "ababababab", 0.1) == [LIMIT + 1]


def test_three_in_a_ring_are_found_too() -> None:
    assert found(Rounds(), "abcabcabc", 0.1) == [LIMIT + 2]


def test_what_is_new_each_time_is_somebody_writing() -> None:
    assert found(Rounds(), "abcdefghijklmnopqrstuvwxyz", 0.1) == []


def test_undo_and_redo_in_between_is_somebody_writing() -> None:
    assert found(Rounds(), "abababcbcbcdcdcd", 0.1) == []


def test_slow_turns_are_nobodys_loop() -> None:
    assert found(Rounds(), "ab" * 20, PAUSE) == []


def test_a_file_that_goes_round_rests_until_nobody_writes_it() -> None:
    rounds: Rounds[SourcePath] = Rounds()
    assert not rounds.rests(A, 0.0)
    found(rounds, "ab" * LIMIT, 0.1)
    assert rounds.rests(A, 1.5)
    assert rounds.rests(A, 3.0)
    assert not rounds.rests(B, 3.0)
    assert not rounds.rests(A, 3.0 + PAUSE)


def test_what_follows_a_change_may_take_its_time() -> None:
    rounds: Rounds[SourcePath] = Rounds()
    for number in range(LIMIT + 1):
        begun = 100.0 * number
        assert bool(rounds.take({A: "same"}, begun)) == (number == LIMIT)
        rounds.stir(A, begun + 100.0 - PAUSE / 2)
