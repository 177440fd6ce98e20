"""Unsaved texts by file, of all editors that have it open; the one written last counts."""

from __future__ import annotations

from collections.abc import Hashable, Iterator


class Buffers:
    """Which editor has which text of which file, an absolute path."""

    def __init__(self) -> None:
        self._texts: dict[str, dict[Hashable, str]] = {}

    def put(self, path: str, editor: Hashable, text: str) -> None:
        """Take the newest text of an editor; it is now the one that counts."""
        texts = self._texts.setdefault(path, {})
        texts.pop(editor, None)
        texts[editor] = text

    def close(self, path: str, editor: Hashable) -> None:
        """Forget an editor's text; another editor's, if there is one, counts again."""
        texts = self._texts.get(path, {})
        texts.pop(editor, None)
        if not texts:
            self._texts.pop(path, None)

    def text(self, path: str) -> str | None:
        """Give the text that counts; ``None``: the file itself does."""
        texts = self._texts.get(path)
        return next(reversed(texts.values())) if texts else None

    def of(self, editor: Hashable) -> list[str]:
        """Name the files that an editor has open."""
        return [path for path, texts in self._texts.items() if editor in texts]

    def __iter__(self) -> Iterator[str]:
        """Name every file that lies under an unsaved text."""
        return iter(list(self._texts))
