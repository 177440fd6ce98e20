"""Which processors make the same of a segment, whatever page it stands in: only known ones do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markdown import Markdown


def pure(md: Markdown) -> bool:
    """Tell whether every processor is known that sees blocks, text, elements or HTML.

    Preprocessors see the whole text each time, and may do what they like.
    """
    modules = {type(processor).__module__ for processor in _processors(md)}
    return all(module in _KNOWN or module.startswith("devserver.site.") for module in modules)


def _processors(md: Markdown) -> Iterator[Any]:
    yield from md.parser.blockprocessors
    yield from md.inlinePatterns
    for processor in md.treeprocessors:
        yield processor
        # smarty and smartsymbols bring patterns of their own, for a second run over the text.
        yield from getattr(processor, "inlinePatterns", ())
    yield from md.postprocessors


_KNOWN = frozenset(
    {
        "markdown.blockprocessors",
        "markdown.inlinepatterns",
        "markdown.postprocessors",
        "markdown.treeprocessors",
        "markdown.extensions.abbr",
        "markdown.extensions.admonition",
        "markdown.extensions.attr_list",
        "markdown.extensions.codehilite",
        "markdown.extensions.def_list",
        "markdown.extensions.footnotes",
        "markdown.extensions.legacy_attrs",
        "markdown.extensions.md_in_html",
        "markdown.extensions.sane_lists",
        "markdown.extensions.smarty",
        "markdown.extensions.tables",
        "markdown.extensions.toc",
        "pymdownx.arithmatex",
        "pymdownx.betterem",
        "pymdownx.caret",
        "pymdownx.delimiterprocessor",
        "pymdownx.details",
        "pymdownx.emoji",
        "pymdownx.escapeall",
        "pymdownx.highlight",
        "pymdownx.inlinehilite",
        "pymdownx.keys",
        "pymdownx.magiclink",
        "pymdownx.mark",
        "pymdownx.progressbar",
        "pymdownx.saneheaders",
        "pymdownx.smartsymbols",
        "pymdownx.superfences",
        "pymdownx.tabbed",
        "pymdownx.tasklist",
        "pymdownx.tilde",
        "pymdownx.util",
    }
)
"""Modules whose processors were read, and found to keep nothing from text to text.

Missing are wikilinks, which ask the front matter, and blocks, bracketspan, fancylists and quotes,
which look further around them.
"""
