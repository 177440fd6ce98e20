"""What people and programs are told, to the letter."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from devserver.messages import (
    CommandFailed,
    Doing,
    Event,
    Indexed,
    Notice,
    ProblemsChanged,
    Progress,
    RebuildStarted,
    Rebuilt,
    Serving,
    Stopped,
    Stopping,
)
from devserver.model import Problem, SourcePath, Url
from devserver.terminal import FLOOD, Look, Screen, bar, duration, json_line, lines, plain

FILE = Look()
TERMINAL = Look(redraw=True)

BROKEN = Problem(
    SourcePath("guide/intro.md"), 12, 5, "error", "broken-link", "no “x.md”", "[x](x.md)"
)
SLOW = Problem(SourcePath("a.md"), 1, 1, "warning", "too-slow", "gave up")


def _rebuilt(*changed: str, ms: float = 18.2, tabs: int = 2) -> Rebuilt:
    return Rebuilt(7, changed, (Url("/guide/intro/"),), ms, tabs)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (
            Serving("http://127.0.0.1:8000/", 1, 2),
            ["  devserver  http://127.0.0.1:8000/   Ctrl-C stops"],
        ),
        (_rebuilt("guide/intro.md"), ["guide/intro.md · 18 ms · 2 tabs"]),
        (_rebuilt("a.md", tabs=1), ["a.md · 18 ms · 1 tab"]),
        (_rebuilt("a.md", "b.md", "c.md", "d.md"), ["a.md and 3 more · 18 ms · 2 tabs"]),
        (_rebuilt(ms=1499, tabs=0), ["site · 1.5 s · 0 tabs"]),
        (
            ProblemsChanged((BROKEN,), (BROKEN,), (SLOW,)),
            ["solved: a.md:1:1: gave up", "guide/intro.md:12:5: no “x.md”"],
        ),
        (Notice("port 8000 is taken"), ["port 8000 is taken"]),
        (
            CommandFailed(("make", "all"), "exit status 2", "one\n\x1b[31mtwo\n"),
            ["make all: exit status 2", "  one", "  \\x1b[31mtwo"],
        ),
        (RebuildStarted(7, ("a.md",)), []),
        (Indexed(3, 1.0), []),
        (Stopping(), []),
        (Stopped(0), []),
    ],
)
def test_each_event_has_its_lines(event: Event, expected: list[str]) -> None:
    assert list(lines(event, FILE)) == expected


def test_colours_change_nothing_but_the_colour() -> None:
    for event in (_rebuilt("a.md"), ProblemsChanged((), (BROKEN,), (SLOW,)), Serving("u", 1, 2)):
        painted = "".join(lines(event, Look(colour=True)))
        assert "\x1b[" in painted
        for code in ("0", "1", "2", "31", "32", "33"):
            painted = painted.replace(f"\x1b[{code}m", "")
        assert painted == "".join(lines(event, FILE))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("guide/naïve 日本.md", "guide/naïve 日本.md"),
        ("a\x1b[2Jb\r\nc\td", "a\\x1b[2Jb\\r\\nc\\td"),
        ("\x9b31m", "\\x9b31m"),
        ("a\u202egpj.exe", "a\\u202egpj.exe"),
        ("a\u2028b\u2066c\ufeff", "a\\u2028b\\u2066c\\ufeff"),
        ("bytes \udcff", "bytes \\udcff"),
        ("👩\u200d💻 and\u00a0space", "👩\u200d💻 and\u00a0space"),
        ("tag \U000e0041", "tag \\U000e0041"),
    ],
)
def test_what_a_terminal_would_obey_is_escaped(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_names_and_messages_are_escaped_wherever_they_stand() -> None:
    evil = "\x1b]0;x\x07\n\u202e"
    problem = Problem(SourcePath(evil), 1, 1, "error", "config", evil)
    events: list[Event] = [
        Serving(evil, 1, 2),
        _rebuilt(evil),
        ProblemsChanged((), (problem,), (problem,)),
        Notice(evil),
        CommandFailed((evil,), evil, evil),
    ]
    for event in events:
        assert all(line.isprintable() for line in lines(event, FILE))


@pytest.mark.parametrize(
    ("ms", "said"),
    [(0.04, "0.0 ms"), (9.94, "9.9 ms"), (9.96, "10 ms"), (999.4, "999 ms"), (999.6, "1.0 s")],
)
def test_durations_are_as_precise_as_anyone_cares(ms: float, said: str) -> None:
    assert duration(ms) == said


# ---------------------------------------------------------------- the progress bar


def test_the_bar_stays_below_the_lines_and_goes_away_when_all_is_done() -> None:
    screen = Screen(TERMINAL)
    first = screen.show(Progress(1, 4), 0.0, 80)
    assert first == bar(Progress(1, 4), 80)
    assert screen.show(_rebuilt("a.md"), 0.01, 80) == (f"\r\x1b[Ka.md · 18 ms · 2 tabs\n{first}")
    assert screen.show(Progress(4, 4), 0.02, 80) == "\r\x1b[K"
    assert screen.show(_rebuilt("a.md"), 0.03, 80) == "a.md · 18 ms · 2 tabs\n"


def test_the_address_is_told_again_after_a_flood_of_problems() -> None:
    screen = Screen(Look(redraw=True))
    address = screen.show(Serving("http://127.0.0.1:8000/", 1, 2), 0.0, 80)
    flood = ProblemsChanged((), (BROKEN,) * FLOOD, ())
    assert "8000" not in screen.show(flood, 0.1, 80)
    assert screen.show(Indexed(9, 1.0), 0.2, 80) == address
    few = screen.show(ProblemsChanged((), (BROKEN,) * (FLOOD - 1), ()), 0.3, 80)
    assert "8000" not in few
    assert screen.show(ProblemsChanged((), (BROKEN,), ()), 0.4, 80).endswith(address)


@pytest.mark.parametrize("end", [Indexed(9, 1.0), Stopping()])
def test_the_bar_goes_away_at_an_end(end: Event) -> None:
    screen = Screen(TERMINAL)
    assert screen.show(Progress(1, 9), 0.0, 80)
    assert screen.show(end, 0.1, 80) == "\r\x1b[K"
    assert screen.show(Notice("x"), 0.2, 80) == "x\n"


def test_the_bar_is_drawn_ten_times_a_second_and_no_more() -> None:
    screen = Screen(TERMINAL)
    drawn = [screen.show(Progress(n, 1000), n / 1000, 80) for n in range(1000)]
    assert len([text for text in drawn if text]) == 10


def test_nothing_is_drawn_after_a_stop_nor_where_a_line_cannot_be_drawn_again() -> None:
    screen = Screen(TERMINAL)
    screen.show(Stopping(), 0.0, 80)
    assert screen.show(Progress(1, 9), 1.0, 80) == ""
    assert Screen(FILE).show(Progress(1, 9), 0.0, 80) == ""
    assert Screen(FILE).show(Stopping(), 0.0, 80) == ""


def test_a_stop_clears_what_the_terminal_shows_of_ctrl_c() -> None:
    assert Screen(TERMINAL).show(Stopping(), 0.0, 80) == "\r\x1b[K"


def test_the_bar_fits_any_terminal() -> None:
    for width in range(1, 130):
        for done in (0, 1, 500, 1000):
            drawn = bar(Progress(done, 1000), width)
            assert len(drawn) < width
            assert width < 12 or drawn.endswith(f"{done}/1000")


# ---------------------------------------------------------------- for programs


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (
            Serving("http://127.0.0.1:8000/", 1, 2),
            '{"event":"serving","url":"http://127.0.0.1:8000/","pid":1,"server_pid":2}',
        ),
        (
            RebuildStarted(7, ("guide/intro.md",)),
            '{"event":"rebuilding","generation":7,"changed":["guide/intro.md"]}',
        ),
        (
            _rebuilt("guide/intro.md", ms=18.2345),
            '{"event":"rebuilt","generation":7,"changed":["guide/intro.md"],'
            '"pages":["/guide/intro/"],"ms":18.2}',
        ),
        (
            ProblemsChanged((BROKEN,), (), (SLOW,)),
            '{"event":"problems","items":[{"path":"guide/intro.md","line":12,"column":5,'
            '"severity":"error","code":"broken-link","message":"no \\u201cx.md\\u201d"}]}',
        ),
        (Indexed(1000, 8123.0), '{"event":"indexed","pages":1000,"ms":8123.0}'),
        (Stopping(), '{"event":"stopping"}'),
        (Stopped(0), '{"event":"stopped","status":0}'),
    ],
)
def test_each_event_is_one_json_object_to_the_letter(event: Event, line: str) -> None:
    assert json_line(event) == line


def test_every_event_is_either_for_programs_or_for_people_alone() -> None:
    silent = {Progress, Notice, Doing, CommandFailed}
    samples: list[Event] = [Progress(1, 2), Notice("x"), Doing("x"), CommandFailed((), "", "")]
    assert [json_line(event) for event in samples] == [None] * 4
    assert len(get_args(Event)) == 7 + len(silent)


def test_a_json_line_is_one_line_whatever_a_file_is_called() -> None:
    line = json_line(RebuildStarted(1, ("a\n\u2028\u0085\udcff.md",)))
    assert line is not None
    assert line.isascii()
    assert line.splitlines() == [line]
    assert json.loads(line)["changed"] == ["a\n\u2028\u0085\udcff.md"]
