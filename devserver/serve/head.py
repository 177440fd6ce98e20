"""Reads the head of a request more strictly than the parsers, so that none can be misread.

What two readers of HTTP take differently is what attacks are made of: a bare line feed, a folded
header, two lengths. We are the only reader that matters, and refuse all of it (RFC 9112).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final

HEAD_LIMIT: Final = 32 * 1024
"""Bytes of one head: room for what browsers keep in cookies, and no more."""

_HEADERS_LIMIT: Final = 100

_REQUEST_LINE: Final = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\S+) HTTP/1\.([01])")
_TARGET: Final = re.compile(rb"/[!-~]*")
"""Origin form only: ``GET http://evil/`` must not look like an ordinary request (section 3.2)."""

_HEADER: Final = re.compile(
    rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t -~\x80-\xff]*?)[ \t]*", re.DOTALL
)

_ONCE: Final = frozenset(
    {b"host", b"origin", b"content-length", b"transfer-encoding", b"range", b"upgrade"}
    | {b"sec-websocket-key", b"sec-websocket-version"}
)
"""Headers of which a second one is never meant well."""


@dataclass(frozen=True, slots=True)
class Head:
    """A request's head, read: header names in lower case, none of the important ones twice."""

    method: str
    path: bytes
    query: bytes
    headers: Mapping[bytes, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request that never reaches the application, and why."""

    status: HTTPStatus
    why: str

    def response(self, headers: list[tuple[str, str]]) -> bytes:
        """Write the whole answer, after which the connection ends."""
        body = f"{self.why}\n".encode("ascii")
        lines = [
            f"HTTP/1.1 {self.status.value} {self.status.phrase}",
            *(f"{name}: {value}" for name, value in headers),
            *(["Allow: GET, HEAD"] if self.status is HTTPStatus.METHOD_NOT_ALLOWED else []),
            "Content-Type: text/plain; charset=utf-8",
            f"Content-Length: {len(body)}",
            "Connection: close",
        ]
        return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def malformed(why: str) -> Refusal:
    """Refuse what is not HTTP as we read it."""
    return Refusal(HTTPStatus.BAD_REQUEST, why)


def judge_beginning(received: bytes | bytearray) -> Refusal | None:
    """Refuse what can no longer become a head, without waiting for its end."""
    if len(received) > HEAD_LIMIT:
        return Refusal(
            HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The headers are larger than 32 KiB."
        )
    if not received[:1].isalpha():
        # Most often somebody typed https:// before our address.
        return malformed("This is not an HTTP request.")
    if received.count(b"\n") != received.count(b"\r\n"):
        return malformed("A line ends without a carriage return.")
    return None


def read_head(raw: bytes) -> Head | Refusal:
    """Read a head that ends with its empty line."""
    first, *lines = raw.removesuffix(b"\r\n\r\n").split(b"\r\n")
    request = _REQUEST_LINE.fullmatch(first)
    if request is None or not _TARGET.fullmatch(request[2]) or b"#" in request[2]:
        return malformed("The request line is malformed.")
    if len(lines) > _HEADERS_LIMIT:
        return Refusal(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "There are too many headers.")
    headers = _read_headers(lines)
    if headers is None:
        return malformed("A header is malformed, or stands there twice.")
    path, _, query = request[2].partition(b"?")
    return Head(request[1].decode("ascii"), path, query, headers)


def _read_headers(lines: list[bytes]) -> dict[bytes, bytes] | None:
    headers: dict[bytes, bytes] = {}
    for line in lines:
        header = _HEADER.fullmatch(line)
        if header is None:
            return None
        name = header[1].lower()
        if name in headers and name in _ONCE:
            return None
        # What may repeat is read as one list (RFC 9110, section 5.3).
        headers[name] = headers[name] + b", " + header[2] if name in headers else header[2]
    return headers
