"""A search is answered by the server process: plain JSON, guarded like every answer."""

from __future__ import annotations

import json
import threading
import time
from urllib.parse import quote

import pytest

from devserver.index_rows import Entry, Place, Section, packed
from devserver.model import Digest, SourcePath, Url
from tests.serve.played_main import PlayedMain, Response
from tests.test_finder import HOSTILE


@pytest.fixture(scope="module", autouse=True)
def _indexed(main: PlayedMain) -> None:
    tell(main, "wombat", "A <b>wombat</b> & its burrow.")


def tell(main: PlayedMain, name: str, text: str) -> None:
    place = Place(Url(f"/über/{name}/"), f"On {name}s")
    made = packed([Section("", "", text, "")])
    main.store.index([Entry(SourcePath(f"{name}.md"), place, Digest(""), made)])


def ask(main: PlayedMain, typed: str) -> Response:
    return main.get(f"/_devserver/search?q={quote(typed, errors='replace')}")


def test_an_answer_is_text_with_marks_and_no_html(main: PlayedMain) -> None:
    answer = ask(main, "wombat")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    (page,) = json.loads(answer.body)["pages"]
    assert page["url"] == "/%C3%BCber/wombat/"
    assert page["title"] == ["On ", "wombats", ""]
    assert page["sections"][0]["text"] == ["A <b>", "wombat", "</b> & its burrow."]


def test_an_answer_is_guarded_and_kept_by_nobody(main: PlayedMain) -> None:
    headers = ask(main, "wombat").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert not [name for name in headers if name.startswith("access-control")]


def test_a_foreign_host_is_told_nothing(main: PlayedMain) -> None:
    refused = main.get("/_devserver/search?q=wombat", headers={"Host": "evil.example"})
    assert refused.status == 403
    assert b"wombat" not in refused.body


def test_what_the_index_is_told_is_found_at_once(main: PlayedMain) -> None:
    assert json.loads(ask(main, "quokka").body)["pages"] == []
    tell(main, "quokka", "New.")
    assert len(json.loads(ask(main, "quokka").body)["pages"]) == 1


@pytest.mark.parametrize("query", ["", "?", "?q", "?q=", "?q=%ff%fe", "?x=1", "?" + "q=a&" * 99])
def test_a_question_without_sense_has_an_empty_answer(main: PlayedMain, query: str) -> None:
    answer = main.get(f"/_devserver/search{query}")
    assert (answer.status, json.loads(answer.body)) == (200, {"pages": []})


@pytest.mark.parametrize("typed", [text[:5000] for text in HOSTILE], ids=range(len(HOSTILE)))
def test_a_hostile_question_is_answered(main: PlayedMain, typed: str) -> None:
    started = time.monotonic()
    assert ask(main, typed).status in (200, 431)
    assert time.monotonic() - started < 5


def test_a_flood_of_questions_leaves_pages_served(own_main: PlayedMain) -> None:
    own_main.put("/page/", "<html></html>")
    statuses: list[int] = []

    def flood() -> None:
        statuses.extend(ask(own_main, "common word").status for _ in range(5))

    threads = [threading.Thread(target=flood) for _ in range(40)]
    for thread in threads:
        thread.start()
    assert own_main.get("/page/").status == 200
    for thread in threads:
        thread.join()
    assert set(statuses) <= {200, 503}
    assert len(statuses) == 200


def test_a_store_that_is_made_anew_is_followed(own_main: PlayedMain) -> None:
    tell(own_main, "wombat", "Here.")
    assert len(json.loads(ask(own_main, "wombat").body)["pages"]) == 1
    own_main.store.start_anew()
    assert json.loads(ask(own_main, "wombat").body)["pages"] == []
    tell(own_main, "wombat", "Here again.")
    assert len(json.loads(ask(own_main, "wombat").body)["pages"]) == 1
