"""Addresses that pages of a Docusaurus folder say themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from devserver.model import Outline, SourcePath
from devserver.site.slugs import said_url
from tests.site.sites import NATIVE, structure

NUMBERED = replace(NATIVE, numbered=True)


@pytest.mark.parametrize(
    ("path", "meta", "url"),
    [
        ("02-guide/a.md", {"slug": "own"}, "/guide/own/"),
        ("02-guide/a.md", {"slug": "/far/away"}, "/far/away/"),
        ("02-guide/a.md", {"slug": "../up"}, "/up/"),
        ("02-guide/a.md", {"slug": "/"}, "/"),
        ("a.md", {"id": "other"}, "/other/"),
        ("02-guide/01-a.md", {"id": "other"}, "/guide/other/"),
        ("guide/index.md", {"id": "other"}, None),
        ("a.md", {}, None),
        ("a.md", {"slug": ["x"]}, None),
        ("a.md", {"slug": "a?b"}, None),
        ("a.md", {"slug": "a\\b"}, None),
    ],
)
def test_a_slug_counts_from_the_folder(path: str, meta: dict[str, Any], url: str | None) -> None:
    outline = Outline(SourcePath(f"docs/{path}"), "A", "A", meta=meta)
    assert said_url(outline, NUMBERED) == url


def test_it_means_nothing_elsewhere() -> None:
    pages: dict[str, dict[str, Any]] = {"a.md": {"meta": {"slug": "/b"}}}
    assert list(structure(pages).pages) == ["/a/"]
    assert list(structure(pages, NUMBERED).pages) == ["/b/"]
