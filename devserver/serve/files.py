"""Static files on the disk: opened once, and known by their descriptor from then on."""

from __future__ import annotations

import mimetypes
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from devserver.messages import FileAnswer
from devserver.serve.conditions import Span

_TYPES: Final = mimetypes.MimeTypes()
"""Python's own table, not the machine's: a site is the same everywhere."""
for _ending, _type in {
    ".avif": "image/avif",
    ".js": "text/javascript",
    ".md": "text/plain",
    ".mjs": "text/javascript",
    ".toml": "text/plain",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".yaml": "text/plain",
    ".yml": "text/plain",
}.items():
    _TYPES.add_type(_type, _ending)


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A regular file, open; whoever has it closes it."""

    descriptor: int
    size: int
    modified: float
    """Seconds since 1970."""
    etag: str

    def read(self, span: Span) -> bytes:
        """Read ``span``; the result is short only if the file has shrunk."""
        read = bytearray()
        while len(read) < span.length:
            some = os.pread(self.descriptor, span.length - len(read), span.start + len(read))
            if not some:
                break
            read += some
        return bytes(read)

    def is_unchanged(self) -> bool:
        """Whether nobody wrote into the file since it was opened."""
        return _etag(os.fstat(self.descriptor)) == self.etag

    def close(self) -> None:
        """Give the descriptor back."""
        os.close(self.descriptor)


def open_file(answer: FileAnswer) -> OpenFile:
    """Open the file of an answer. Raises ``OSError`` if it is gone, or not one to be served.

    Each folder on the way is opened in its parent, without following links: nobody can swap one
    for a link to elsewhere between the look and the opening.
    """
    root, parts = _inside(answer)
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(root, flags | os.O_DIRECTORY)
    for depth, part in enumerate(parts, start=1):
        # O_NONBLOCK: a named pipe must not keep us waiting for its writer.
        kind = os.O_DIRECTORY if depth < len(parts) else os.O_NONBLOCK
        folder = descriptor
        try:
            descriptor = os.open(part, flags | kind, dir_fd=folder)
        finally:
            os.close(folder)
    return _regular(descriptor, answer.path)


def _inside(answer: FileAnswer) -> tuple[Path, tuple[str, ...]]:
    """Find the root's real place, and the names on the way from there to the file's."""
    try:
        root, path = Path(answer.root).resolve(), Path(answer.path).resolve()
    except RuntimeError:
        raise PermissionError(answer.path) from None  # Links in a circle.
    parts = path.relative_to(root).parts if path.is_relative_to(root) else ()
    if not parts or any(part.startswith(".") for part in parts):
        raise PermissionError(answer.path)
    return root, parts


def media_type(path: str) -> str:
    """Name what a file is by its ending; text is UTF-8, as everywhere in the site."""
    name, encoding = _TYPES.guess_type(path)
    if encoding is not None or name is None:
        return "application/octet-stream"
    if name.startswith("text/x-"):
        # Source code is shown, not downloaded.
        name = "text/plain"
    is_text = name.startswith("text/") or name in ("application/json", "image/svg+xml")
    return f"{name}; charset=utf-8" if is_text else name


def _regular(descriptor: int, path: str) -> OpenFile:
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        raise PermissionError(path)
    return OpenFile(descriptor, found.st_size, found.st_mtime, _etag(found))


def _etag(found: os.stat_result) -> str:
    return f'"{found.st_ino:x}-{found.st_size:x}-{found.st_mtime_ns:x}"'
