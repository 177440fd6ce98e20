"""The page's scripts, read once when the server starts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from devserver.model import Url, digest


@dataclass(frozen=True, slots=True)
class Script:
    """A script of ours, as it stands beside this module."""

    content: bytes
    etag: str


def load_scripts() -> dict[Url, Script]:
    """Read every script, by the url it is served under."""
    return {
        Url(f"/_devserver/{path.name}"): _load(path) for path in Path(__file__).parent.glob("*.js")
    }


def _load(path: Path) -> Script:
    content = path.read_bytes()
    return Script(content, f'"{digest(content)}"')
