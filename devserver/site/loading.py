"""A dialect becomes a Markdown instance; an extension that is missing is a problem, no more."""

from __future__ import annotations

import importlib
import sys
from typing import Any, Literal

from markdown import Extension, Markdown
from markdown.util import get_installed_extensions

from devserver.model import Dialect
from devserver.site.code_styles import share_tables
from devserver.site.functions import resolved


def load(dialect: Dialect) -> tuple[Markdown, tuple[str, ...]]:
    """Make the Markdown instance of ``dialect``, and say what could not be loaded into it."""
    share_tables()
    if not dialect.mkdocs:
        return _load(dialect.extensions, dialect.options, "html")
    names = (*_MKDOCS_OWN, *dialect.extensions)
    return _load(tuple(dict.fromkeys(names)), dialect.options, "xhtml")


_MKDOCS_OWN = ("toc", "tables", "fenced_code")
"""What MkDocs adds to every project."""

_READING = frozenset({"pymdownx.b64", "pymdownx.snippets"})
"""Modules that would read whatever file of the machine a configuration allows its pages.

Includes are expanded before conversion, with every look-up recorded; and a picture that is not put
into the page itself is shown all the same.
"""

_ASKING = frozenset({"material.extensions.preview"})
"""Modules that ask MkDocs while it runs: previews of links are Material's own."""


def _load(
    names: tuple[str, ...], options: dict[str, dict[str, Any]], output: Literal["html", "xhtml"]
) -> tuple[Markdown, tuple[str, ...]]:
    md = Markdown(output_format=output)
    faults: list[str] = []
    for name in names:
        if name in _READING or name in _ASKING:
            continue
        try:
            extension = _extension(name, resolved(options.get(name) or {}), faults)
            md.registerExtensions([extension], {})
        except ModuleNotFoundError as error:
            faults.append(_missing(name, error))
        except Exception as error:  # noqa: BLE001 - an extension may fail in any way
            faults.append(f"the extension “{name}” cannot be used: {error}")
    return md, tuple(faults)


def _extension(name: str, options: dict[str, Any], faults: list[str]) -> Extension:
    """Make the extension that ``name`` means to Markdown: an entry point, module or class.

    Markdown itself would call whatever a configuration names, ``os:system`` too.
    """
    made = _made(_maker(name), name, options, faults)
    if not isinstance(made, Extension):
        raise TypeError(f"“{name}” is no Markdown extension")
    for kind in type(made).__mro__:
        if kind.__module__ in _READING:
            raise TypeError(f"it reads files; write “{kind.__module__}” for it")
    return made


def _made(maker: Any, name: str, options: dict[str, Any], faults: list[str]) -> Any:
    """Call ``maker``; an option that it does not know is told, and the others hold."""
    try:
        return maker(**options)
    except KeyError as error:
        # Python-Markdown says no more than the key.
        unknown = error.args[0] if error.args else None
        if unknown not in options:
            raise
        faults.append(f"the extension “{name}” has no option “{unknown}”, which is left out")
        rest = {key: value for key, value in options.items() if key != unknown}
        return _made(maker, name, rest, faults)


def _maker(name: str) -> Any:
    """Find what makes an extension: its class, or a function of its module that says so."""
    for installed in get_installed_extensions():
        if installed.name == name:
            return installed.load()
    module_name, _, class_name = name.partition(":")
    if module_name.partition(".")[0] in sys.stdlib_module_names:
        # Some do things as soon as they are imported; none is meant.
        raise TypeError("it is a module of Python, and no Markdown extension")
    module = importlib.import_module(module_name)
    if not class_name:
        return module.makeExtension
    kind = getattr(module, class_name)
    if not (isinstance(kind, type) and issubclass(kind, Extension)):
        raise TypeError(f"“{class_name}” is no Markdown extension")
    return kind


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
