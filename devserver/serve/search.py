"""Answers what somebody looks for: one question at a time, beside the loop, and as plain JSON."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs

import msgspec
from starlette.responses import Response

from devserver.model import Url
from devserver.query import LONGEST
from devserver.reader import Reader

SEARCH: Final = Url("/_devserver/search")

_WAITING_AT_MOST: Final = 16
"""Questions that wait for their turn: more than that is not typing."""

_NO_STORE: Final = {"cache-control": "no-store"}


class Search:
    """The search index, read in another thread so that pages need not wait for it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._turn = asyncio.Lock()
        self._waiting = 0

    async def respond(self, query: bytes) -> Response:
        """Answer ``?q=…``; whatever stands there, the answer is a list of pages."""
        if self._waiting >= _WAITING_AT_MOST:
            return Response(b"", HTTPStatus.SERVICE_UNAVAILABLE, {**_NO_STORE, "retry-after": "1"})
        self._waiting += 1
        try:
            async with self._turn:
                pages = await asyncio.to_thread(self._reader.find, _typed(query))
        finally:
            self._waiting -= 1
        return Response(msgspec.json.encode({"pages": pages}), 200, _NO_STORE, "application/json")

    async def close(self) -> None:
        """Close the connection once nobody uses it."""
        async with self._turn:
            self._reader.close()


def _typed(query: bytes) -> str:
    """Read the question; of one that is too long, the beginning."""
    try:
        fields = parse_qs(query.decode("latin-1"), max_num_fields=8, errors="replace")
    except ValueError:
        return ""
    return fields.get("q", [""])[0][:LONGEST]
