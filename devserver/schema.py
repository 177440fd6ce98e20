"""Holds a configuration against a table of its keys: what is wrong is said, what is right stays."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from devserver.model import Severity
from devserver.settings import Keys, Settings


@dataclass(frozen=True, slots=True)
class Key:
    """One key: what it takes (a name in ``TAKES``) and, for the reference, what it means."""

    takes: str
    means: str
    instead: str = ""
    """Advice for those who wrote something else."""


Table = Mapping[str, "Key | Table"]
"""The keys of one table; a table of tables for ``[section]``, under ``"[]"`` if ``[[many]]``."""

MANY: Final = "[]"


def flat(table: Table, before: str = "") -> Iterator[tuple[str, Key]]:
    """Name every key with the tables around it (``commands.run``), for a reference of them."""
    for name, inner in table.items():
        here = before if name == MANY else f"{before}{name}"
        if isinstance(inner, Key):
            yield here, inner
        else:
            yield from flat(inner, here if name == MANY else f"{here}.")


def nearest(word: str, words: Iterable[str]) -> str:
    """Ask whether the nearest of ``words`` was meant: `` (did you mean …?)``, or nothing."""
    import difflib  # Only those who mistyped wait for it.

    near = difflib.get_close_matches(word, list(words), n=1, cutoff=0.6)
    return f" (did you mean “{near[0]}”?)" if near else ""


def take(settings: Settings, table: Table, unknown: Severity = "error") -> dict[str, Any]:
    """Return the values that ``table`` allows; every other is noted in ``settings`` as a fault.

    An entry of ``[[many]]`` that is wrong in part is ``None``, so that the others keep their index.
    """
    for name in settings.values.keys() - table.keys():
        settings.fault((name,), f"unknown key “{name}”{_suggestion(name, table)}", unknown)
    return _take(settings, (), settings.values, table)


def _take(settings: Settings, at: Keys, values: Mapping[str, Any], table: Table) -> dict[str, Any]:
    taken = {}
    for name, value in values.items():
        keys, wanted = (*at, name), table.get(name)
        if wanted is None:
            if at:
                settings.fault(keys, f"unknown key “{name}”{_suggestion(name, table)}")
        elif not isinstance(wanted, Key):
            taken[name] = _take_table(settings, keys, value, wanted)
        elif TAKES[wanted.takes](value):
            taken[name] = value
        else:
            settings.fault(keys, _wrong(name, value, wanted))
    return taken


def _take_table(settings: Settings, keys: Keys, value: Any, wanted: Table) -> Any:
    name, table = keys[-1], wanted.get(MANY)
    if table is None or isinstance(table, Key):
        if isinstance(value, dict):
            return _take(settings, keys, value, wanted)
        settings.fault(keys, f"“{name}” must be a table, not {kind(value)}: write [{name}]")
        return {}
    if not _list_of(dict)(value):
        settings.fault(keys, f"“{name}” must be tables, not {kind(value)}: write [[{name}]]")
        return []
    return [_take_whole(settings, (*keys, i), entry, table) for i, entry in enumerate(value)]


def _take_whole(settings: Settings, keys: Keys, value: Any, table: Table) -> dict[str, Any] | None:
    before = len(settings.faults)
    taken = _take(settings, keys, value, table)
    return taken if len(settings.faults) == before else None


def _suggestion(name: str, table: Table) -> str:
    return nearest(name, table) or f"; there are {', '.join(sorted(table))}"


def _wrong(name: str, value: object, wanted: Key) -> str:
    message = f"“{name}” must be {wanted.takes}, not {kind(value)}"
    return f"{message}: {wanted.instead}" if wanted.instead else message


# ---------------------------------------------------------------- what a value may be


def kind(value: object) -> str:
    """Name the type of ``value`` as people who write configurations do, with its article."""
    if isinstance(value, list):
        odd = [item for item in value if not isinstance(item, str)]
        return (
            f"a list with {kind(odd[0])} in it" if odd else "a list" if value else "an empty list"
        )
    for types, name in _KINDS:
        if isinstance(value, types):
            return name
    return "nothing" if value is None else f"a {type(value).__name__}"


_KINDS: Final[tuple[tuple[type | tuple[type, ...], str], ...]] = (
    (str, "a string"),
    (bool, "true or false"),
    ((int, float), "a number"),
    (dict, "a table"),
    ((datetime.date, datetime.time), "a date"),
)


def _list_of(*types: type) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(isinstance(v, types) for v in value)


def _positive(value: object) -> bool:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and 0 < value < math.inf  # type: ignore[operator]


TAKES: Final[dict[str, Callable[[Any], bool]]] = {
    "a string": lambda value: isinstance(value, str),
    "true or false": lambda value: isinstance(value, bool),
    "a number of seconds": _positive,
    "a table": lambda value: isinstance(value, dict),
    "a list": lambda value: isinstance(value, list),
    "a list of strings": _list_of(str),
    "a list of strings or tables": _list_of(str, dict),
    "a list or a table": lambda value: isinstance(value, list | dict),
    "a string or a table": lambda value: isinstance(value, str | dict),
    "a list of one string or more": lambda value: bool(value) and _list_of(str)(value),
}
"""What a key may take, in the words of the reference and of the error messages."""
