"""What the server knows of the site: main's answers, asked for once, kept while they hold."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

from devserver.messages import Answer, Answered, PageAnswer, Published, Wanted
from devserver.model import Url

PATIENCE: Final = 15.0
"""Seconds that a request waits for main, which may be converting a page for up to ten."""


class NoAnswerError(Exception):
    """Main did not answer in time, or is stopping."""


class Answers:
    """Answers by url. Everything runs in the loop's thread; ``ask`` must not block.

    What main has said is ``heard`` before anything is answered.
    """

    def __init__(self, ask: Callable[[Wanted], None], heard: Callable[[], Awaitable[None]]) -> None:
        self._ask = ask
        self._heard = heard
        self._known: dict[Url, Answer] = {}
        self._asked: dict[Url, asyncio.Future[Answer]] = {}
        self._closed = False

    async def get(self, url: Url) -> Answer:
        """Find what stands at ``url``; everyone who asks meanwhile waits for the same answer."""
        await self._heard()
        known = self._known.get(url)
        if known is not None:
            return known
        if self._closed:
            raise NoAnswerError
        future = self._asked.get(url)
        if future is None:
            future = self._asked[url] = asyncio.get_running_loop().create_future()
            self._ask(Wanted(url))
        try:
            # The future outlives the one who waits: the answer will come, and serve the next.
            return await asyncio.wait_for(asyncio.shield(future), PATIENCE)
        except TimeoutError:
            raise NoAnswerError from None

    def answered(self, news: Answered) -> None:
        """Take main's answer."""
        self._keep(news.url, news.answer)
        future = self._asked.pop(news.url, None)
        if future is not None:
            future.set_result(news.answer)

    def published(self, news: Published) -> None:
        """Forget what is stale, and take the new pages' answers."""
        if news.stale is None:
            self._known.clear()
        else:
            for url in news.stale:
                self.forget(url)
        for url, answer in news.pages:
            self._keep(url, answer)

    def forget(self, url: Url) -> None:
        """Ask anew the next time."""
        self._known.pop(url, None)

    def close(self) -> None:
        """Let nobody wait any longer: main is stopping."""
        self._closed = True
        for future in self._asked.values():
            future.set_exception(NoAnswerError())
            future.exception()  # Retrieved here, as perhaps nobody waits.
        self._asked.clear()

    def _keep(self, url: Url, answer: Answer) -> None:
        if isinstance(answer, PageAnswer) and answer.html is not None:
            # Pages with their own text are those of urls that do not exist: without end.
            self.forget(url)
        else:
            self._known[url] = answer
