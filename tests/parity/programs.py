"""Takes out of a copied project what a preview does not run: both programs then read the same."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import yaml

_PROGRAMS: Final = ("plugins", "hooks")


def without_programs(file: Path) -> Iterator[str]:
    """Cut plugins and hooks out of a configuration and of what it inherits, naming each."""
    text = file.read_text("utf-8")
    top = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(top, yaml.MappingNode):
        return
    parts, done = [], 0
    for key, value in top.value:
        if key.value in _PROGRAMS:
            parts.append(text[done : key.start_mark.index])
            done = value.end_mark.index
            yield from (f"{key.value[:-1]} {name}" for name in _names(value) if name != "search")
        elif key.value == "INHERIT" and isinstance(value, yaml.ScalarNode):
            parent = Path(os.path.normpath(file.parent / value.value))
            if parent.exists():
                yield from without_programs(parent)
    file.write_text("".join((*parts, text[done:])), "utf-8")


def _names(node: yaml.Node) -> Iterator[str]:
    """Name the entries of a list or table, each of which may be a table of one."""
    for item in node.value if isinstance(node, yaml.CollectionNode) else ():
        named = item[0] if isinstance(item, tuple) else item
        if isinstance(named, yaml.MappingNode):
            yield from _names(named)
        elif isinstance(named, yaml.ScalarNode):
            yield named.value
