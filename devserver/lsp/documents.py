"""Keeps the texts of open documents, edited as the protocol means it, and reads those of others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from lsprotocol.types import PositionEncodingKind, TextDocumentContentChangePartial
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument, Workspace

from devserver.lsp.roots import resolved
from devserver.lsp.texts import Text, lines

_LARGEST: Final = 32 << 20
"""Bytes of a file that is read: no page is larger."""


class OpenDocument(TextDocument):
    """A document whose lines end where the protocol says; pygls' own end at form feeds as well."""

    _content: Text | None = None

    @property
    def lines(self) -> Sequence[str]:
        """Give every line with its end."""
        return lines(self.source)

    @property
    def content(self) -> Text:
        """Give the text, for finding places in it."""
        source = self.source
        if self._content is None or self._content.text is not source:
            encoding = self.position_codec.encoding or PositionEncodingKind.Utf16
            self._content = Text(source, encoding)
        return self._content

    def _apply_incremental_change(self, change: TextDocumentContentChangePartial) -> None:
        self._source = self.content.replaced(change.range, change.text)

    @property
    def source(self) -> str:
        """Give the text as the editor has it, or as it lies on the disk: its line ends stay."""
        if self._source is None:
            return saved(self.path)
        return self._source


class OpenDocuments(Workspace):
    """Every open document."""

    def _create_text_document(
        self,
        doc_uri: str,
        source: str | None = None,
        version: int | None = None,
        language_id: str | None = None,
    ) -> OpenDocument:
        return OpenDocument(
            doc_uri,
            source=source,
            version=version,
            language_id=language_id,
            sync_kind=self._sync_kind,
            position_codec=self.position_codec,
        )


def path_of(uri: str) -> Path | None:
    """Give the file that a uri names, as ``watch`` names it; ``None`` if it is no file."""
    path = to_fs_path(uri)
    return resolved(path) if path and path.startswith("/") and "\0" not in path else None


def saved(path: str | Path) -> str:
    """Read a file; empty if there is none, or nothing that could be a page."""
    try:
        with Path(path).open("rb") as file:
            return file.read(_LARGEST).decode("utf-8-sig", "replace")
    except OSError:
        return ""
