"""Reads over one connection that stays open, as a browser does."""

from __future__ import annotations

import http.client
from contextlib import suppress
from typing import Final

_PATIENCE: Final = 120.0


class Http:
    """A client of one address that reads one thing at a time."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)

    def get(self, path: str) -> bytes:
        """Give what stands at ``path``, whatever its status; raises OSError if nobody is there."""
        with suppress(http.client.HTTPException, ConnectionError):
            return self._once(path)
        # A server may close a connection that was idle; that is no answer.
        self._connection.close()
        try:
            return self._once(path)
        except http.client.HTTPException as error:
            self._connection.close()
            raise ConnectionError(str(error)) from error

    def _once(self, path: str) -> bytes:
        self._connection.request("GET", path)
        return self._connection.getresponse().read()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()
