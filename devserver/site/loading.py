"""A dialect becomes a Markdown instance; an extension that is missing is a problem, no more."""

from __future__ import annotations

from typing import Any, Literal

from markdown import Markdown

from devserver.model import Dialect
from devserver.site.functions import resolved


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
            md.registerExtensions([name], {name: resolved(options.get(name) or {})})
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
