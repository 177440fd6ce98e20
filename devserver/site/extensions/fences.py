"""Fences are code whatever their first line says: ``rust,ignore`` is Rust, ``{1,3}`` are lines."""

from __future__ import annotations

import re
from typing import Any

from pymdownx.superfences import SuperFencesBlockPreprocessor, SuperFencesCodeExtension


class Fences(SuperFencesBlockPreprocessor):  # type: ignore[misc]
    """The fences of pymdownx.superfences with first lines as other tools write them."""

    def handle_attrs(self, m: re.Match[str]) -> bool:
        """Read ``{1,3}``, which are lines, and every other list of attributes as usual."""
        if _LINES.fullmatch(m["attrs"]):
            return self.handle_unrecognized(m)
        return bool(super().handle_attrs(m))

    def handle_unrecognized(self, m: re.Match[str]) -> bool:
        """Take the language from before the comma, and ``{1,3-5}`` as lines to highlight."""
        word = _LANGUAGE.match(m["unrecognized"] or "")
        if word and not m["lang"]:
            self.lang = word[0]
        known = bool(super().handle_unrecognized(m))
        lines = m["attrs"] or ""
        if _LINES.fullmatch(lines):
            self.options["hl_lines"] = lines.replace(",", " ")
        return known


class FencesExtension(SuperFencesCodeExtension):  # type: ignore[misc]
    """Registers the fences in the place of the plain ones."""

    def patch_fenced_rule(self) -> None:
        """Add the processor, which the plain one hands its highlighting to."""
        super().patch_fenced_rule()
        fences = Fences(self.md)
        fences.config = self.getConfigs()
        fences.extension = self
        self.superfences[0]["formatter"] = fences.highlight
        self.md.preprocessors.register(fences, "fenced_code_block", 25)


def makeExtension(**options: Any) -> FencesExtension:  # noqa: N802 - Python-Markdown's name
    """Make the extension, as Python-Markdown asks for it."""
    return FencesExtension(**options)


_LANGUAGE = re.compile(r"[\w#.+-]+(?=,)")
_LINES = re.compile(r"\s*\d+(?:-\d+)?(?:\s*,\s*\d+(?:-\d+)?)*\s*")
