"""A theme in which one template was edited compiles that one, and is the new one all the same."""

from __future__ import annotations

import pytest
from jinja2 import DictLoader, TemplateSyntaxError

from devserver.site.compiled import Compiled, references
from devserver.site.sandbox import Sandbox

PAGE = "{% include 'foot.html' %}!"


def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the names of the templates that are compiled from now on."""
    names: list[str] = []
    compile_ = Sandbox.compile

    def noting(self: Sandbox, source: str, name: str, *more: object) -> object:
        names.append(name)
        return compile_(self, source, name, *more)  # type: ignore[call-overload]

    monkeypatch.setattr(Sandbox, "compile", noting)
    return names


def rendered(templates: dict[str, str], own: frozenset[str] = frozenset()) -> str:
    return Sandbox(DictLoader(templates), own).get_template("page.html").render()


def test_only_the_template_that_was_edited_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devserver.site.sandbox._COMPILED", Compiled())
    names = compiled(monkeypatch)
    assert rendered({"page.html": PAGE, "foot.html": "foot"}) == "foot!"
    assert rendered({"page.html": PAGE, "foot.html": "new foot"}) == "new foot!"
    assert rendered({"page.html": PAGE, "foot.html": "foot"}) == "foot!"
    assert names == ["page.html", "foot.html", "foot.html"]


def test_text_that_is_no_longer_trusted_is_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devserver.site.sandbox._COMPILED", Compiled())
    names = compiled(monkeypatch)
    for own in (frozenset[str](), frozenset({"page.html"})):
        assert rendered({"page.html": "text"}, own) == "text"
    assert names == ["page.html", "page.html"]


def test_references() -> None:
    assert references("{% extends 'a' %}{% include ['b', 'c'] %}{% include d %}") == (
        *("a", "b", "c"),
        None,
    )
    with pytest.raises(TemplateSyntaxError):
        references("{% if %}")
