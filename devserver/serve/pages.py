"""From what main answered to the text a reader gets, with the live script put in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape
from typing import Final

from devserver.body_lines import BodyLines
from devserver.messages import FileAnswer, PageAnswer, RedirectAnswer
from devserver.model import Digest, Url, digest
from devserver.reader import Reader
from devserver.serve.answers import Answers, NoAnswerError

_HEAD_END: Final = re.compile(r"</head\s*>", re.IGNORECASE)

BUSY_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="1">
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<title>One moment</title></head>
<body style="font: 1rem/1.5 system-ui; margin: 20vh auto; max-width: 30rem; padding: 0 1rem">
<h1>One moment</h1><p>The page is not ready yet. It comes by itself when it is.</p></body></html>
"""
"""Shown when main does not answer in time, and while it stops; it asks again by itself."""

NO_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<title>Not found</title></head><body><h1>Not found</h1><p><a href="/">Home</a></p></body></html>
"""
"""Shown for urls that no page could have; others get the site's own page from main."""


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page as readers get it: whole, of one version."""

    url: Url
    version: Digest
    status: int
    html: str

    def telling(self, lines: BodyLines | None) -> ShownPage:
        """Tell in the page which line of the source each block is, if that is known."""
        if lines is None:
            return self
        html = lines.told(self.html)
        return replace(self, html=html, version=digest(html))

    def with_script(self, token: str) -> str:
        """Put the live script at the end of the head, with what it must know of this page."""
        script = (
            f'<script src="/_devserver/live.js" type="module" data-url="{escape(self.url)}"'
            f' data-version="{self.version}" data-token="{escape(token)}"></script>'
        )
        end = _HEAD_END.search(self.html)
        at = end.start() if end else len(self.html)
        return self.html[:at] + script + self.html[at:]

    def etag(self, token: str) -> str:
        """Name this text, the script included, without giving the token away."""
        name = digest(f"{self.version} {token}")
        return f'"{name}"'


class Pages:
    """Finds what a url shows: main says what it is, the store has the text."""

    def __init__(self, answers: Answers, reader: Reader) -> None:
        self._answers = answers
        self._reader = reader

    async def find(self, url: Url) -> ShownPage | RedirectAnswer | FileAnswer:
        """Find what stands at ``url``; raises ``NoAnswerError`` if that takes too long."""
        for _ in range(3):
            answer = await self._answers.get(url)
            found = self.read(url, answer) if isinstance(answer, PageAnswer) else answer
            if found is not None:
                return found
            # The store was made anew since; main will have noticed by the next time.
            self._answers.forget(url)
        raise NoAnswerError

    def forget(self, url: Url) -> None:
        """Ask main anew the next time: what it answered cannot be had."""
        self._answers.forget(url)

    def read(self, url: Url, answer: PageAnswer) -> ShownPage | None:
        """Read the page that was answered, or a newer one; ``None`` if neither is to be had.

        Main publishes before it says so: what stands in the store is never older than an answer.
        """
        if answer.html is not None:
            page = ShownPage(url, answer.version, answer.status, answer.html)
            return page.telling(answer.lines)
        stored = self._reader.page(url)
        if stored is None:
            return None
        return ShownPage(url, stored.version, stored.status, stored.html).telling(answer.lines)
