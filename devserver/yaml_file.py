"""Reads YAML as MkDocs does (``!ENV``, ``INHERIT``, Python names), but as data: nothing is run."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from pathlib import Path
from typing import Any, Final

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from devserver.settings import ConfigError, Keys, Place, Settings, read_text

# The C parser is six times faster; where libyaml is missing the plain one means the same.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_DEEPEST: Final = 60
"""Levels of nesting; the C parser crashes at some thousands, and Python not much later."""

_MOST: Final = 100_000
"""Values in one file: aliases can make billions out of a few lines."""

_STANDARD: Final = "tag:yaml.org,2002:"
_PYTHON: Final = f"{_STANDARD}python/"


def read_yaml(file: Path) -> Settings:
    """Read ``file`` and what it inherits, merged as MkDocs does: tables by key, all else replaced.

    Raises ConfigError with the line where ``file`` stops being YAML; a fault of an inherited file
    is a fault in the settings, and the rest holds.
    """
    chain, files = [_read_one(file)], [file]
    while "INHERIT" in chain[-1].values:
        parent = _inherited(chain[-1], files)
        if parent is None:
            break
        chain.append(parent)
    settings = Settings(file, {}, {}, tuple(dict.fromkeys(files)))
    for each in reversed(chain):
        each.values.pop("INHERIT", None)
        _merge(settings.values, each.values)
        settings.places.update(each.places)
        settings.faults.extend(each.faults)
    return settings


def _inherited(child: Settings, files: list[Path]) -> Settings | None:
    written = child.values["INHERIT"]
    if not isinstance(written, str) or not written:
        child.fault(("INHERIT",), "“INHERIT” must be the path of another configuration")
        return None
    file = Path(os.path.normpath(child.file.parent / written))
    if file in files:
        child.fault(("INHERIT",), f"“INHERIT” goes round in a circle: {written}")
        return None
    files.append(file)
    try:
        return _read_one(file)
    except ConfigError as error:
        fault = f"cannot inherit from {written}:{error.line}: {error.message}"
        missing = f"there is no file “{written}” to inherit from"
        child.fault(("INHERIT",), fault if file.exists() else missing)
        return None


def _merge(into: dict[str, Any], above: dict[str, Any]) -> None:
    for key, value in above.items():
        if isinstance(into.get(key), dict) and isinstance(value, dict):
            _merge(into[key], value)
        else:
            into[key] = value


# ---------------------------------------------------------------- one file


def _read_one(file: Path) -> Settings:
    settings = Settings(file, {}, {}, (file,))
    text = read_text(file)
    lines = _Lines(text)
    node = _compose(file, text, lines)
    if isinstance(node, MappingNode):
        settings.values.update(_Builder(settings, lines).value((), node))
    elif node is not None:
        raise ConfigError("not a configuration: it must consist of keys and values", file)
    return settings


def _compose(file: Path, text: str, lines: _Lines) -> Node | None:
    try:
        depth = 0
        for event in yaml.parse(text, Loader=_Loader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                raise ConfigError("nested too deeply", file, *lines.place(event.start_mark))
        return yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        place = lines.place(error.problem_mark or error.context_mark)
        raise ConfigError(f"not YAML: {error.problem or error.context}", file, *place) from None
    except yaml.YAMLError as error:
        line = text.count("\n", 0, getattr(error, "position", None) or 0) + 1
        reason = getattr(error, "reason", "it cannot be read")
        raise ConfigError(f"not YAML: {reason}", file, line) from None


class _Builder:
    """Makes values of nodes, keeping the place of each; a table's keys are text as written."""

    def __init__(self, settings: Settings, lines: _Lines) -> None:
        self._settings = settings
        self._lines = lines
        self._scalars = yaml.constructor.SafeConstructor()
        self._made = 0

    def value(self, keys: Keys, node: Node) -> Any:
        """Make the value at ``keys``. Raises ConfigError if the aliases make it too large."""
        self._made += 1
        if self._made > _MOST or len(keys) > _DEEPEST:
            raise ConfigError("too many values: is an alias inside itself?", *self._at(node))
        tag: str = node.tag
        if tag == "!ENV":
            return self._environment(keys, node)
        if tag == "!relative":
            return {"relative": node.value}
        if tag.startswith(_PYTHON):
            return self._python(keys, node, *tag.removeprefix(_PYTHON).partition(":")[::2])
        if not tag.startswith(_STANDARD):
            self._settings.places.setdefault(keys, Place(*self._at(node)))
            self._settings.fault(keys, f"unknown tag “{tag}”")
        return self._untagged(keys, node)

    def _untagged(self, keys: Keys, node: Node) -> Any:
        if isinstance(node, MappingNode):
            return self._table(keys, node)
        if isinstance(node, SequenceNode):
            return self._list(keys, node)
        return self._scalar(node.tag, node.value)

    def _table(self, keys: Keys, node: MappingNode) -> dict[str, Any]:
        table: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if key_node.tag == f"{_STANDARD}merge":
                merged = self._merged((*keys, "<<"), value_node) | merged
                continue
            if not isinstance(key_node, ScalarNode):
                self._settings.fault(keys, "a key must be a word, not a list or table")
                continue
            key: str = key_node.value
            if keys[:1] == ("nav",):
                # To MkDocs, a title may be a number or “Yes”, which then is shown as Python has it.
                key = str(self._scalar(key_node.tag, key))
            self._settings.places[*keys, key] = Place(*self._at(key_node))
            if key in table:
                self._settings.fault((*keys, key), f"“{key}” is set twice; the last one counts")
            table[key] = self.value((*keys, key), value_node)
        return merged | table

    def _merged(self, keys: Keys, node: Node) -> dict[str, Any]:
        """Make one table of those that ``<<`` names, of which an earlier one wins."""
        merged: dict[str, Any] = {}
        self._settings.places.setdefault(keys, Place(*self._at(node)))
        for each in _sources(node):
            value = self.value(keys, each)
            if isinstance(value, dict):
                merged = value | merged
            else:
                self._settings.fault(keys, "“<<” takes tables, and nothing else")
        return merged

    def _list(self, keys: Keys, node: SequenceNode) -> list[Any]:
        for index, item in enumerate(node.value):
            self._settings.places[*keys, index] = Place(*self._at(item))
        return [self.value((*keys, index), item) for index, item in enumerate(node.value)]

    def _scalar(self, tag: str, text: str) -> Any:
        # No number or date is that long; the numbers of YAML 1.1 take a square of their length.
        if len(text) > 100:
            return text
        try:
            value = self._scalars.construct_object(ScalarNode(tag, text))
        except Exception:  # noqa: BLE001 - “!!int x” makes PyYAML fail in many ways
            return text
        return text if isinstance(value, bytes) else value

    def _environment(self, keys: Keys, node: Node) -> Any:
        """Read ``!ENV NAME`` or ``!ENV [NAME, NAME, default]``, by the rules of pyyaml-env-tag."""
        nodes = node.value if isinstance(node, SequenceNode) else [node]
        names, rest = (nodes[:-1], nodes[-1]) if len(nodes) > 1 else (nodes, None)
        for name in names:
            found = os.environ.get(str(name.value))
            if found is not None:
                tag = self._plain_tag(found)
                return self._scalar(tag, found)
        return None if rest is None else self.value((*keys, "!ENV"), rest)

    def _plain_tag(self, text: str) -> str:
        resolver: Any = yaml.resolver.Resolver()
        return str(resolver.resolve(ScalarNode, text, (True, False)))

    def _python(self, keys: Keys, node: Node, what: str, name: str) -> Any:
        """Keep what names a Python object as data, for a fixed table to look up."""
        if what == "name":
            return {"python/name": name}
        if what == "tuple":
            return self._untagged(keys, node)
        if what != "object/apply":
            self._settings.fault(keys, f"“!!python/{what}” is left out: a configuration is data")
            return None
        given = self._untagged(keys, node)
        given = given if isinstance(given, dict) else {"args": given}
        return {"python/name": name} | {key: given[key] for key in ("args", "kwds") if key in given}

    def _at(self, node: Node) -> tuple[Path, int, int]:
        return self._settings.file, *self._lines.place(node.start_mark)


class _Lines:
    """Counts lines as editors do; to YAML, U+2028 and others in the middle of a text end one."""

    def __init__(self, text: str) -> None:
        self._ends = [-1, *(found.start() for found in re.finditer("\n", text))]

    def place(self, mark: Any) -> tuple[int, int]:
        """Give the line and column, from 1, that a mark stands at."""
        if mark is None:
            return 1, 1
        line = bisect_left(self._ends, mark.index)
        return line, mark.index - self._ends[line - 1]


def _sources(node: Node) -> list[MappingNode]:
    nodes = node.value if isinstance(node, SequenceNode) else [node]
    return [each for each in nodes if isinstance(each, MappingNode)]
