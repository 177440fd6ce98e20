"""A dialect becomes a Markdown instance; an extension that is missing is a problem, no more."""

from __future__ import annotations

import importlib
from typing import Any, Literal

from markdown import Markdown

from devserver.model import Dialect


def load(dialect: Dialect) -> tuple[Markdown, tuple[str, ...]]:
    """Make the Markdown instance of ``dialect``, and say what could not be loaded into it."""
    if not dialect.mkdocs:
        return _load(dialect.extensions, dialect.options, "html")
    names = (*_MKDOCS_OWN, *dialect.extensions)
    return _load(tuple(dict.fromkeys(names)), dialect.options, "xhtml")


_MKDOCS_OWN = ("toc", "tables", "fenced_code")
"""What MkDocs adds to every project."""

_DONE_BEFORE = frozenset({"pymdownx.snippets"})
"""Includes are expanded before conversion, with every look-up recorded."""


def _load(
    names: tuple[str, ...], options: dict[str, dict[str, Any]], output: Literal["html", "xhtml"]
) -> tuple[Markdown, tuple[str, ...]]:
    md = Markdown(output_format=output)
    faults: list[str] = []
    for name in names:
        if name in _DONE_BEFORE:
            continue
        try:
            given = _resolved(options.get(name) or {}, name, faults)
            md.registerExtensions([name], {name: given})
        except ModuleNotFoundError as error:
            faults.append(_missing(name, error))
        except Exception as error:  # noqa: BLE001 - an extension may fail in any way
            faults.append(f"the extension “{name}” cannot be used: {error}")
    return md, tuple(faults)


def _missing(name: str, error: ModuleNotFoundError) -> str:
    module = name.partition(":")[0]
    if error.name and not f"{module}.".startswith(f"{error.name}."):
        return f"the extension “{name}” needs the Python module “{error.name}”"
    return (
        f"the extension “{name}” is not installed: "
        f"pip install {_PACKAGES.get(module.partition('.')[0]) or _package(module)}"
    )


_PACKAGES = {
    "callouts": "markdown-callouts",
    "gfm_admonition": "markdown-gfm-admonition",
    "material": "mkdocs-material",
    "mkdocs-click": "mkdocs-click",
    "mkdocs_click": "mkdocs-click",
    "plantuml_markdown": "plantuml-markdown",
    "pymdownx": "pymdown-extensions",
    "zensical": "zensical",
}
"""Where the package is not called as its module is."""


def _package(module: str) -> str:
    return module.partition(".")[0].replace("_", "-")


# ---------------------------------------------------------------- options that name functions

_FUNCTIONS = {
    "devserver.site.extensions.math.fence": "devserver.site.extensions.math.fence",
    "devserver.site.extensions.mermaid.figure": "devserver.site.extensions.mermaid.figure",
    "pymdownx.superfences.fence_code_format": "pymdownx.superfences.fence_code_format",
    "pymdownx.superfences.fence_div_format": "pymdownx.superfences.fence_div_format",
    "pymdownx.slugs.slugify": "pymdownx.slugs.slugify",
    "pymdownx.emoji.emojione": "pymdownx.emoji.emojione",
    "pymdownx.emoji.gemoji": "pymdownx.emoji.gemoji",
    "pymdownx.emoji.twemoji": "pymdownx.emoji.twemoji",
    "pymdownx.emoji.to_alt": "pymdownx.emoji.to_alt",
    "pymdownx.emoji.to_png": "pymdownx.emoji.to_png",
    "pymdownx.emoji.to_svg": "pymdownx.emoji.to_svg",
    "pymdownx.arithmatex.arithmatex_fenced_format": "pymdownx.arithmatex.arithmatex_fenced_format",
    "pymdownx.arithmatex.arithmatex_inline_format": "pymdownx.arithmatex.arithmatex_inline_format",
    "markdown.extensions.toc.slugify": "markdown.extensions.toc.slugify",
    "markdown.extensions.toc.slugify_unicode": "markdown.extensions.toc.slugify_unicode",
    "mermaid2.fence_mermaid": "pymdownx.superfences.fence_div_format",
    "mermaid2.fence_mermaid_custom": "pymdownx.superfences.fence_div_format",
} | {
    f"{package}.{name}": f"devserver.site.extensions.icons.{own}"
    for package in ("material.extensions.emoji", "materialx.emoji", "zensical.extensions.emoji")
    for name, own in (("twemoji", "index"), ("to_svg", "generator"))
}
"""The functions that a configuration may name: nothing is imported because a file says so."""


def _resolved(value: Any, extension: str, faults: list[str]) -> Any:
    """Put the functions that options name in their places; an unknown one is left out."""
    match value:
        case {"python/name": str() as name, **more}:
            return _function(name, more)
        case dict():
            resolved = {}
            for key, item in value.items():
                try:
                    resolved[key] = _resolved(item, extension, faults)
                except LookupError as error:
                    faults.append(f"“{key}” of “{extension}” is left out: {error.args[0]}")
            return resolved
        case list():
            return [_resolved(item, extension, faults) for item in value]
        case _:
            return value


def _function(name: str, more: dict[Any, Any]) -> Any:
    if name not in _FUNCTIONS:
        raise LookupError(f"the function “{name}” is not one that may be named")
    module, _, attribute = _FUNCTIONS[name].rpartition(".")
    function = getattr(importlib.import_module(module), attribute)
    return function(**more["kwds"]) if "kwds" in more else function
