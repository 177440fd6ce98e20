"""The picture of a page that is shared: its own, the logo, or none."""

from __future__ import annotations

import pytest

from devserver.model import Outline, SourcePath, Url
from devserver.site.context import Face
from devserver.site.links import Targets
from devserver.site.sharing import picture

TARGETS = Targets(
    "docs/",
    {
        SourcePath("docs/green/sencha.md"): Url("/green/sencha/"),
        SourcePath("docs/green/a pot.jpg"): Url("/green/a pot.jpg"),
    },
    {"": Url("/")},
)
HERE, URL = SourcePath("docs/green/sencha.md"), Url("/green/sencha/")


@pytest.mark.parametrize(
    ("image", "shown"),
    [
        ("a pot.jpg", "https://tea.example/docs/green/a%20pot.jpg"),
        ("/green/a%20pot.jpg", "https://tea.example/docs/green/a%20pot.jpg"),
        ("https://cdn.example/pot.jpg", "https://cdn.example/pot.jpg"),
        ("no.jpg", None),
        (None, "https://tea.example/docs/logo.svg"),
        (["a pot.jpg"], "https://tea.example/docs/logo.svg"),
    ],
)
def test_a_picture_is_found_as_an_author_means_it(image: object, shown: str | None) -> None:
    face = Face("Tea", Url("/"), logo="/logo.svg", base_url="https://tea.example/docs/")
    outline = Outline(HERE, "Sencha", "Sencha", meta={"image": image})
    assert picture(outline, URL, TARGETS, face) == shown


def test_without_the_site_s_address_only_pictures_elsewhere_have_one() -> None:
    face = Face("Tea", Url("/"), logo="/logo.svg")
    assert picture(Outline(HERE, "Sencha", "Sencha"), URL, TARGETS, face) is None
    elsewhere = Face("Tea", Url("/"), logo="https://cdn.example/logo.svg")
    assert picture(Outline(HERE, "Sencha", "Sencha"), URL, TARGETS, elsewhere) == elsewhere.logo
