"""The functions that a configuration may name: nothing is imported because a file says so."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from devserver.site.near import Names

_SLUG = "pymdownx.slugs.slugify"
_SAME = (
    "devserver.site.extensions.math.fence",
    "devserver.site.extensions.mermaid.figure",
    "markdown.extensions.toc.slugify",
    "markdown.extensions.toc.slugify_unicode",
    "markdown.extensions.wikilinks.build_url",
    "pymdownx.arithmatex.arithmatex_fenced_format",
    "pymdownx.arithmatex.arithmatex_inline_format",
    "pymdownx.emoji.emojione",
    "pymdownx.emoji.gemoji",
    "pymdownx.emoji.to_alt",
    "pymdownx.emoji.to_png",
    "pymdownx.emoji.to_png_sprite",
    "pymdownx.emoji.to_svg",
    "pymdownx.emoji.to_svg_sprite",
    "pymdownx.emoji.twemoji",
    _SLUG,
    "pymdownx.superfences.default_validator",
    "pymdownx.superfences.fence_code_format",
    "pymdownx.superfences.fence_div_format",
    "pymdownx.superfences.highlight_validator",
)
_MATERIALS = ("material.extensions.emoji", "materialx.emoji", "zensical.extensions.emoji")
_FENCE = "pymdownx.superfences.fence_div_format"
_OF: Mapping[str, tuple[str, Mapping[str, Any]]] = {name: (name, {}) for name in _SAME} | {
    f"{package}.{name}": (f"devserver.site.extensions.icons.{own}", {})
    for package in _MATERIALS
    for name, own in (("twemoji", "index"), ("to_svg", "generator"))
}
_INSTEAD: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "mermaid2.fence_mermaid": (_FENCE, {}),
    "mermaid2.fence_mermaid_custom": (_FENCE, {}),
    # What pymdownx had before one function took their place.
    "pymdownx.slugs.uslugify": (_SLUG, {"case": "lower"}),
    "pymdownx.slugs.uslugify_cased": (_SLUG, {"case": "none"}),
    "pymdownx.slugs.uslugify_encoded": (_SLUG, {"case": "lower", "percent_encode": True}),
    "pymdownx.slugs.uslugify_cased_encoded": (_SLUG, {"case": "none", "percent_encode": True}),
    "pymdownx.slugs.gfm": (_SLUG, {"case": "lower-ascii"}),
    "pymdownx.slugs.gfm_encoded": (_SLUG, {"case": "lower-ascii", "percent_encode": True}),
    "pymdownx.arithmatex.fence_generic_format": (
        "pymdownx.arithmatex.arithmatex_fenced_format",
        {"mode": "generic"},
    ),
    "pymdownx.arithmatex.fence_mathjax_format": (
        "pymdownx.arithmatex.arithmatex_fenced_format",
        {"mode": "mathjax"},
    ),
    "pymdownx.arithmatex.inline_generic_format": (
        "pymdownx.arithmatex.arithmatex_inline_format",
        {"mode": "generic"},
    ),
    "pymdownx.arithmatex.inline_mathjax_format": (
        "pymdownx.arithmatex.arithmatex_inline_format",
        {"mode": "mathjax"},
    ),
}
_KNOWN: Mapping[str, tuple[str, Mapping[str, Any]]] = {**_OF, **_INSTEAD}


def unknown(
    value: Any, keys: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Give what is wrong with functions that options name, each with the way to it."""
    if isinstance(value, Mapping):
        name = value.get("python/name")
        if isinstance(name, str):
            if name not in _KNOWN:
                yield keys, _message(name)
            return
        pairs: Iterable[tuple[str | int, Any]] = value.items()
    else:
        pairs = enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        yield from unknown(item, (*keys, key))


def _message(name: str) -> str:
    near = Names(named for named in _KNOWN if not named.startswith("devserver.")).nearest(name)
    hint = f", did you mean “{near}”?" if near else ""
    return f"the function “{name}” is not one that may be named{hint}"


def resolved(value: Any) -> Any:
    """Put the functions that options name in their places; an unknown one is left out."""
    if isinstance(value, list):
        return [resolved(item) for item in value if not _is_unknown(item)]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("python/name"), str):
        return _function(value["python/name"], value)
    return {key: resolved(item) for key, item in value.items() if not _is_unknown(item)}


def _is_unknown(value: Any) -> bool:
    return isinstance(value, dict) and value.get("python/name", _SLUG) not in _KNOWN


def _function(name: str, given: dict[str, Any]) -> Any:
    target, usual = _KNOWN[name]
    module, _, attribute = target.rpartition(".")
    function: Callable[..., Any] = getattr(importlib.import_module(module), attribute)
    if not usual and not {"args", "kwds"} & given.keys():
        return function
    args, kwds = given.get("args"), given.get("kwds")
    return function(
        *(args if isinstance(args, list) else ()),
        **usual,
        **(kwds if isinstance(kwds, dict) else {}),
    )
