"""A page gets its script without any other change, wherever its head ends."""

from __future__ import annotations

import pytest

from devserver.model import Digest, Url
from devserver.serve.pages import ShownPage


def shown(html: str, url: str = "/") -> str:
    return ShownPage(Url(url), Digest("v"), 200, html).with_script("t")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<head><title>x</title>", "</head><body>y</body>"),
        ("<HEAD>", "</HEAD ><p>"),
        ("<p>without a head", ""),
        ("", ""),
    ],
)
def test_script_is_the_last_of_the_head(before: str, after: str) -> None:
    script = (
        '<script src="/_devserver/live.js" type="module" data-url="/"'
        ' data-version="v" data-token="t"></script>'
    )
    assert shown(before + after) == before + script + after


def test_url_cannot_leave_its_attribute() -> None:
    assert 'data-url="/&quot;&gt;&lt;script&gt;"' in shown("</head>", '/"><script>')


def test_etag_differs_by_version_and_token_and_tells_neither() -> None:
    page = ShownPage(Url("/"), Digest("v"), 200, "")
    other = ShownPage(Url("/"), Digest("w"), 200, "")
    assert len({page.etag("t"), page.etag("u"), other.etag("t")}) == 3
    assert "secret" not in page.etag("secret")
