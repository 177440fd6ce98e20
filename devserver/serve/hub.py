"""Tells every open page what concerns it, each news encoded once however many listen."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, Final

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from devserver.messages import Problems, Published, Viewing
from devserver.model import Digest, Url
from devserver.pointing import Jump, Pointed
from devserver.serve.answers import NoAnswerError
from devserver.serve.live import Viewers
from devserver.serve.pages import Pages, ShownPage
from devserver.serve.tab import Tab
from devserver.serve.update import Update
from devserver.serve.urls import checked_url

BETWEEN_JUMPS: Final = 0.1
"""Seconds for which the editor is left alone after a jump."""

_LONGEST_WORD: Final = 200

_GOING_AWAY: Final = 1001
"""The close code of a server that stops (RFC 6455, section 7.4.1)."""


class Said(msgspec.Struct):
    """What a page may say: what it shows, a question whether we are still there, or a jump.

    One with ``parts`` can be told of a new version by what differs.
    """

    view: str = ""
    version: str = ""
    parts: bool = False
    ping: int | None = None
    jump: Jump | None = None


class Hub:
    """The open pages, and what they are told. Everything runs in the loop's thread."""

    def __init__(self, pages: Pages, tell_main: Callable[[Viewing | Jump], None]) -> None:
        self._pages = pages
        self._tell_main = tell_main
        self._viewers: Viewers[Tab] = Viewers()
        self._counted: tuple[tuple[Url, int], ...] = ()
        self._count_is_due = False
        self._problems = _text("problems", items=(), total=0)
        self._awaited: dict[Url, str] = {}
        """Where a page is to scroll to that was asked for and is not open yet."""
        self._jumped = -math.inf
        self._tasks: set[asyncio.Task[None]] = set()

    # ---------------------------------------------------------------- what pages say

    async def attend(self, websocket: WebSocket) -> None:
        """Serve one page's socket from its opening to its end."""
        tab = Tab()
        tab.post("problems", self._problems)
        self._viewers.join(tab)
        try:
            await websocket.accept()
            hearing = self._start(self._hear(tab, websocket))
            delivery = self._start(tab.deliver(websocket.send_text))
            await asyncio.wait({hearing, delivery}, return_when=asyncio.FIRST_COMPLETED)
            if delivery.done() and delivery.exception() is None:
                await websocket.close(_GOING_AWAY)
            hearing.cancel()
            delivery.cancel()
        except WebSocketDisconnect:
            pass  # The page went while we spoke; pages come and go.
        finally:
            self._viewers.leave(tab)
            self._count()

    async def _hear(self, tab: Tab, websocket: WebSocket) -> None:
        while True:
            message = await websocket.receive()
            if message["type"] == "websocket.disconnect":
                return
            try:
                said = msgspec.json.decode(message.get("text") or "", type=Said)
            except msgspec.MsgspecError:
                continue  # A newer page may say more than we know, and a foreign one anything.
            if said.ping is not None:
                tab.post("pong", _text("pong", ping=said.ping))
            if said.jump is not None:
                self._jump(said.jump)
            url = checked_url(said.view)
            if url is not None:
                tab.introduced(Digest(said.version), parts=said.parts)
                self._viewers.look(tab, url)
                self._count()
                self._start(self._catch_up(url))
                if (awaited := self._awaited.pop(url, None)) is not None:
                    tab.post("scroll", awaited)

    def _jump(self, jump: Jump) -> None:
        """Pass on what a hand asks for: a program's hundred jumps are one."""
        now = asyncio.get_running_loop().time()
        if now > self._jumped + BETWEEN_JUMPS and checked_url(jump.url) is not None:
            self._jumped = now
            self._tell_main(msgspec.structs.replace(jump, word=jump.word[:_LONGEST_WORD]))

    def _count(self) -> None:
        """Tell main who looks at what, once for everything that happens in this turn."""
        if not self._count_is_due:
            self._count_is_due = True
            asyncio.get_running_loop().call_soon(self._tell_count)

    def _tell_count(self) -> None:
        self._count_is_due = False
        counts = self._viewers.counts()
        if counts != self._counted:
            self._counted = counts
            self._tell_main(Viewing(counts))

    # ---------------------------------------------------------------- what pages are told

    def rebuilding(self) -> None:
        """Say that a change was taken up."""
        self._post(self._viewers, "state", _text("rebuilding"))

    def settled(self) -> None:
        """Say that every change is on the pages."""
        self._post(self._viewers, "state", _text("rebuilt"))

    def pointed(self, news: Pointed) -> None:
        """Have pages show a line; where none does, those that are open go there."""
        for url, file in news.at:
            text = _text("scroll", line=news.line, file=file, reason=news.reason,
                         fraction=news.fraction)  # fmt: skip
            self._post(self._viewers.at(url), "scroll", text)
            if news.go:
                self._awaited = {url: text}
                self._post(self._viewers, "go", _text("go", url=url))

    def problems(self, news: Problems) -> None:
        """Give every page, and those to come, the current list."""
        self._problems = _text("problems", items=news.items, total=news.total)
        self._post(self._viewers, "problems", self._problems)

    def published(self, news: Published) -> None:
        """Bring every open page up to date with the new site."""
        if news.reload:
            self._post(self._viewers, "reload", _text("reload"))
        else:
            self._update(news)
        if news.styles:
            # Two changes of styles may concern different files: neither replaces the other.
            kind = f"style {news.generation}"
            self._post(self._viewers, kind, _text("style", urls=news.styles))
        if news.follow is not None:
            self._post(self._viewers, "follow", _text("follow", url=news.follow))

    def _update(self, news: Published) -> None:
        told = set()
        for url, answer in news.pages:
            page = self._pages.read(url, answer) if self._viewers.at(url) else None
            if page is not None:
                self._show(page)
                told.add(url)
        for url in self._viewers.urls():
            if url not in told and (news.stale is None or url in news.stale):
                self._start(self._catch_up(url))

    async def _catch_up(self, url: Url) -> None:
        """Find what stands at ``url`` now, and show it to those who show something else."""
        try:
            found = await self._pages.find(url)
        except NoAnswerError:
            # The pages keep what they show, and are brought up to date by the next change.
            return
        if isinstance(found, ShownPage):
            self._show(found)
        else:
            # What was a page now leads elsewhere; only going there anew can follow.
            self._post(self._viewers.at(url), "update", _text("reload"))

    def _show(self, page: ShownPage) -> None:
        update = Update(page)
        for tab in self._viewers.at(page.url):
            if tab.version != page.version:
                tab.version = page.version
                tab.post("update", update)
            else:
                tab.shows(page)

    @staticmethod
    def _post(tabs: Iterable[Tab], kind: str, text: str) -> None:
        for tab in tabs:
            tab.post(kind, text)

    async def goodbye(self, seconds: float) -> None:
        """Send what is still waiting, then the farewell, within ``seconds``."""
        for tab in self._viewers:
            tab.post_last(_text("stopping"))
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=seconds)

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, WebSocketDisconnect):
            task.get_loop().call_exception_handler(
                {"message": "Telling a page its news failed", "exception": error}
            )


def _text(kind: str, **fields: Any) -> str:
    return msgspec.json.encode({"type": kind, **fields}).decode()
