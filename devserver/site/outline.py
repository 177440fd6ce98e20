"""Navigation is known before any page is converted: a light scan finds what a page is called."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from devserver.model import Dialect, Outline, Problem, SourcePath
from devserver.site import title as titles
from devserver.site.dates import moment
from devserver.site.front_matter import FrontMatter, key_line, split_front_matter
from devserver.site.mkdocs_title import opening_heading
from devserver.site.short_codes import with_characters


def outline(path: SourcePath, text: str, dialect: Dialect, docs: str = "") -> Outline:
    """Read what a page says about itself, and its title; never fails, whatever the text.

    ``docs`` is the docs folder's prefix (``""`` or ``"docs/"``): it tells the home page.
    """
    front = split_front_matter(path, text, dialect)
    if dialect.mkdocs:
        return _mkdocs_outline(path, text, front, dialect, docs)
    if not front.meta:
        title = _heading_title(text, front.body) or name_title(path, docs)
        return Outline(path, *title, problems=front.problems)
    keys = _Keys(path, text, front.meta)
    given = _rendered(keys.text("title"), "front matter")
    keys.moment("date")
    keys.moment("updated")
    return Outline(
        path,
        *(given or _heading_title(text, front.body) or name_title(path, docs)),
        order=_first(keys.number("order"), keys.number("sidebar_position")),
        draft=keys.flag("draft", "no"),
        in_nav=keys.flag("nav", "yes") and not keys.flag("unlisted", "no"),
        label_html=titles.render(keys.text("sidebar_label"))[1],
        template=keys.text("template") or "page.html",
        description=keys.text("description"),
        tags=keys.texts("tags"),
        meta=front.meta,
        problems=tuple(keys.problems),
    )


def _first(given: float | None, otherwise: float | None) -> float | None:
    return otherwise if given is None else given


class Title(NamedTuple):
    """A page's title as text and as safe HTML, and where it was found."""

    text: str
    html: str
    origin: Literal["front matter", "heading", "name"]


def name_title(path: SourcePath, docs: str = "") -> Title:
    """Make a title of a file's name: ``guide/getting-started.md`` is “Getting started”.

    An ``index`` or ``README`` is called after its folder, and “Home” at the top.
    """
    *folders, name = path.removeprefix(docs).split("/")
    stem = name.rpartition(".")[0] or name
    if stem.lower() in {"index", "readme"}:
        stem = folders[-1] if folders else "Home"
    stem = _ORDER_PREFIX.sub("", stem)
    words = " ".join(stem.replace("-", " ").replace("_", " ").split())
    text = words[:1].upper() + words[1:] or name
    return Title(text, titles.escape(text), "name")


_ORDER_PREFIX = re.compile(r"^\d+[-_. ]+(?=\D)")


def _heading_title(text: str, start: int) -> Title | None:
    heading = first_heading(text, start)
    return _rendered(with_characters(heading), "heading") if heading else None


def _rendered(source: str | None, origin: Literal["front matter", "heading"]) -> Title | None:
    plain, html = titles.render(source) if source else ("", "")
    return Title(plain, html, origin) if plain else None


# ---------------------------------------------------------------- the first heading

