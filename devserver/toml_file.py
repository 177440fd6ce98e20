"""Reads TOML, and finds the line of every key, which the standard library's reader keeps secret."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Final

from devserver.settings import ConfigError, Keys, Place, Settings, read_text
from devserver.toml_text import parse_toml

_DEEPEST: Final = 60
"""Levels of nesting; what reads the values goes no deeper than Python does."""


def read_toml(file: Path, table: tuple[str, ...] = ()) -> Settings | None:
    """Read ``table`` of ``file`` (the whole file by default); ``None`` if there is no such table.

    Raises ConfigError with the line where the file stops being TOML.
    """
    text = read_text(file)
    scan = _Scan(text)
    if deep := scan.too_deep():
        raise ConfigError("nested too deeply", file, *deep)
    try:
        values: Any = parse_toml(text)
    except (RecursionError, ValueError) as error:
        raise _broken(file, text, error) from None
    for name in table:
        values = values.get(name) if isinstance(values, dict) else None
    if not isinstance(values, dict):
        return None
    depth = len(table)
    places = {
        keys[depth:]: Place(file, line, column)
        for keys, (line, column) in scan.document().items()
        if keys[:depth] == table
    }
    return Settings(file, values, places, (file,))


def _broken(file: Path, text: str, error: Exception) -> ConfigError:
    said = re.fullmatch(r"(.*?) \(at (?:line (\d+), column (\d+)|(end) of document)\)", str(error))
    if said is None:
        return ConfigError(f"not TOML: {error}", file)
    before = text.rstrip()
    end = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    place = end if said[4] else (int(said[2]), int(said[3]))
    return ConfigError(f"not TOML: {said[1]}", file, *place)


# ---------------------------------------------------------------- where each key stands

_TOKEN: Final = re.compile(
    r'''
      (?P<space>   [ \t\r]+ | \#[^\n]* )
    | (?P<newline> \n )
    | (?P<text>    """(?:\\.|[^\\])*?"{3,5} | \'\'\'.*?\'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*' )
    | (?P<mark>    [\[\]{}=,.] )
    | (?P<bare>    [A-Za-z0-9_-]+ )
    | (?P<other>   . )
    ''',
    re.VERBOSE | re.DOTALL,
)


def find_places(text: str) -> dict[Keys, tuple[int, int]]:
    """Find the line and column (from 1) of every key and array item of a valid TOML text."""
    return _Scan(text).document()


class _Scan:
    """One walk over the tokens. The text is known to be TOML, so nothing is checked again."""

    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, str, tuple[int, int]]] = []
        line, begin = 1, 0
        for match in _TOKEN.finditer(text):
            if match.lastgroup != "space":
                place = (line, match.start() - begin + 1)
                self._tokens.append((match.lastgroup or "", match[0], place))
            if breaks := match[0].count("\n"):
                line += breaks
                begin = match.start() + match[0].rindex("\n") + 1
        self._tokens.append(("end", "", (line, 1)))
        self._at = 0
        self._places: dict[Keys, tuple[int, int]] = {}
        self._arrays: dict[Keys, int] = {}

    def too_deep(self) -> tuple[int, int] | None:
        """Find where more brackets or dotted keys are within each other than anyone means."""
        depth = dots = 0
        for kind, word, place in self._tokens:
            if kind == "mark" and word in "[]{}":
                depth += 1 if word in "[{" else -1
            if word == ".":
                dots += 1
            elif kind not in ("text", "bare"):
                dots = 0
            if depth + dots > _DEEPEST:
                return place
        return None

    def document(self) -> dict[Keys, tuple[int, int]]:
        """Find every key and array item; the text must be TOML."""
        table: Keys = ()
        while not self._ended():
            if self._see("["):
                table = self._header()
            elif not self._skip("\n"):
                self._pair(table)
        return self._places

    def _header(self) -> Keys:
        self._skip("[")
        array = self._skip("[")
        place = self._tokens[self._at][2]
        keys: Keys = ()
        parts = self._key()
        for index, part in enumerate(parts):
            keys += (part,)
            if index == len(parts) - 1 and array:
                self._arrays[keys] = self._arrays.get(keys, -1) + 1
            self._places.setdefault(keys, place)
            if keys in self._arrays:
                keys += (self._arrays[keys],)
        self._places[keys] = place
        while self._skip("]"):
            pass
        return keys

    def _pair(self, table: Keys) -> None:
        place = self._tokens[self._at][2]
        keys = table
        for part in self._key():
            keys += (part,)
            self._places.setdefault(keys, place)
        self._skip("=")
        self._value(keys)

    def _key(self) -> list[str]:
        parts: list[str] = []
        while True:
            kind, word, _ = self._tokens[self._at]
            if kind not in ("text", "bare"):
                return parts
            parts.append(tomllib.loads(f"x={word}")["x"] if kind == "text" else word)
            self._at += 1
            if not self._skip("."):
                return parts

    def _value(self, keys: Keys) -> None:
        if self._skip("["):
            self._items(keys)
        elif self._skip("{"):
            while self._until("}"):
                if not (self._skip(",") or self._skip("\n")):
                    self._pair(keys)
        else:
            # At least one token, so that no newer TOML can make this scan stand still.
            self._at += not self._ended()
            while not self._ended() and self._tokens[self._at][1] not in ("\n", ",", "]", "}"):
                self._at += 1

    def _items(self, keys: Keys) -> None:
        index = 0
        while self._until("]"):
            if self._skip(",") or self._skip("\n"):
                continue
            self._places[*keys, index] = self._tokens[self._at][2]
            self._value((*keys, index))
            index += 1

    def _until(self, mark: str) -> bool:
        return not self._ended() and not self._skip(mark)

    def _ended(self) -> bool:
        return self._tokens[self._at][0] == "end"

    def _see(self, mark: str) -> bool:
        return self._tokens[self._at][1] == mark

    def _skip(self, mark: str) -> bool:
        found = self._see(mark)
        self._at += found
        return found
