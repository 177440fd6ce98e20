"""Asks another site whether something is there: one request, bounded, and never more than asked."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from devserver import __version__

TIMEOUT: Final = 10.0
"""Seconds for connecting and for each answer, whatever it does in the meantime."""

_MOST_REDIRECTS: Final = 8
_HEADERS: Final = {
    "User-Agent": f"devserver/{__version__} (checks links)",
    "Accept": "*/*",
    "Connection": "close",
}
_PERMANENT: Final = (301, 308)
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_REFUSES_HEAD: Final = range(400, 600)
_NOT_REFUSED: Final = (429, 503)
"""These say that we come too often, and a second request would be one more."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site said: a status, or why there is none."""

    status: int = 0
    fault: str = ""
    lasting: bool = False
    """Whether the fault is one that will be there the next time, too."""
    moved: str = ""
    """Where it has moved to for good."""
    wait: float = 0.0
    """Seconds after which we are to come again, if it says so."""


def ask(url: str) -> Answer:
    """Ask by HEAD, by GET where that is refused, and follow redirects. Raises nothing.

    Nothing is sent but these two, without cookies and passwords; of the answer only the head is
    read. A redirect does not lead from the open network into a private one.
    """
    moved, permanent, confined = "", True, False
    for _ in range(_MOST_REDIRECTS + 1):
        try:
            status, headers = _asked(url, confined=confined)
        except _Private:
            return Answer(status=200)
        except (OSError, HTTPException, ValueError) as error:
            return _fault(url, error)
        target = headers.get("location", "")
        if status not in _REDIRECTS or not target:
            ok = status < 400
            return Answer(status, moved=moved if ok else "", wait=_wait(headers))
        confined = confined or not _is_private(url)
        permanent = permanent and status in _PERMANENT
        url = urljoin(url, target)
        if urlsplit(url).scheme not in ("http", "https"):
            return Answer(status=200)
        moved = url if permanent else moved
    return Answer(fault="it redirects without end", lasting=True)


def _asked(url: str, *, confined: bool) -> tuple[int, dict[str, str]]:
    status, headers = _request("HEAD", url, confined=confined)
    if status in _REFUSES_HEAD and status not in _NOT_REFUSED:
        return _request("GET", url, confined=confined)
    return status, headers


class _Private(Exception):  # noqa: N818 - no error: what lies there is not ours to look at
    """A redirect leads into a private network."""


def _request(method: str, url: str, *, confined: bool) -> tuple[int, dict[str, str]]:
    """Send one request and read the head of its answer, all of it within the time."""
    parts = urlsplit(url)
    with _connected(parts, confined=confined) as sock:
        # A site that sends a byte now and then would never run into the socket's own timeout.
        until = Timer(TIMEOUT, _shut, (sock,))
        until.daemon = True
        until.start()
        try:
            connection = HTTPConnection(parts.hostname or "", parts.port)
            connection.sock = _secured(sock, parts) if parts.scheme == "https" else sock
            connection.putrequest(method, _target(parts), skip_host=True)
            connection.putheader("Host", parts.netloc.rpartition("@")[2].encode("idna").decode())
            for name, value in _HEADERS.items():
                connection.putheader(name, value)
            connection.endheaders()
            with connection.getresponse() as response:
                return response.status, _head(response)
        finally:
            until.cancel()


def _head(response: HTTPResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in response.getheaders()}


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/!$&'()*+,;=:@%~-._")
    return f"{path}?{quote(parts.query, safe='/?!$&()*+,;=:@%~-._')}" if parts.query else path


def _shut(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


# ---------------------------------------------------------------- where it is


def _connected(parts: SplitResult, *, confined: bool) -> socket.socket:
    """Connect to the very address that was judged."""
    fault: OSError | None = None
    for address in _addresses(parts):
        if confined and not ipaddress.ip_address(address).is_global:
            raise _Private
        try:
            return socket.create_connection((address, _port(parts)), TIMEOUT)
        except OSError as error:
            fault = error
    raise fault or OSError("it has no address")


def _addresses(parts: SplitResult) -> Iterator[str]:
    found = socket.getaddrinfo(parts.hostname, _port(parts), type=socket.SOCK_STREAM)
    return (str(address[0]).partition("%")[0] for *_, address in found)


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _is_private(url: str) -> bool:
    with suppress(OSError, ValueError):
        return any(not ipaddress.ip_address(a).is_global for a in _addresses(urlsplit(url)))
    return False


def _secured(sock: socket.socket, parts: SplitResult) -> socket.socket:
    import ssl  # Only who checks other sites pays for it.

    return ssl.create_default_context().wrap_socket(sock, server_hostname=parts.hostname)


# ---------------------------------------------------------------- what it says


def _fault(url: str, error: Exception) -> Answer:
    if isinstance(error, ConnectionRefusedError) and _is_private(url):
        # A program that a tutorial has one start; it does not run here now.
        return Answer(status=200)
    if isinstance(error, socket.gaierror):
        gone = error.errno == socket.EAI_NONAME
        return Answer(fault="there is no such host" if gone else "its host cannot be looked up",
                      lasting=gone)  # fmt: skip
    if type(error).__name__ == "SSLCertVerificationError":
        return Answer(fault="its certificate is not valid", lasting=True)
    if isinstance(error, TimeoutError):
        return Answer(fault=f"it does not answer within {TIMEOUT:.0f} s")
    if isinstance(error, ValueError):
        return Answer(fault="it is no address", lasting=True)
    return Answer(fault=f"it does not answer ({getattr(error, 'strerror', '') or 'it hung up'})")


def _wait(headers: dict[str, str]) -> float:
    """Read ``Retry-After`` (RFC 9110, section 10.2.3): seconds, or a date."""
    said = headers.get("retry-after", "").strip()
    if said.isdecimal():
        return float(said[:6])
    with suppress(ValueError, TypeError):
        when = parsedate_to_datetime(said)
        return max(0.0, (when - when.now(when.tzinfo)).total_seconds())
    return 0.0
