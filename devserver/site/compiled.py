"""Templates that were compiled before, so that an edit of one costs what one costs, not a theme."""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from jinja2.meta import find_referenced_templates

_MOST = 128
"""Templates are edited one at a time, and a theme has some twenty."""


class Compiled(BytecodeCache):
    """What the latest templates were compiled to, by their text, whichever theme they belong to."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Any, ...], CodeType] = OrderedDict()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put the code into the bucket, if the template is known."""
        bucket.code = self._kept.get(_key(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template that was compiled."""
        if bucket.code is not None:
            self._kept[_key(bucket)] = bucket.code
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)


def _key(bucket: Bucket) -> tuple[Any, ...]:
    # The same text is compiled otherwise if it is not trusted.
    return bucket.key, bucket.checksum, getattr(bucket.environment, "metered", None)


@lru_cache(_MOST)
def references(source: str) -> tuple[str | None, ...]:
    """Find the templates that ``source`` mentions, ``None`` for one that is only known later.

    Raises TemplateSyntaxError.
    """
    return tuple(find_referenced_templates(_SYNTAX.parse(source)))


_SYNTAX = Environment(autoescape=True)
