"""Urls from outside are decoded once, and the odd ones never get further."""

from __future__ import annotations

import pytest

from devserver.model import Url
from devserver.serve.urls import location_of, url_of


@pytest.mark.parametrize(
    ("path", "url"),
    [
        (b"/", "/"),
        (b"/guide/intro/", "/guide/intro/"),
        (b"/caf%C3%A9%20%26/", "/café &/"),
        (b"/100%25/", "/100%/"),
        (b"/%2541/", "/%41/"),
        (b"/a.b..c/", "/a.b..c/"),
    ],
)
def test_path_is_decoded_once(path: bytes, url: str) -> None:
    assert url_of(path) == url


@pytest.mark.parametrize(
    "path",
    [
        b"//evil.test/",
        b"/%2Fevil.test",
        b"/a//b",
        b"/../x",
        b"/%2e%2e/x",
        b"/a/..",
        b"/a/./b",
        b"/a%5Cb",
        b"/a%00b",
        b"/a%0D%0Ab",
        b"/%ff",
        b"/" + b"a" * 4096,
        b"*",
        b"",
    ],
)
def test_odd_path_is_no_url(path: bytes) -> None:
    assert url_of(path) is None


def test_redirect_starts_with_one_slash_and_keeps_the_query() -> None:
    assert location_of(Url("/a b/é/"), b"q=1&r") == "/a%20b/%C3%A9/?q=1&r"
    assert location_of(Url("//evil.test/"), b"") == "/evil.test/"
    assert location_of(Url("/\\evil.test/\r\n"), b"") == "/%5Cevil.test/%0D%0A"
