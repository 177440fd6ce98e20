"""What Material calls emoji, as it makes them but without it: emoji and pictures of icons."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from devserver.site.icon_files import picture, plain_name


class _Names(dict[str, dict[str, Any]]):
    """The emoji by short code, and besides them every icon that there is, or that Material has."""

    custom = False
    """Whether the project has icons of its own: their codes look like any other's."""

    def get(self, key: str, default: Any = None) -> Any:
        """Give an emoji's entry; an icon's has a name and no character."""
        if key in self:
            return self[key]
        known = plain_name(key) is not None or picture(key) is not None
        return {"name": key} if known or (self.custom and "-" in key) else default


class _Unseen:
    """Hides the names of icons from the table of contents, and so from the ids of headings.

    To it a picture is no text, and ids must not depend on what is installed here.
    """

    def __init__(self, md: Markdown) -> None:
        self._hidden: list[tuple[Element, str | None]] = []
        md.treeprocessors.register(_Step(self._hide), "devserver-hide-icons", 5.1)
        md.treeprocessors.register(_Step(self._show), "devserver-show-icons", 4.9)

    def _hide(self, root: Element) -> None:
        self._hidden = [
            (box, box.text)
            for level in range(1, 7)
            for heading in root.iter(f"h{level}")
            for box in heading.iter("span")
            if box.get("class", "").partition(" ")[0] == "icon"
        ]
        for box, _ in self._hidden:
            box.text = None

    def _show(self, _root: Element) -> None:
        for box, text in self._hidden:
            box.text = text


class _Step(Treeprocessor):
    """Runs a function."""

    def __init__(self, step: Callable[[Element], None]) -> None:
        super().__init__()
        self._step = step

    def run(self, root: Element) -> None:
        """Run it."""
        self._step(root)


def index(options: Any, md: Markdown) -> dict[str, Any]:
    """Give the table of emoji, called by pymdownx.emoji."""
    from pymdownx import twemoji_db

    _Unseen(md)
    names = _Names(twemoji_db.emoji)
    names.custom = bool(options.get("custom_icons"))
    return {"name": "twemoji", "emoji": names, "aliases": twemoji_db.aliases}


def generator(index: str, shortname: str, *more: Any) -> Element:
    """Give the emoji's picture, the icon's, or in a box the icon's plain name.

    It is called by pymdownx.emoji, with the alias, the code points, the alternative text, the
    title, the category, the options and the Markdown instance.
    """
    from pymdownx import emoji

    if more[1]:
        made: Element = emoji.to_svg(index, shortname, *more)
        return made
    options, md = more[-2:]
    svg = picture(shortname)
    name = plain_name(shortname) or shortname.strip(":").replace("-", " ")
    box = Element("span", {"class": options.get("classes", index) if svg else "icon"})
    box.text = md.htmlStash.store(svg or html.escape(name))
    return box
