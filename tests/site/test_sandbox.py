"""The sandbox: hostile templates cost their page, and neither time nor memory beyond it."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, TemplateError

from devserver.model import Url
from devserver.site.sandbox import Sandbox
from devserver.view import PageView, SiteView

SITE = SiteView("Site", "./", "./")
PAGE = PageView("page", Url("/"), "Title", "Title", "<p>text</p>" * 5_000, meta={"status": "new"})

REACHING_INTO_PYTHON = {
    "class of a value": "{{ ().__class__ }}",
    "globals of a method": "{{ page.__init__.__globals__ }}",
    "globals of a macro": "{% macro m() %}{% endmacro %}{{ m.__globals__ }}",
    "globals of a helper": "{{ joiner.__init__.__globals__ }}",
    "by the filter": "{{ 'x'|attr('__class__') }}",
    "changing what is shared": "{{ page.meta.update({'a': 1}) }}",
}

WITHOUT_END = {
    "loop in a loop": "{% for i in range(90000) %}{% for j in range(90000) %}"
    "{% endfor %}{% endfor %}",
    "recursive macro": "{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}"
    "{% endmacro %}{{ m(50) }}",
    "recursive loop": "{% for i in [1, 2] recursive %}{{ loop([1, 2]) }}{% endfor %}",
    "including itself": "{% include 'page.html' %}",
    "sum in a loop": "{% for i in range(90000) %}{{ range(90000)|sum }}{% endfor %}",
    "search in a loop": "{% for i in range(90000) %}{{ 'z' in page.body }}{% endfor %}",
    "filter in a loop": "{% for i in range(90000) %}{{ page.body|upper|length }}{% endfor %}",
    "nesting": "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
}

WITHOUT_MEASURE = {
    "product": "{{ 'x' * 10000000000 }}",
    "power": "{{ 10 ** 10000000000 }}",
    "width of a format": "{{ '%9999999999d' % 1 }}",
    "width of a method": "{{ '{:9999999999}'['format'](1) }}",
    "width by the filter": "{{ ('x'|attr('ljust'))(9999999999) }}",
    "bytes of a number": "{{ (5).to_bytes(9999999999) }}",
    "width of a filter": "{{ 'x'|center(9999999999) }}",
    "text doubled": "{% set ns = namespace(x='xx') %}{% for i in range(60) %}"
    "{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
    "output doubled": "{% set ns = namespace(x='xx') %}{% for i in range(60) %}"
    "{% set y %}{{ ns.x }}{{ ns.x }}{% endset %}{% set ns.x = y %}{% endfor %}",
    "list doubled": "{% set ns = namespace(x=['x']) %}{% for i in range(60) %}"
    "{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}",
    "list filled": "{% set ns = namespace(x=[1]) %}{% for i in range(60) %}"
    "{% set ns.x = ns.x|batch(2, ns.x)|list %}{% endfor %}",
    "replacement": "{{ page.body|replace('t', page.body) }}",
    "separator": "{{ range(90000)|join(page.body) }}",
    "output in a loop": "{% for i in range(90000) %}{{ page.body }}{% endfor %}",
}

HOSTILE = REACHING_INTO_PYTHON | WITHOUT_END | WITHOUT_MEASURE


def rendered(text: str) -> str:
    sandbox = Sandbox(DictLoader({"page.html": text}), frozenset({"page.html"}))
    return sandbox.run(sandbox.get_template("page.html"), SITE, PAGE)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_a_hostile_template_is_a_fault(text: str) -> None:
    with pytest.raises((TemplateError, RecursionError)):
        rendered(text)


def test_an_ordinary_template_does_not_notice() -> None:
    text = (
        "{% macro card(t) %}<b>{{ t|upper }}</b>{% endmacro %}"
        "{% for i in range(3) if i %}{{ loop.index }}/{{ loop.length }}"
        "{{ card('a' ~ i) }}{% endfor %}"
        "{% for a, b in page.meta.items() %}{{ a }}={{ b }};{% endfor %}"
        "{{ ['x', 'y']|join(', ') }} {{ page.title.split('t')|length + 2 * 3 }}"
        "{% if page.meta.status is defined and page.title in ('Title', 'x') %} yes{% endif %}"
        "{% filter replace('no', 'so') %} no{% endfilter %}"
    )
    assert rendered(text) == "1/2<b>A1</b>2/2<b>A2</b>status=new;x, y 8 yes so"


def test_text_is_escaped_and_html_is_asked_for() -> None:
    assert rendered("{{ '<b>' }}{{ '<b>'|safe }}") == "&lt;b&gt;<b>"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{{ pag.title }}", "there is no “pag”; did you mean “page”?"),
        ("{{ site.titel }}", "site has no “titel”; did you mean “title”?"),
        ("{{ page.meta.state }}", "dict has no “state”; did you mean “status”?"),
        ("{{ page.title.colour }}", "str has no “colour”"),
    ],
)
def test_a_name_that_is_not_there_says_which_is_near(text: str, message: str) -> None:
    with pytest.raises(TemplateError) as caught:
        rendered(text)
    assert str(caught.value) == message
