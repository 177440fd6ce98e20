"""Has a library answer questions one after the other, in a thread of its own: nobody waits for it.

The first question waits until it is known which pages there are and what they are called; one about
all links or headings, until every page has been read. The thread ends with its process: what it
knows can be read again.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Final, TypeVar

from devserver.collector import undisturbed
from devserver.config import Config, ConfigError, reload
from devserver.language.library import Library

T = TypeVar("T")

_LOG: Final = logging.getLogger(__name__)

_KEPT: Final = 64
"""Texts that are kept from one question to the next."""

_PAUSE: Final = 0.0
"""Seconds, but a moment in which other threads are let in while pages are read."""


class Desk:
    """Where questions about one site are handed in, from any thread."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._library: Library | None = None
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._closed = False
        self._jobs.put(self._load)
        threading.Thread(target=self._work, name="language", daemon=True).start()

    def ask(self, question: Callable[[Library], T], texts: Mapping[str, str]) -> Future[T]:
        """Have a question answered as of now, with these texts in place of their files.

        ``texts`` are by absolute path. What the question raises, its answer raises.
        """
        answer: Future[T] = Future()

        def job() -> None:
            if answer.set_running_or_notify_cancel():
                try:
                    answer.set_result(self._answer(question, texts))
                except Exception as error:  # noqa: BLE001 - it is whoever asked who knows
                    answer.set_exception(error)

        self._jobs.put(job)
        return answer

    def changed(self, paths: Iterable[str]) -> None:
        """Take note that files may differ: by their paths from the project folder."""
        marked = [f"{self._config.project}/{path}" for path in paths]
        self._jobs.put(lambda: self._look(marked))

    def close(self) -> None:
        """Answer nothing any more."""
        self._closed = True
        self._jobs.put(None)

    # ------------------------------------------------------------ in the thread

    def _work(self) -> None:
        while not self._closed:
            try:
                if (job := self._next()) is not None:
                    job()
            except Exception:  # noqa: BLE001 - the thread has to live on
                # The next question tries again, and whoever asks is told what is wrong.
                _LOG.exception("the pages cannot be read")

    def _next(self) -> Callable[[], None] | None:
        """Wait for the next question; meanwhile, pages are read that one may be about."""
        while self._library is not None and self._jobs.empty():
            if not self._library.read_on():
                break
            time.sleep(_PAUSE)
        return self._jobs.get()

    def _load(self) -> None:
        library = Library(self._config)
        with undisturbed():
            for _ in library.load():
                time.sleep(_PAUSE)
                if self._closed:
                    return
        self._library = library

    def _answer(self, question: Callable[[Library], T], texts: Mapping[str, str]) -> T:
        if self._library is None:
            self._load()
        library = self._library
        assert library is not None, "the desk is closed"
        library.cover(texts)
        try:
            return question(library)
        finally:
            library.tidy(_KEPT)

    def _look(self, marked: Iterable[str]) -> None:
        library = self._library
        if library is None or not library.is_configuration(marked):
            if library is not None:
                library.look(marked)
            return
        with contextlib.suppress(ConfigError):
            # A broken configuration leaves the last good one in force.
            self._config = reload(self._config)
        self._load()
