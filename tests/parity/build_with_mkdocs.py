"""Builds a project with the MkDocs whose Python runs this: its own code, without what is missing.

It stands alone: the environment of MkDocs has nothing of ours. Standard output is one JSON object.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import markdown
import yaml
from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.utils import meta
from mkdocs.utils.yaml import get_yaml_loader, yaml_load


class _Remembering(logging.Handler):
    """Keeps what MkDocs complains of."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.said: list[tuple[str, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append((record.levelname, record.getMessage()))


def main(file: Path, out: Path, theme: Path) -> None:
    """Build the project of ``file`` into ``out`` with the theme that only shows what is known."""
    heard = _Remembering()
    _forget_templates()
    logging.getLogger("mkdocs").addHandler(heard)
    logging.getLogger("mkdocs").setLevel(logging.INFO)
    config = MkDocsConfig(config_file_path=str(file))
    written = _written(file, config)
    left_out = list(_left_out(written))
    config.load_dict({**written, "theme": {"name": None, "custom_dir": str(theme)}})
    # What is watched need not be there for a build that is asked for once.
    config.load_dict({"plugins": [], "hooks": [], "watch": [], "strict": False})
    config.load_dict({"site_dir": str(out)})
    errors, warnings = config.validate()
    heard.said += [("ERROR", f"{key}: {error}") for key, error in errors]
    heard.said += [("WARNING", f"{key}: {warning}") for key, warning in warnings]
    try:
        if not errors:
            build(config)
    except Abort as error:
        heard.said.append(("ERROR", str(error)))
    sys.stdout.write(json.dumps({"left_out": left_out, "said": heard.said}))


def _forget_templates() -> None:
    """Have every page shown by our theme, whatever template of another it asks for."""
    original = meta.get_data

    def get_data(text: str) -> tuple[str, dict[str, Any]]:
        body, found = original(text)
        found.pop("template", None)
        return body, found

    meta.get_data = get_data


def _written(file: Path, config: MkDocsConfig) -> dict[str, Any]:
    """Read the configuration and what it inherits; a name that cannot be imported is nothing."""

    class Loader(get_yaml_loader(config=config)):  # type: ignore[misc]  # It is made just here.
        pass

    def name(loader: Any, suffix: str, node: yaml.Node) -> Any:
        # Of an emoji that is a character, Material makes what pymdownx makes.
        suffix = suffix.replace("material.extensions.emoji.", "pymdownx.emoji.")
        try:
            return loader.construct_python_name(suffix, node)
        except yaml.YAMLError:
            return None

    Loader.add_multi_constructor("tag:yaml.org,2002:python/name:", name)
    with file.open("rb") as stream:
        found: dict[str, Any] = yaml_load(stream, Loader)
    return found


def _left_out(written: dict[str, Any]) -> Iterator[str]:
    """Take out of a configuration what cannot be had, and name it."""
    kept: list[Any] = []
    for name, options in _pairs(written.pop("markdown_extensions", None)):
        options = {key: value for key, value in (options or {}).items() if value is not None}
        fault = _fault(name, options)
        if fault:
            yield f"extension {name} ({fault})"
        else:
            kept.append({name: options} if options else name)
    written["markdown_extensions"] = kept


def _pairs(written: Any) -> Iterator[tuple[str, Any]]:
    for item in [written] if isinstance(written, dict) else written or ():
        yield from item.items() if isinstance(item, dict) else ((item, None),)


def _fault(name: str, options: dict[str, Any]) -> str:
    try:
        markdown.Markdown().registerExtensions((name,), {name: options})
    except Exception as error:  # noqa: BLE001 - whatever an extension raises, it cannot be had
        return f"{type(error).__name__}: {error}"
    return ""


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
