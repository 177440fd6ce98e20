"""What Material calls emoji, without pictures from the network: characters and plain names."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

_SETS = re.compile(r":(?:material|octicons|simple|fontawesome(?:-brands|-regular|-solid)?)-(.+):\Z")


class _Names(dict[str, dict[str, Any]]):
    """The emoji by short code, and besides them every icon of the sets that Material brings."""

    def get(self, key: str, default: Any = None) -> Any:
        """Give an emoji's entry; an icon's has a name and no character."""
        if key in self:
            return self[key]
        found = _SETS.match(key)
        if found is None:
            return default
        return {"name": re.sub(r"-(?:16|24)\Z", "", found[1]).replace("-", " "), "unicode": None}


def index(_options: Any, _md: Any) -> dict[str, Any]:
    """Give the table of emoji, called by pymdownx.emoji."""
    from pymdownx import twemoji_db

    return {"name": "twemoji", "emoji": _Names(twemoji_db.emoji), "aliases": twemoji_db.aliases}


def generator(_index: str, shortname: str, *more: Any) -> Element | str:
    """Give the character, or the icon's plain name, called by pymdownx.emoji."""
    _alias, code, character = more[:3]
    if code is not None:
        return str(character)
    name = _Names().get(shortname)
    span = Element("span", {"class": "icon"})
    span.text = name["name"] if name else shortname.strip(":").replace("_", " ")
    return span
