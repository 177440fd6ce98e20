"""The Markdown that people write today, said as a list of extensions and their options."""

from __future__ import annotations

from typing import Any

from devserver.model import Dialect

_OWN = "devserver.site.extensions"


def native() -> Dialect:
    """Give the dialect of pages in a project that asks for no other."""
    return Dialect(_EXTENSIONS, _OPTIONS)


def beyond(configured: Dialect) -> Dialect:
    """Add to the native dialect what a project asks for, ours also by their short names."""
    names = (_SHORT.get(name, name) for name in configured.extensions)
    options = {_SHORT.get(name, name): said for name, said in configured.options.items()}
    every = tuple(dict.fromkeys((*_EXTENSIONS, *names)))
    return Dialect(every, {**_OPTIONS, **options}, like=configured.like)


_SHORT = {"obsidian": f"{_OWN}.obsidian"}

_EXTENSIONS = (
    f"{_OWN}.lists",
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "md_in_html",
    "sane_lists",
    "pymdownx.caret",
    "pymdownx.details",
    "pymdownx.highlight",
    "pymdownx.inlinehilite",
    "pymdownx.keys",
    "pymdownx.mark",
    "pymdownx.saneheaders",
    "pymdownx.tabbed",
    "pymdownx.tilde",
    f"{_OWN}.alerts",
    f"{_OWN}.bare_links",
    f"{_OWN}.breaks",
    f"{_OWN}.emoji",
    f"{_OWN}.fences",
    f"{_OWN}.headings",
    f"{_OWN}.math",
    f"{_OWN}.raw",
    f"{_OWN}.tables",
    f"{_OWN}.tasks",
)

_OPTIONS: dict[str, dict[str, Any]] = {
    # Numbers are drawn by the style sheet, so that they are not copied with the code.
    "pymdownx.highlight": {"linenums_style": "pymdownx-inline", "pygments_lang_class": True},
    f"{_OWN}.fences": {
        "relaxed_headers": True,
        "custom_fences": [
            {
                "name": "mermaid",
                "class": "mermaid",
                "format": {"python/name": f"{_OWN}.mermaid.figure"},
            },
            {"name": "math", "class": "math", "format": {"python/name": f"{_OWN}.math.fence"}},
        ],
    },
    "pymdownx.tabbed": {"alternate_style": True},
}
