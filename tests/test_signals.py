"""First, second and third Ctrl-C, counted by real signals to this very process."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from devserver.processes import TERMINAL_SIGNALS
from devserver.signals import Signals, Wake


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    numbers = (*TERMINAL_SIGNALS, signal.SIGCONT, signal.SIGALRM)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def wake() -> Iterator[Wake]:
    made = Wake()
    yield made
    made.close()


@pytest.mark.parametrize("number", TERMINAL_SIGNALS)
def test_any_of_the_terminals_signals_asks_for_a_stop(wake: Wake, number: signal.Signals) -> None:
    with Signals(wake) as signals:
        signal.raise_signal(number)
        assert signals.stop
        assert not signals.force


def test_only_a_ctrl_c_after_that_forces_it(wake: Wake) -> None:
    with Signals(wake) as signals:
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGTERM)
        signal.raise_signal(signal.SIGHUP)
        assert not signals.force
        signal.raise_signal(signal.SIGINT)
        assert signals.force


def test_the_third_ctrl_c_calls_the_last_resort_once_and_sets_an_alarm(wake: Wake) -> None:
    calls = []
    with Signals(wake) as signals:
        signals.last_resort = lambda: calls.append("killed")
        for _ in range(2):
            signal.raise_signal(signal.SIGINT)
        assert not calls
        for _ in range(3):
            signal.raise_signal(signal.SIGINT)
        assert calls == ["killed"]
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_what_was_ignored_stays_ignored(wake: Wake) -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with Signals(wake) as signals:
        signal.raise_signal(signal.SIGHUP)
        assert not signals.stop


def test_afterwards_nothing_more_can_change_the_status(wake: Wake) -> None:
    with Signals(wake):
        pass
    assert {signal.getsignal(number) for number in TERMINAL_SIGNALS} == {signal.SIG_IGN}


def test_going_on_after_ctrl_z_is_told(wake: Wake) -> None:
    with Signals(wake) as signals:
        signal.raise_signal(signal.SIGCONT)
        assert signals.continued
        assert not signals.stop


def test_more_wakings_than_the_pipe_holds_neither_block_nor_raise(wake: Wake) -> None:
    for _ in range(70_000):
        wake()
    wake.clear()
    wake()
