"""Links to other sites: asked for politely, remembered for a while, and judged with care."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devserver import external
from devserver.external import address_of, answers, external_problems
from devserver.messages import Event, Progress
from devserver.model import Link, Problem, SourcePath
from devserver.store import Store
from tests.other_site import OtherSite, other_site


@pytest.fixture
def site() -> Iterator[OtherSite]:
    with other_site() as site:
        yield site


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path, "external")
    yield store
    store.close()


def found(
    site: OtherSite, store: Store | None, *paths: str, said: list[Event] | None = None
) -> list[Problem]:
    links = [
        Link(path if "//" in path else site.address + path, SourcePath("a.md"), number, 5)
        for number, path in enumerate(paths, 1)
    ]
    heard: list[Event] = [] if said is None else said
    return list(external_problems(links, store, heard.append))


@pytest.mark.parametrize(
    ("target", "asked"),
    [
        ("https://a.example/b#c", "https://a.example/b"),
        ("HTTP://a.example", "http://a.example"),
        ("//a.example/b", "https://a.example/b"),
        ("mailto:a@example.org", None),
        ("file:///etc/passwd", None),
        ("ftp://a.example/", None),
        ("http:///nothing", None),
        ("http://[broken/", None),
    ],
)
def test_only_what_is_of_the_web_is_asked_for(target: str, asked: str | None) -> None:
    given = address_of(target)
    assert (given and given.lower()) == asked


def test_each_problem_has_the_place_of_its_link_and_says_what_is_wrong(site: OtherSite) -> None:
    problems = found(site, None, "/there", "/gone", "/moved", "/500", "/for-now", "/403", "/401")
    assert [(p.line, p.column, p.severity, p.code) for p in problems] == [
        (2, 5, "warning", "broken-external"),
        (3, 5, "hint", "moved-external"),
        (4, 5, "hint", "broken-external"),
    ]
    there = site.address
    assert problems[0].message == f"{there}/gone is not there (status 404)"
    assert problems[1].message == f"{there}/moved has moved for good, to {there}/there"


def test_one_address_is_asked_for_once_whatever_its_fragments(site: OtherSite) -> None:
    said: list[Event] = []
    problems = found(site, None, "/gone-a#b", "/gone-a#c", "/gone-a", said=said)
    assert [p.line for p in problems] == [1, 2, 3]
    assert site.asked == [("HEAD", "/gone-a"), ("GET", "/gone-a")]
    assert said == [Progress(1, 1)]


def test_what_is_known_is_not_asked_for_again_until_it_is_old(
    site: OtherSite, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = ("/there", "/gone", "/500", "/moved")
    first = found(site, store, *paths)
    site.asked.clear()
    assert found(site, store, *paths) == first
    assert set(site.times()) == {"/500"}, "what may be better in a moment is never kept"
    now = time.time()
    site.asked.clear()
    monkeypatch.setattr("time.time", lambda: now + 2 * 3600)
    found(site, store, *paths)
    assert set(site.times()) == {"/500", "/gone"}, "what failed is asked for sooner"
    site.asked.clear()
    monkeypatch.setattr("time.time", lambda: now + 8 * 24 * 3600)
    found(site, store, *paths)
    assert set(site.times()) == {*paths}


def test_a_host_is_asked_for_one_thing_at_a_time_with_pauses(site: OtherSite) -> None:
    started = time.monotonic()
    given = dict(answers([f"{site.address}/{number}" for number in range(200, 205)]))
    assert [answer.status for answer in given.values()] == [*range(200, 205)]
    assert site.most_at_once == 1
    assert time.monotonic() - started >= 4 * external.PAUSE


def test_hosts_are_asked_side_by_side() -> None:
    with other_site() as slow, other_site() as quick:
        given = answers([f"{slow.address}/hangs", f"{quick.address}/there"])
        url, answer = next(given)
        assert (url, answer.status) == (f"{quick.address}/there", 200)


def test_a_host_that_says_when_is_asked_again_then(site: OtherSite) -> None:
    assert found(site, None, "/busy") == []
    assert site.times() == {"/busy": 2}
    assert found(site, None, "/always-busy") == []
    assert site.times()["/always-busy"] == 1


def test_nothing_but_head_and_get_is_ever_sent(site: OtherSite) -> None:
    found(site, None, "/no-head", "/405", "/501", "/moved", "/gone")
    assert {method for method, _ in site.asked} == {"HEAD", "GET"}
