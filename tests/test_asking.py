"""What one question to another site gives, whatever the site does."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest

from devserver import asking
from devserver.asking import Answer, ask
from tests.other_site import OtherSite, other_site


@pytest.fixture
def site() -> Iterator[OtherSite]:
    with other_site() as site:
        yield site


@pytest.mark.parametrize("status", [200, 204, 404, 410])
def test_a_status_is_what_the_site_says(site: OtherSite, status: int) -> None:
    assert ask(f"{site.address}/{status}") == Answer(status)


def test_only_the_head_is_asked_for_unless_that_is_refused(site: OtherSite) -> None:
    assert ask(f"{site.address}/there?a=1 2#part").status == 200
    assert ask(f"{site.address}/no-head").status == 200
    assert site.asked == [("HEAD", "/there?a=1%202"), ("HEAD", "/no-head"), ("GET", "/no-head")]


def test_who_asks_us_to_wait_is_not_asked_at_once_again(site: OtherSite) -> None:
    assert ask(f"{site.address}/always-busy") == Answer(429, wait=3600.0)
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    ("path", "status", "moved"),
    [
        ("/moved", 200, "/there"),
        ("/moved-twice", 200, "/there"),
        ("/for-now", 200, ""),
        ("/for-now-then-moved", 200, ""),
        ("/moved-away", 404, ""),
    ],
)
def test_redirects_are_followed_and_lasting_ones_told(
    site: OtherSite, path: str, status: int, moved: str
) -> None:
    answer = ask(site.address + path)
    assert (answer.status, answer.moved) == (status, site.address + moved if moved else "")


def test_redirects_without_end_are_a_fault(site: OtherSite) -> None:
    assert ask(f"{site.address}/loop") == Answer(fault="it redirects without end", lasting=True)
    assert len(site.asked) < 12


def test_a_redirect_never_leads_to_a_file(site: OtherSite) -> None:
    assert ask(f"{site.address}/file") == Answer(200)


def test_a_redirect_from_the_open_network_is_not_followed_into_a_private_one(
    site: OtherSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "_is_private", lambda url: "/moved" not in url)
    assert ask(f"{site.address}/moved") == Answer(200)
    assert site.asked == [("HEAD", "/moved")]


@pytest.mark.parametrize("path", ["/hangs", "/drips"])
def test_a_site_that_does_not_come_to_an_end_is_given_up(
    site: OtherSite, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "TIMEOUT", 0.4)
    started = time.monotonic()
    answer = ask(site.address + path)
    # Who has said its status is there, whatever else it has to say.
    assert (answer.status == 200) is (path == "/drips")
    assert bool(answer.fault) is (path == "/hangs")
    assert not answer.lasting
    assert time.monotonic() - started < 20


def test_a_site_that_hangs_up_may_be_there_the_next_time(site: OtherSite) -> None:
    answer = ask(f"{site.address}/hangs-up")
    assert answer.fault == "it does not answer (it hung up)"
    assert not answer.lasting


def test_what_does_not_run_on_this_machine_now_is_no_fault() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert ask(f"http://127.0.0.1:{port}/") == Answer(200)


@pytest.mark.parametrize("url", ["http://127.0.0.1:99999/", "http://[::1/", "http://a..b/"])
def test_what_is_no_address_is_a_fault(url: str) -> None:
    assert ask(url).lasting
