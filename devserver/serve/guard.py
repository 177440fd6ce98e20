"""Decides whose requests are answered: any site open in the author's browser is the attacker."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Final

from devserver.serve.head import Head, Refusal, malformed

SOCKET: Final = b"/_devserver/live"
"""The path of the WebSocket."""

SECURITY_HEADERS: Final = [
    # A file is what its type says, and nothing of ours is a part of another site's page.
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    # Where a draft is being written is nobody's business.
    ("Referrer-Policy", "same-origin"),
]
"""What every answer carries, refusals included."""

_KEY: Final = re.compile(rb"[A-Za-z0-9+/]{22}==")
"""Sixteen bytes, as a browser sends them to open a socket (RFC 6455, section 4.1)."""

_HOST: Final = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?")


@dataclass(frozen=True, slots=True)
class Guard:
    """What is asked of every request before the application sees it."""

    allowed_hosts: frozenset[str]
    """Names, in lower case and without a port, that stand for us besides the loopback's."""
    token: str
    """Stands only in our pages, so that only they can open the socket."""

    def judge(self, head: Head) -> Refusal | None:
        """Refuse with 400, 403 or 405; ``None`` lets the request in."""
        return (
            self._judge_host(head)
            or _judge_method(head)
            or _judge_body(head)
            or self._judge_upgrade(head)
        )

    def _judge_host(self, head: Head) -> Refusal | None:
        """Refuse foreign names: an attacker's own may resolve to our address (DNS rebinding)."""
        host = _HOST.fullmatch(head.headers.get(b"host", b"").decode("latin-1"))
        if host is None:
            return malformed("The Host header is missing or malformed.")
        name = host[1].lower().removesuffix(".")
        if _is_loopback(name) or name in self.allowed_hosts:
            return None
        return Refusal(
            HTTPStatus.FORBIDDEN, f"{name} is not a name of this server. See --allow-host."
        )

    def _judge_upgrade(self, head: Head) -> Refusal | None:
        """Let only our own pages open the socket, before it is opened."""
        if b"websocket" not in head.headers.get(b"upgrade", b"").lower():
            return None
        origin = head.headers.get(b"origin", b"").lower()
        host = head.headers[b"host"].lower()
        if (
            head.path == SOCKET
            and head.method == "GET"
            and origin in (b"http://" + host, b"https://" + host)
            and hmac.compare_digest(head.query, b"token=" + self.token.encode())
        ):
            return _judge_handshake(head)
        return Refusal(HTTPStatus.FORBIDDEN, "Only a page of this server may open the socket.")


def _judge_method(head: Head) -> Refusal | None:
    if head.method in ("GET", "HEAD"):
        return None
    return Refusal(HTTPStatus.METHOD_NOT_ALLOWED, "There is only reading here.")


def _judge_body(head: Head) -> Refusal | None:
    """Refuse any body, so that its end cannot be mistaken: no request hides in another."""
    if b"transfer-encoding" in head.headers or head.headers.get(b"content-length", b"0") != b"0":
        return malformed("A request for reading has no body.")
    return None


def _judge_handshake(head: Head) -> Refusal | None:
    """Refuse what the WebSocket would refuse, but without the headers that every answer has."""
    version = head.headers.get(b"sec-websocket-version")
    if version == b"13" and _KEY.fullmatch(head.headers.get(b"sec-websocket-key", b"")):
        return None
    return malformed("This does not open a socket: its version or its key is wrong.")


def _is_loopback(name: str) -> bool:
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        if name.startswith("["):
            return IPv6Address(name[1:-1]).is_loopback
        return IPv4Address(name).is_loopback
    except AddressValueError:
        return False
