"""A plugin of pytest for the long run: counts the examples that a property really had."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

COUNTS: Final = "FUZZ_COUNTS"
"""The variable that names the file to which the counts are written."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Count the calls of the test inside the one that Hypothesis runs."""
    handle: Any = getattr(getattr(item, "obj", None), "hypothesis", None)
    if handle is None:
        yield
        return
    inner: Callable[..., object] = handle.inner_test
    tried = 0

    @functools.wraps(inner)
    def counted(*arguments: object, **named: object) -> object:
        nonlocal tried
        tried += 1
        return inner(*arguments, **named)

    handle.inner_test = counted
    try:
        yield
    finally:
        handle.inner_test = inner
        with Path(os.environ[COUNTS]).open("a", encoding="utf-8") as file:
            file.write(f"{tried}\n")