_LANDMARK = re.compile(
    r"""^(?:
        \#{1,6}[ \t]+(?P<atx>[^\n]*)
      | [ ]{0,3}(?P<fence>`{3,}|~{3,})
      | [ ]{0,3}(?P<comment><!--)
      | <h1\b[^<>]*>(?P<raw>(?:(?!</?h1\b).)*)</h1>
      | (?P<setext>(?!(?:[*+]|\d+[.)])[ \t])[^\s#>|<=-][^\n]*)\n(?:=+|-+)[ \t]*\r?$
    )""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


def first_heading(text: str, start: int = 0) -> str | None:
    """Find the Markdown of the first heading at or after ``start``, outside code and comments."""
    while found := _LANDMARK.search(text, start):
        kind = found.lastgroup
        start = found.end()
        if kind == "fence":
            start = _fence_end(text, found)
        elif kind == "comment":
            start = text.find("-->", start)
        elif kind == "setext" and not _opens_block(text, found.start()):
            start = found.end("setext")
        elif heading := _without_closing(found[kind or "atx"].strip()):
            return heading
        if start < 0:
            return None
    return None


def _without_closing(heading: str) -> str:
    """Drop the hashes that may close a heading as they open it."""
    bare = heading.rstrip("#")
    return bare.rstrip() if not bare or bare[-1] in " \t" else heading


def _fence_end(text: str, opening: re.Match[str]) -> int:
    """Say where the fence closes; -1 for one that never does, which hides the rest."""
    mark = opening["fence"]
    closing = re.compile(rf"^[ \t]*{mark[0]}{{{len(mark)},}}[ \t]*\r?$", re.MULTILINE)
    found = closing.search(text, opening.end())
    return -1 if found is None else found.end()


def _opens_block(text: str, start: int) -> bool:
    """Tell whether a line is the first of its paragraph, as an underlined heading is."""
    return start < 2 or not text[text.rfind("\n", 0, start - 1) + 1 : start - 1].strip()


# ---------------------------------------------------------------- keys of the front matter


@dataclass(slots=True)
class _Keys:
    """Reads keys by type; a value of another type is a problem, and counts as not given."""

    path: SourcePath
    source: str
    meta: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)

    def text(self, key: str) -> str:
        match self.meta.get(key):
            case None:
                return ""
            case bool() | list() | dict():
                self._expected(key, "text")
                return ""
            case value:
                return " ".join(str(value).split())

    def number(self, key: str) -> float | None:
        match self.meta.get(key):
            case None:
                return None
            case (int() | float()) as value if not isinstance(value, bool):
                return float(value)
            case _:
                self._expected(key, "a number")
                return None

    def flag(self, key: str, default: Literal["yes", "no"]) -> bool:
        match self.meta.get(key):
            case bool() as value:
                return value
            case None:
                pass
            case _:
                self._expected(key, "true or false")
        return default == "yes"

    def moment(self, key: str) -> None:
        """Judge a date, which stays among the ``meta`` for the few that want it."""
        value = self.meta.get(key)
        if not (value is None or isinstance(value, dict) or moment(value)):
            self._expected(key, "a date such as 2026-01-31")

    def texts(self, key: str) -> tuple[str, ...]:
        match self.meta.get(key):
            case None:
                return ()
            case str() as one:
                return (one,)
            case list() as many if not any(isinstance(item, list | dict | None) for item in many):
                return tuple(str(item) for item in many)
            case _:
                self._expected(key, "a list of texts")
                return ()

    def _expected(self, key: str, kind: str) -> None:
        given = {bool: "true or false", list: "a list", dict: "keys with values", str: "text"}
        value = self.meta[key]
        message = f"“{key}” must be {kind}, not {given.get(type(value), 'a number')}"
        line = key_line(self.source, key)
        self.problems.append(Problem(self.path, line, 1, "error", "front-matter", message))


# ---------------------------------------------------------------- as MkDocs has it


def _mkdocs_outline(
    path: SourcePath, text: str, front: FrontMatter, dialect: Dialect, docs: str
) -> Outline:
    """Title as MkDocs 1.6 has it: ``title``, an H1 that opens the page, else the file's name."""
    given = front.meta.get("title")
    if given is not None:
        title = Title(str(given), titles.escape(str(given)), "front matter")
    else:
        heading = opening_heading(text, front.body, dialect)
        title = Title(*heading, "heading") if heading else _mkdocs_name_title(path, docs)
    keys = _Keys(path, text, front.meta)
    return Outline(
        path,
        *title,
        description=keys.text("description"),
        tags=keys.texts("tags"),
        meta=front.meta,
        problems=front.problems,
    )


def _mkdocs_name_title(path: SourcePath, docs: str) -> Title:
    stem = path.removeprefix(docs).rpartition(".")[0]
    if stem in {"index", "README"}:
        return Title("Home", "Home", "name")
    stem = stem.rpartition("/")[2]
    stem = "index" if stem == "README" else stem
    words = stem.replace("-", " ").replace("_", " ")
    text = words.capitalize() if words.lower() == words else words
    return Title(text, titles.escape(text), "name")
