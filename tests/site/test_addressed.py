"""Links from address to address, as Docusaurus has them."""

from __future__ import annotations

import pytest

from devserver.model import Url
from devserver.site.addressed import addressed

THERE = {Url(url) for url in ("/", "/guide/", "/guide/a/", "/guide/b/", "/top/", "/old.html")}


@pytest.mark.parametrize(
    ("page", "path", "url"),
    [
        ("/guide/a/", "./b", "/guide/b/"),
        ("/guide/a/", "b/", "/guide/b/"),
        ("/guide/a/", "../top", "/top/"),
        ("/guide/a/", "/docs/guide/b", "/guide/b/"),
        ("/guide/a/", "/docs", "/"),
        ("/guide/a/", "/docs/", "/"),
        ("/guide/a/", "/guide/b.html", "/guide/b/"),
        ("/", "guide/a", "/guide/a/"),
        ("/", "old", "/old.html"),
        ("/guide/a/", "nowhere", None),
        ("/guide/a/", "../../../../top", "/top/"),
    ],
)
def test_a_link_is_looked_up_from_the_address_without_its_slash(
    page: str, path: str, url: str | None
) -> None:
    assert addressed(path, Url(page), THERE) == url
