"""Puts a search index beside the pages that were written, where Pagefind is installed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

from devserver import pagefind
from devserver.messages import Event, Notice
from devserver.output.folder import FreshFolder
from devserver.processes import GuardedProcess

INDEX: Final = "_devserver/pagefind"
"""Where the index stands, beside the theme's files."""

SECONDS: Final = 300.0
"""The longest that an index may take: ten thousand pages need a tenth of it."""

_LEFT_OUT: Final = ("crumbs", "draft", "about", "neighbours")
"""What stands in a page's column beside the article and its title."""

_ENTRY: Final = "pagefind-entry.json"

_OURS: Final = ("pagefind-ui", "pagefind-modular", "pagefind-component", "pagefind-highlight")
"""Files of Pagefind's for a dialog of its own: the theme has one."""


def write_index(folder: FreshFolder, say: Callable[[Event], None]) -> None:
    """Index every page of the folder; what keeps that from being done is said in one line.

    Raises OSError if the disk does.
    """
    found = pagefind.program()
    if found is None:
        say(Notice("without search: pip install 'devserver[search]' puts it into the site"))
        return
    with folder.scratch() as made:
        fault = _run(found, folder.path, made)
        if fault:
            say(Notice(f"the search index cannot be made: {fault}"))
            return
        for path in sorted(made.rglob("*")):
            name = f"{INDEX}/{path.relative_to(made).as_posix()}"
            if path.name == _ENTRY:
                # Pagefind names the languages in another order each time.
                entry = json.loads(path.read_text(encoding="utf-8"))
                folder.write(name, json.dumps(entry, sort_keys=True))
            elif path.is_file() and not path.name.startswith(_OURS):
                folder.copy(name, str(path))


def _run(found: Path, site: Path, made: Path) -> str:
    """Run Pagefind, which no Ctrl-C reaches but ours ends; gives what went wrong."""
    left_out = (part for name in _LEFT_OUT for part in ("--exclude-selectors", f".{name}"))
    command = (
        *(str(found), "--site", str(site), "--output-path", str(made), "--silent"),
        *("--root-selector", ".column", *left_out, "--include-characters", "+#"),
    )
    ended: list[tuple[int | None, str]] = []
    process = GuardedProcess(
        command, SECONDS, str(site), lambda status, output: ended.append((status, output))
    )
    try:
        process.join(SECONDS + 5)
    finally:
        process.end()
        process.join(5)
    status, output = ended[0] if ended else (None, "")
    if status is None:
        return f"Pagefind took more than {SECONDS:.0f} s"
    return "" if status == 0 else (output.strip() or f"Pagefind ended with status {status}")
