"""The first level of a large site stands at the top of each page, if that helps to find it."""

from __future__ import annotations

from itertools import islice

from devserver.site.tree import Node


def is_tabbed(root: Node) -> bool:
    """Whether the first level is better shown as tabs: few of them, and much below several.

    Numbered chapters are read one after the other, and are no places to go back and forth between.
    """
    if len(root.children) > _MOST_TABS or any(node.look.number for node in root.children):
        return False
    large = (node for node in root.children if _holds(node, _MANY_PAGES))
    return len(list(islice(large, _LARGE_SECTIONS))) == _LARGE_SECTIONS


_MOST_TABS = 8
_LARGE_SECTIONS = 3
_MANY_PAGES = 7


def _holds(node: Node, pages: int) -> bool:
    return len(list(islice((n for n in node.below() if n.url is not None), pages))) == pages
