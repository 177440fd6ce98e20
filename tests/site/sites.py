"""Small sites for the tests of this room: from a few paths to a structure, and a tree as text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from devserver.model import NavEntry, Outline, SourcePath
from devserver.site.structure import Structure, relate
from devserver.site.tree import Nav, Node
from devserver.site.urls import Addresses

NATIVE = Addresses("docs/", (".md", ".markdown"))
MKDOCS = replace(NATIVE, mkdocs=True)
FILES = replace(NATIVE, directory_urls=False)

Pages = Iterable[str] | dict[str, dict[str, Any]]
"""Paths from the docs folder, perhaps each with what its outline says."""


def structure(
    pages: Pages,
    addresses: Addresses = NATIVE,
    *,
    files: Iterable[str] = (),
    nav: tuple[NavEntry, ...] | None = None,
    omitted: Iterable[str] = (),
    before: Structure | None = None,
) -> Structure:
    """Relate pages, as they are called, with static ``files``."""
    said = pages if isinstance(pages, dict) else {path: {} for path in pages}
    outlines = {
        SourcePath(f"docs/{path}"): Outline(SourcePath(f"docs/{path}"), path, path, **more)
        for path, more in said.items()
    }
    left_out = {f"docs/{path}" for path in omitted}
    wanted = Nav(SourcePath("devserver.toml"), nav, lambda path: path in left_out)
    return relate(outlines, [SourcePath(f"docs/{f}") for f in files], addresses, wanted, before)


def drawn(node: Node, indent: str = "") -> list[str]:
    """Draw the tree below a node, a line a place: its title or its page, and its url."""
    lines = []
    for child in node.children:
        name = child.title or (child.path or "").removeprefix("docs/")
        lines += [f"{indent}{name} {child.href or child.url or '-'}", *drawn(child, indent + "  ")]
    return lines
