"""From a static file to its response: whole, in part, or not at all because it is known."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from email.utils import formatdate
from http import HTTPStatus
from typing import Final

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from devserver.messages import FileAnswer
from devserver.serve.conditions import RangeError, Span, is_known, span_of
from devserver.serve.files import OpenFile, media_type, open_file

_CHUNK: Final = 64 * 1024
"""Bytes read and sent at a time; a client must take that much within the stall limit."""

_SMALL: Final = 1024 * 1024
"""Bytes up to which a file is read at once, so that a writer cannot tear it."""

_READINGS: Final = 5
"""How often a small file is read anew because somebody wrote into it meanwhile."""


async def file_response(answer: FileAnswer, headers: Mapping[str, str]) -> Response:
    """Answer a request for a static file; raises ``OSError`` if it cannot be had.

    The disk is only touched in other threads: one that hangs, as network disks do, holds up
    this reader and nobody else.
    """
    file, content = await asyncio.to_thread(_load, answer)
    response = _respond(file, content, media_type(answer.path), headers)
    if not isinstance(response, _Stream):
        file.close()
    return response


def _load(answer: FileAnswer) -> tuple[OpenFile, bytes | None]:
    """Open a file, and read it if it is small."""
    for _ in range(_READINGS):
        file = open_file(answer)
        if file.size > _SMALL:
            return file, None
        content = file.read(Span(0, file.size))
        if len(content) == file.size and file.is_unchanged():
            return file, content
        file.close()
    raise BlockingIOError(answer.path)


def _respond(
    file: OpenFile, content: bytes | None, kind: str, headers: Mapping[str, str]
) -> Response:
    fields = {
        "content-type": kind,
        "etag": file.etag,
        "last-modified": formatdate(file.modified, usegmt=True),
        "accept-ranges": "bytes",
        "cache-control": "no-cache",
    }
    if is_known(headers, file.etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=fields)
    try:
        part = span_of(headers, file.etag, file.size)
    except RangeError:
        fields["content-range"] = f"bytes */{file.size}"
        return Response(status_code=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=fields)
    span = part or Span(0, file.size)
    status = HTTPStatus.OK
    if part is not None:
        status = HTTPStatus.PARTIAL_CONTENT
        fields["content-range"] = part.content_range(file.size)
    if content is not None:
        return Response(content[span.start : span.start + span.length], status, fields)
    return _Stream(file, span, status, fields)


class _Stream(Response):
    """Sends a large file from its one descriptor, up to the size it had when it was opened."""

    def __init__(
        self, file: OpenFile, span: Span, status: HTTPStatus, headers: dict[str, str]
    ) -> None:
        super().__init__(None, status, {**headers, "content-length": str(span.length)})
        self._file = file
        self._span = span

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        try:
            await send(
                {
                    "type": "http.response.start",
                    "status": self.status_code,
                    "headers": self.raw_headers,
                }
            )
            await self._send_body(scope, send)
        finally:
            self._file.close()

    async def _send_body(self, scope: Scope, send: Send) -> None:
        start, left = self._span.start, 0 if scope["method"] == "HEAD" else self._span.length
        while left:
            chunk = await asyncio.to_thread(self._file.read, Span(start, min(left, _CHUNK)))
            if not chunk:
                # The file has shrunk. Without its end, the reader sees that it is not whole.
                return
            start, left = start + len(chunk), left - len(chunk)
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
