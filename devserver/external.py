"""Checks links to other sites: some hosts at once, each politely, and no link again and again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from queue import SimpleQueue
from threading import Semaphore, Thread
from typing import Final
from urllib.parse import urldefrag, urlsplit

import msgspec

from devserver.asking import Answer, ask
from devserver.messages import Event, Progress
from devserver.model import Digest, Link, Problem
from devserver.rows import Result
from devserver.store import Store, StoreError

HOSTS: Final = 8
"""So many hosts are asked at once, each for one thing at a time."""

PAUSE: Final = 0.2
"""Seconds between two requests to one host."""

PATIENCE: Final = 10.0
"""Seconds that we wait at most when a host asks us to come later; and so we do twice."""

_STEP: Final = "external"
_GOOD_FOR: Final = 7 * 24 * 3600.0
_BAD_FOR: Final = 3600.0
"""Seconds after which a link is asked for again. What may be better in a moment is never kept."""

_GONE: Final = (404, 410)
_BUSY: Final = (429, 503)


class Kept(msgspec.Struct, frozen=True):
    """An answer, and when it was given, in seconds since 1970."""

    at: float
    answer: Answer


def external_problems(
    links: Iterable[Link], store: Store | None, say: Callable[[Event], None]
) -> Iterator[Problem]:
    """Ask for everything that links lead to, unless it is known; gives what is wrong with them."""
    by_url: dict[str, list[Link]] = {}
    for link in links:
        url = address_of(link.target)
        if url is not None:
            by_url.setdefault(url, []).append(link)
    now = time.time()
    known = {url: answer for url in by_url if (answer := _recalled(store, url, now)) is not None}
    left = [url for url in by_url if url not in known]
    for done, (url, answer) in enumerate(answers(left), 1):
        known[url] = answer
        _keep(store, url, answer)
        say(Progress(done, len(left)))
    for url, pointing in by_url.items():
        for link in pointing:
            yield from _problem(link, url, known[url])


def address_of(target: str) -> str | None:
    """Give what a link asks for, without its fragment; ``None`` if that is not of the web."""
    url = urldefrag(f"https:{target}" if target.startswith("//") else target)[0]
    with suppress(ValueError):
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.hostname and parts.port != 0:
            return url
    return None


# ---------------------------------------------------------------- asking


def answers(urls: Iterable[str]) -> Iterator[tuple[str, Answer]]:
    """Ask for each url, and give the answers as they come.

    Threads end with the program: whoever stops waiting for answers waits for no host.
    """
    by_host: dict[str, list[str]] = {}
    for url in urls:
        by_host.setdefault(urlsplit(url).netloc.lower(), []).append(url)
    room: Semaphore = Semaphore(HOSTS)
    given: SimpleQueue[tuple[str, Answer]] = SimpleQueue()
    for wanted in by_host.values():
        Thread(target=_ask_host, args=(wanted, room, given), daemon=True).start()
    for _ in range(sum(map(len, by_host.values()))):
        yield given.get()


def _ask_host(urls: list[str], room: Semaphore, given: SimpleQueue[tuple[str, Answer]]) -> None:
    with room:
        for number, url in enumerate(urls):
            if number:
                time.sleep(PAUSE)
            answer = Answer(fault="it cannot be asked")
            try:
                answer = _patiently(url)
            finally:
                given.put((url, answer))


def _patiently(url: str) -> Answer:
    """Ask, and ask again if the host says when."""
    answer = ask(url)
    for _ in range(2):
        if answer.status not in _BUSY or not 0 < answer.wait <= PATIENCE:
            break
        time.sleep(answer.wait)
        answer = ask(url)
    return answer


# ---------------------------------------------------------------- what is remembered


def _recalled(store: Store | None, url: str, now: float) -> Answer | None:
    found = store.result(_STEP, url) if store is not None else None
    if found is None:
        return None
    try:
        kept = msgspec.msgpack.decode(found.value, type=Kept)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    lasts = _BAD_FOR if _is_bad(kept.answer) else _GOOD_FOR
    return kept.answer if 0 <= now - kept.at < lasts else None


def _keep(store: Store | None, url: str, answer: Answer) -> None:
    passing = (answer.fault and not answer.lasting) or answer.status >= 500 or answer.status == 429
    if store is None or passing:
        return
    value = msgspec.msgpack.encode({"at": time.time(), "answer": asdict(answer)})
    with suppress(StoreError):
        store.save([Result(_STEP, url, Digest(""), "", value)])


def _is_bad(answer: Answer) -> bool:
    return bool(answer.fault) or answer.status in _GONE


# ---------------------------------------------------------------- what is wrong


def _problem(link: Link, url: str, answer: Answer) -> Iterator[Problem]:
    """Judge an answer. Who wants a password, or wants no programs, has something there."""
    place = (link.path, link.line, link.column)
    if answer.status in _GONE:
        yield Problem(
            *place, "warning", "broken-external", f"{url} is not there (status {answer.status})"
        )
    elif answer.fault and answer.lasting:
        yield Problem(*place, "warning", "broken-external", f"{url} is broken: {answer.fault}")
    elif answer.fault or answer.status >= 500:
        why = answer.fault or f"status {answer.status}"
        yield Problem(*place, "hint", "broken-external", f"{url} cannot be checked now: {why}")
    elif answer.moved:
        message = f"{url} has moved for good, to {answer.moved}"
        yield Problem(*place, "hint", "moved-external", message)
