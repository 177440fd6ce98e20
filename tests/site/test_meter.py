"""The meter: what is counted, and that only templates that are not trusted carry it."""

from __future__ import annotations

from jinja2 import DictLoader

from devserver.model import Url
from devserver.site.meter import ITEM, product, size
from devserver.site.sandbox import STEPS, Sandbox
from devserver.view import PageView, SiteView

SITE = SiteView("Site", "./", "./")
PAGE = PageView("page", Url("/"), "Title", "Title", "")


def test_text_weighs_its_characters_and_a_list_its_items_and_theirs() -> None:
    assert size("four", 100) == 4
    assert size(None, 100) == 1
    assert size(["four", ["ab"]], 100) == (ITEM + 1) + (ITEM + 4) + (ITEM + 1) + (ITEM + 2)


def test_weighing_stops_when_it_is_enough() -> None:
    doubled: list[object] = ["x"]
    for _ in range(200):
        doubled = [doubled, doubled]
    assert size(doubled, 1_000) >= 1_000


def test_a_product_is_that_of_the_two_largest() -> None:
    assert product(["abc", 7, 2, object()], 100) == 21
    assert product([], 100) == 1


def test_the_built_in_templates_carry_no_meter() -> None:
    text = "{% for i in range(90000) %}{% endfor %}" * 2
    assert STEPS < 2 * 90_000
    sandbox = Sandbox(DictLoader({"page.html": text}), frozenset())
    assert sandbox.run(sandbox.get_template("page.html"), SITE, PAGE) == ""
