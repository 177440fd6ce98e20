"""Takes the place of a ``watch`` that only editors needed, when the user starts one."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from devserver.editor.address import control_folder, short_path, socket_name
from devserver.lock import RootBusyError
from devserver.store import Store

FOR_EDITORS: Final = {"for": "editors"}
"""What such a ``watch`` says of itself beside its address, for whoever finds the root held."""

_PATIENCE: Final = 8.0
"""Seconds that the other one has to finish its rebuild and go."""

_SILENCE: Final = 5.0
"""Seconds that one which has only just started has to say who it is."""

_LOOK: Final = 0.01


def take_over(
    docs: Path, opening: Callable[[], Store], given_up: Callable[[], bool]
) -> tuple[Store, str]:
    """Open the store of a root; gives it, and the url of the ``watch`` whose place this takes.

    The url is empty if there was none. Raises RootBusyError if one is there that does not go, or
    not before the user has given up.
    """
    began, asked, holder = time.monotonic(), False, dict[str, str]()
    with socket.socket(socket.AF_UNIX) as connection:
        while True:
            try:
                return opening(), holder.get("url", "")
            except RootBusyError as error:
                passed = time.monotonic() - began
                holder = error.holder or holder
                goes = FOR_EDITORS.items() <= holder.items()
                late = passed > (_PATIENCE if goes else _SILENCE)
                if late or (not goes and holder) or given_up():
                    raise
            asked = asked or (goes and _asked(connection, docs))
            time.sleep(_LOOK)


def _asked(connection: socket.socket, docs: Path) -> bool:
    """Ask over the control socket, which nobody else can hold; whether somebody was there."""
    try:
        with short_path(control_folder() / socket_name(docs)) as address:
            connection.connect(address)
        connection.sendall(b'{"type":"hand-over"}\n')
    except OSError:
        return False
    return True
