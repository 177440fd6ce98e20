"""When a story that events tell is over: at once for a save, after quiet for everything else."""

from __future__ import annotations

import pytest

from devserver.messages import FilesChanged
from devserver.sources.batch import AT_MOST, CALM, EACH, FEW, QUIET, SOON, Batch


def whole(path: str) -> FilesChanged:
    return FilesChanged(path, complete=True)


def half(path: str) -> FilesChanged:
    return FilesChanged(path, complete=False)


def test_nothing_is_due_while_nothing_is_marked() -> None:
    assert Batch().due() is None


def test_a_file_that_was_closed_is_due_at_once() -> None:
    batch = Batch()
    batch.add(half("/a"), 10.0)
    batch.add(whole("/a"), 10.004)
    assert batch.due() == 10.0
    assert batch.take() == ({"/a"}, 10.0)
    assert batch.due() is None


def test_a_file_half_told_of_is_due_after_quiet() -> None:
    batch = Batch()
    batch.add(half("/a"), 10.0)
    assert batch.due() == 10.0 + QUIET
    batch.add(half("/a"), 10.01)
    assert batch.due() == 10.01 + QUIET
    assert batch.take() == ({"/a"}, 10.0)


def test_a_file_written_again_after_it_was_closed_is_not_due_at_once() -> None:
    batch = Batch()
    batch.add(whole("/a"), 10.0)
    batch.add(half("/a"), 10.001)
    assert batch.due() == 10.001 + QUIET


def test_what_is_never_quiet_is_taken_all_the_same() -> None:
    file, storm = Batch(), Batch()
    for n in range(200):
        file.add(half("/a"), 10.0 + n / 100)
        storm.add(half(f"/{n}"), 10.0 + n / 100)
    assert file.due() == 10.0 + AT_MOST
    assert storm.due() == 10.0 + 200 * EACH


def test_a_storm_waits_for_quiet_and_is_taken_whole() -> None:
    batch = Batch()
    for n in range(FEW + 1):
        batch.add(whole(f"/{n}"), 10.0 + n / 1000)
    batch.add(half("/half"), 10.01)
    assert batch.due() == 10.01 + CALM
    taken, since = batch.take()
    assert len(taken) == FEW + 2
    assert since == 10.0


def test_another_file_right_after_one_that_differed_is_the_beginning_of_a_storm() -> None:
    batch = Batch()
    batch.acted({"/a"}, 10.0)
    batch.add(whole("/a"), 10.01)
    assert batch.due() == 10.01
    batch.add(whole("/b"), 10.02)
    assert batch.due() == 10.02 + QUIET
    assert batch.take() == ({"/a", "/b"}, 10.01)
    batch.add(whole("/b"), 11.0 + SOON)
    assert batch.due() == 11.0 + SOON


def test_a_save_does_not_wait_for_what_is_half_told_of_beside_it() -> None:
    batch = Batch()
    batch.add(half("/half"), 10.0)
    batch.add(whole("/whole"), 10.001)
    assert batch.take() == ({"/whole"}, 10.001)
    assert batch.due() == pytest.approx(10.001 + QUIET)
    assert batch.take()[0] == {"/half"}
