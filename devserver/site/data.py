"""Front matter's YAML and TOML become plain JSON values, within bounds and with exact faults."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from devserver.toml_text import parse_toml


class DataError(Exception):
    """Why data cannot be read; ``line`` and ``column`` within it, both from 1."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


def read_yaml(source: str) -> Any:
    """Read YAML without making any object of Python's; raises ``DataError``."""
    # Its import would delay every start, also where no page has to be read or none has any.
    import yaml

    try:
        if len(_bounded(source)) > _SHORT:
            _check_depth(source)
        return yaml.load(source, Loader=_loader())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at_end = mark and mark.index >= len(source) and source.endswith("\n")
        if at_end and error.context_mark:
            # What is never closed is noticed at the very end, where there is nothing to see.
            mark = error.context_mark
        place = _place(source, mark)
        raise DataError(f"not valid YAML: {error.problem or error}", *place) from error
    except yaml.YAMLError as error:
        position = getattr(error, "position", 0)
        before = source[: position if isinstance(position, int) else 0]
        raise DataError(
            "not valid YAML: a character that may not be there", before.count("\n") + 1
        ) from error
    except (AttributeError, LookupError) as error:
        # PyYAML trips over “!!timestamp x” and “!!bool x” like this.
        raise DataError("not valid YAML: a value is not what its tag says") from error
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise DataError(f"not valid YAML: {error}") from error


_LIMIT = 5_000
"""Values in one front matter: YAML aliases can make billions out of a few lines."""

_LONGEST = 50_000
"""Characters in one front matter: some values take the square of their length to read."""

_DEEPEST = 50
_SHORT = 4_000
"""So many characters cannot be nested so deeply that reading them does harm."""
_TOO_LARGE = "front matter is too large, or refers to itself"


def _bounded(source: str) -> str:
    if len(source) > _LONGEST:
        raise DataError(_TOO_LARGE)
    return source


@cache
def _loader() -> Any:
    """Make the class that reads YAML: safely, and only so much by merge keys (``<<``)."""
    import yaml

    # The C loader is some ten times faster; where libyaml is missing the plain one means the same.
    fastest: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(fastest):  # type: ignore[misc]  # Which one it is depends on the machine.
        merged = 0

        def flatten_mapping(self, node: Any) -> None:
            for key, value in node.value:
                if key.tag == "tag:yaml.org,2002:merge":
                    for each in value.value if isinstance(value, yaml.SequenceNode) else (value,):
                        self.merge(each)
            super().flatten_mapping(node)

        def merge(self, node: Any) -> None:
            if isinstance(node, yaml.MappingNode):
                self.flatten_mapping(node)
            self.merged += len(node.value)
            if self.merged > _LIMIT:
                raise DataError(_TOO_LARGE, node.start_mark.line + 1)

    return Loader


def _check_depth(source: str) -> None:
    """Refuse nesting that libyaml, which is recursive, would crash the whole program on."""
    import yaml

    depth = 0
    for count, event in enumerate(yaml.parse(source, Loader=_loader())):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST or count > 10 * _LIMIT:
            raise DataError(_TOO_LARGE, _place(source, event.start_mark)[0])


def _place(source: str, mark: Any) -> tuple[int, int]:
    """Give a mark's line and column as editors count them; to YAML, more than LF ends one."""
    offset = mark.index if mark else 0
    return source.count("\n", 0, offset) + 1, offset - source.rfind("\n", 0, offset)


def read_toml(source: str) -> Any:
    """Read TOML; raises ``DataError``."""
    try:
        return parse_toml(_bounded(source).replace("\r\n", "\n"))
    except (RecursionError, ValueError) as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        message = re.sub(r" \(at .*\)", "", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (len(source.splitlines()), 1)
        raise DataError(f"not valid TOML: {message}", max(line, 1), column) from error


def plain_mapping(value: Any) -> dict[str, Any]:
    """Make what was read of what JSON has; raises ``DataError`` if it is no mapping."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise DataError("front matter must be keys with values, such as “title: My page”")
    budget = [_LIMIT]
    return {str(key): _plain(item, budget) for key, item in value.items()}


def _plain(value: Any, budget: list[int], depth: int = 0) -> Any:
    """Make ``value`` of what JSON has; dates and numbers beyond 64 bits become text."""
    budget[0] -= 1
    if budget[0] < 0 or depth > _DEEPEST:
        raise DataError(_TOO_LARGE)
    match value:
        case Mapping():
            return {_clean(str(key)): _plain(v, budget, depth + 1) for key, v in value.items()}
        case list() | tuple() | set():
            return [_plain(item, budget, depth + 1) for item in value]
        case bool() | None:
            return value
        case int() if -(2**63) <= value < 2**63:
            return value
        case float() if math.isfinite(value):
            return value
        case int() if value.bit_length() > 1_000:
            raise DataError("a number is too large")
        case _:
            return _clean(value.isoformat() if hasattr(value, "isoformat") else str(value))


def _clean(text: str) -> str:
    """Replace lone surrogates, which YAML escapes can make and UTF-8 cannot hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
