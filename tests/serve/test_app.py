"""Every url gets the response that main's answer stands for, with the headers that guard it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from devserver.messages import Answered, FileAnswer, PageAnswer, RedirectAnswer
from devserver.model import Digest, Url
from tests.serve.played_main import PlayedMain, Response, page_html


def test_page_is_served_with_its_script_and_known_the_next_time(main: PlayedMain) -> None:
    answer = main.put("/page/", page_html("<h1>Hello</h1>"))
    page = main.get("/page/")
    assert page.status == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert f'data-version="{answer.version}" data-token="{main.token}"'.encode() in page.body
    known = main.get("/page/", headers={"If-None-Match": page.headers["etag"]})
    assert (known.status, known.body) == (304, b"")
    head = main.get("/page/", "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == page.headers["content-length"]
    assert main.wanted.count(Url("/page/")) == 1


def test_page_that_does_not_exist_is_a_live_404(main: PlayedMain) -> None:
    missing = main.get("/missing/%C3%A9")
    assert missing.status == 404
    assert "No page at /missing/é" in missing.body.decode()
    assert 'data-url="/missing/é"' in missing.body.decode()
    assert main.get("/a//b").status == 404
    assert "/a//b" not in main.wanted


def test_redirect_stays_here_keeps_the_query_and_is_not_kept(main: PlayedMain) -> None:
    main.answers[Url("/old")] = RedirectAnswer(Url("/new é/"))
    redirect = main.get("/old?q=1")
    assert redirect.status == 307
    assert redirect.headers["location"] == "/new%20%C3%A9/?q=1"
    assert redirect.headers["cache-control"] == "no-store"


def test_many_readers_of_one_url_are_one_question(main: PlayedMain) -> None:
    main.deaf = True
    got: list[Response] = []
    readers = [threading.Thread(target=lambda: got.append(main.get("/many/"))) for _ in range(20)]
    for reader in readers:
        reader.start()
    main.wait(lambda: Url("/many/") in main.wanted)
    main.deaf = False
    main.say(Answered(Url("/many/"), main.put("/many/", page_html("here"))))
    for reader in readers:
        reader.join()
    assert [response.status for response in got] == [200] * 20
    assert main.wanted.count(Url("/many/")) == 1


def test_page_whose_text_is_gone_is_asked_for_again_and_then_waited_for(main: PlayedMain) -> None:
    main.answers[Url("/gone/")] = PageAnswer(Digest("never stored"))
    busy = main.get("/gone/")
    assert busy.status == 503
    assert b'http-equiv="refresh"' in busy.body
    assert main.wanted.count(Url("/gone/")) == 3


def test_text_newer_than_its_answer_is_served_under_its_own_version(main: PlayedMain) -> None:
    main.put("/newer/", page_html("one"))
    main.get("/newer/")
    version = main.put("/newer/", page_html("two")).version
    page = main.get("/newer/")
    assert b"two" in page.body
    assert version.encode() in page.body


@pytest.mark.parametrize("path", ["/page/", "/none", "/a//b", "/old", "/file.txt", "/gone.txt"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_security_headers_are_on_every_answer(main: PlayedMain, path: str, method: str) -> None:
    main.put("/page/", page_html("x"))
    main.answers[Url("/old")] = RedirectAnswer(Url("/page/"))
    main.answers[Url("/file.txt")] = FileAnswer(__file__, str(Path(__file__).parent))
    main.answers[Url("/gone.txt")] = FileAnswer("/nowhere/gone.txt", "/nowhere")
    headers = {name.lower(): value for name, value in main.get(path, method).headers.items()}
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["referrer-policy"] == "same-origin"
    assert not any(name.startswith("access-control") for name in headers)


def test_token_stands_in_pages_only(main: PlayedMain) -> None:
    main.put("/page/", page_html("x"))
    page = main.get("/page/")
    assert main.token not in str(page.headers)
    assert main.token.encode() not in main.get("/_devserver/live.js").body
