"""Whatever becomes of the terminal, printing neither waits nor fails."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from devserver import printer as module
from devserver.printer import Printer


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    yield ends
    for end in ends:
        try:
            os.close(end)
        except OSError:
            continue


def test_what_is_written_arrives_whole_and_in_order(pipe: tuple[int, int]) -> None:
    printer = Printer()
    for number in range(100):
        printer.write(pipe[1], f"line {number} · \udcff\n")
    printer.close(10.0)
    os.close(pipe[1])
    with open(pipe[0], "rb", closefd=False) as stream:
        lines = stream.read().decode().splitlines()
    assert lines == [f"line {number} · \\udcff" for number in range(100)]


def test_a_reader_that_does_not_read_keeps_nobody_waiting(pipe: tuple[int, int]) -> None:
    printer = Printer()
    for _ in range(30_000):
        printer.write(pipe[1], "x" * 100)
    before = time.monotonic()
    printer.close(0.1)
    assert time.monotonic() - before < 5


def test_a_terminal_that_is_gone_is_written_to_no_more(pipe: tuple[int, int]) -> None:
    printer = Printer()
    os.close(pipe[0])
    printer.write(pipe[1], "lost\n")
    printer.write(pipe[1], "lost too\n")
    printer.close(10.0)
    assert printer._gone == {pipe[1]}


def test_a_pipe_that_does_not_block_is_written_to_all_the_same(pipe: tuple[int, int]) -> None:
    os.set_blocking(pipe[1], False)
    printer = Printer()
    printer.write(pipe[1], "x" * 500_000)
    got = 0
    while got < 500_000:
        got += len(os.read(pipe[0], 1 << 20))
    printer.close(10.0)
    assert printer._gone == set()


def test_a_closed_stream_is_opened_so_that_no_other_file_gets_its_number(
    monkeypatch: pytest.MonkeyPatch, pipe: tuple[int, int]
) -> None:
    monkeypatch.setattr(module, "OUT", pipe[1])
    os.close(pipe[1])
    module.require_open()
    os.write(pipe[1], b"into nothing")
