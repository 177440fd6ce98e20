"""A costly step of a build: its name, what it makes, and the digest of its named inputs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import msgspec

from devserver.model import Digest, Document, Link, Outline, Page, Problem, SourcePath, digest

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """A pure function that is worth remembering, known by ``name``; its results are ``makes``."""

    name: str
    makes: type[T]

    def key(self, **inputs: str) -> Digest:
        """Name the inputs a result depends on; another input, name or step is another key."""
        return digest("\x00".join((self.name, *(f"{k}\x01{inputs[k]}" for k in sorted(inputs)))))

    def packed(self, value: T) -> bytes:
        """Give the bytes in which a result is remembered."""
        return msgspec.msgpack.encode(value)

    def unpacked(self, raw: bytes) -> T:
        """Read a remembered result; raises ``msgspec.MsgspecError`` if it is not one."""
        try:
            return msgspec.msgpack.decode(raw, type=self.makes)
        except UnicodeDecodeError as error:
            raise msgspec.DecodeError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Outlined:
    """A page's outline, and the digest of the text it was made from."""

    source: Digest
    outline: Outline


@dataclass(frozen=True, slots=True)
class Outlines:
    """The outlines of pages whose texts were read in one and the same way."""

    reading: Digest
    """Digest of all that an outline depends on besides the text."""
    pages: dict[SourcePath, Outlined]


@dataclass(frozen=True, slots=True)
class Findings:
    """What checks need of a document: it can be read from what is kept of one, without the HTML."""

    path: SourcePath
    links: tuple[Link, ...] = ()
    anchors: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    external: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Reasons:
    """The named inputs a page was last rendered from, and those that made it be rendered again."""

    inputs: dict[str, Digest]
    because: tuple[str, ...]
    """Empty: it was rendered for the first time."""


OUTLINE: Final = Step("outline", Outlines)
"""A light scan of one file; remembered for all of them in one piece, as all are needed at once."""

PARSE: Final = Step("parse", Document)
"""Includes put in place and Markdown converted: one file and what it includes."""

FINDINGS: Final = Step(PARSE.name, Findings)
"""The same result, read only as far as checks need it."""

RENDER: Final = Step("render", Page)
"""One document and its own surroundings put into the theme's templates."""

WHY: Final = Step("why", Reasons)
"""What a page was rendered from, and which of it was new."""

EXPAND: Final = "expand"
RELATE: Final = "relate"
"""Steps that are cheap enough not to be remembered, but are told when they ran."""


def fingerprint(values: Iterable[Any]) -> Digest:
    """Digest any plain values by their content."""
    return digest(msgspec.msgpack.encode(tuple(values), enc_hook=_plain, order="deterministic"))


def _plain(value: object) -> object:
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"no digest of {type(value).__name__}")
