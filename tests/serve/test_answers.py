"""Main is asked once for what many want, and what it said is kept until it is stale."""

from __future__ import annotations

import asyncio

import pytest

from devserver.messages import Answer, Answered, PageAnswer, Published, RedirectAnswer
from devserver.model import Digest, Url
from devserver.serve import answers as room
from devserver.serve.answers import Answers, NoAnswerError
from tests.serve.event_loop import run

A, B = Url("/a/"), Url("/b/")
PAGE = PageAnswer(Digest("1"))


class Asked(Answers):
    """Answers that keep what was asked."""

    def __init__(self) -> None:
        self.asked: list[Url] = []
        super().__init__(lambda wanted: self.asked.append(wanted.url), self.heard)

    async def heard(self) -> None:
        """Wait for nothing: main is this test."""

    async def ask_at_once(self, *urls: Url) -> list[asyncio.Task[Answer]]:
        tasks = [asyncio.create_task(self.get(url)) for url in urls]
        await asyncio.sleep(0)
        return tasks


def test_all_who_ask_at_once_wait_for_one_answer() -> None:
    async def scenario() -> None:
        answers = Asked()
        tasks = await answers.ask_at_once(A, A, B, A)
        assert answers.asked == [A, B]
        answers.answered(Answered(A, PAGE))
        answers.answered(Answered(B, RedirectAnswer(A)))
        assert await asyncio.gather(*tasks) == [PAGE, PAGE, RedirectAnswer(A), PAGE]
        assert await answers.get(A) == PAGE
        assert answers.asked == [A, B]

    run(scenario())


def test_stale_answers_are_asked_for_again_and_published_ones_known() -> None:
    async def scenario() -> None:
        answers = Asked()
        for url in (A, B):
            answers.answered(Answered(url, PAGE))
        new = PageAnswer(Digest("2"))
        answers.published(Published(1, pages=((A, new),), stale=(B,)))
        assert await answers.get(A) == new
        (waiting,) = await answers.ask_at_once(B)
        assert answers.asked == [B]
        answers.answered(Answered(B, PAGE))
        await waiting
        answers.published(Published(2, stale=None))
        await answers.ask_at_once(A, B)
        assert answers.asked == [B, A, B]

    run(scenario())


def test_pages_that_do_not_exist_are_not_remembered() -> None:
    async def scenario() -> None:
        answers = Asked()
        for _ in range(2):
            (waiting,) = await answers.ask_at_once(A)
            answers.answered(Answered(A, PageAnswer(Digest("1"), 404, "no such page")))
            await waiting
        assert answers.asked == [A, A]

    run(scenario())


def test_nobody_waits_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        answers = Asked()
        monkeypatch.setattr(room, "PATIENCE", 0.01)
        with pytest.raises(NoAnswerError):
            await answers.get(A)
        # The answer still comes, and serves whoever asks then; nobody asked main twice.
        (waiting,) = await answers.ask_at_once(A)
        assert answers.asked == [A]
        answers.answered(Answered(A, PAGE))
        assert await waiting == PAGE
        waits = await answers.ask_at_once(B)
        answers.close()
        for refused in (*waits, answers.get(Url("/c/"))):
            with pytest.raises(NoAnswerError):
                await refused

    run(scenario())
