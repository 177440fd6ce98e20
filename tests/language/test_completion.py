"""What is offered while something is typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from devserver.language.completion import complete
from devserver.language.offers import MOST, Offers
from tests.language.sites import Site

PAGES = {
    "docs/index.md": "# Home\n",
    "docs/guide/tea.md": "# How to brew\n\n## Hot water\n\n<b id='own'>x</b>\n",
    "docs/guide/two words.md": "# Two\n",
    "docs/guide/deep/cup.png": "",
    "docs/notes.txt": "",
    "part.txt": "",
    "devserver.toml": 'title = "x"\n',
}


def offered(folder: Path, text: str, name: str = "docs/guide/x.md", **more: str) -> Offers:
    site = Site(folder, {**PAGES, **more, name: text})
    found = complete(site.library, *site.here)
    for offer in found.offers:
        assert (offer.span.path, offer.span.line) == site.here[:2]
        assert offer.span.column + offer.span.length == site.column
    return found


def written(offers: Offers) -> list[str]:
    return [offer.written for offer in offers.offers]


TOP = ["/index.md", "/notes.txt"]
EVERY = ["../index.md", "../notes.txt", "deep/cup.png", "tea.md", "two%20words.md"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[a](▸", EVERY),
        ("[a](▸)", EVERY),
        ("[a](<▸>)", EVERY),
        ("[a [b] c](▸", EVERY),
        ("[l]: ▸", EVERY),
        ("<a class='x' href='▸", EVERY),
        ("[a](tea▸", ["tea.md"]),
        ("[a](TEA▸", ["tea.md"]),
        ("[a](brew▸", ["tea.md"]),
        ("[a](./te▸", ["./tea.md"]),
        ("[a](../▸", ["../index.md", "../notes.txt", "deep/cup.png", "tea.md", "two%20words.md"]),
        ("[a](../in▸", ["../index.md"]),
        ("[a](/▸", ["/guide/deep/cup.png", "/guide/tea.md", "/guide/two%20words.md", *TOP]),
        ("[a](/guide/t▸", ["/guide/tea.md", "/guide/two%20words.md"]),
        ("[a](two%20▸", ["two%20words.md"]),
        ("[a](deep/▸", ["deep/cup.png"]),
        ("[a](../../▸", []),
        ("![a](▸", ["deep/cup.png"]),
        ("[![a](▸", ["deep/cup.png"]),
        ('<img alt="" src="▸', ["deep/cup.png"]),
        ("[a](https://▸", []),
        ("[a](tea.md#▸", ["hot-water", "how-to-brew", "own"]),
        ("[a](tea.md#wat▸", ["hot-water"]),
        ("[a](none.md#▸", []),
        ("[a](#▸)\n\n# Here\n\n## Here\n", ["here", "here-1"]),
        ("[a][▸]\n\n[one]: x\n[Two]: y\n", ["one", "two"]),
        ("[on▸]\n\n[one]: x\n[two]: y\n", ["one"]),
        ("x[^▸]\n\n[^1]: x\n[^note]: y\n", ["^1", "^note"]),
        ('--8<-- "▸', ["notes.txt", "index.md", "guide/tea.md", "guide/two words.md"]),
        ('--8<-- "tea▸"', ["guide/tea.md"]),
        ("`[a](▸`", []),
        ("```\n[a](▸\n```\n", []),
        ("mere text▸", []),
        ("[[▸", []),
        ("- [ ▸", []),
    ],
)  # fmt: skip
def test_what_could_stand_there_is_offered(tmp_path: Path, text: str, found: list[str]) -> None:
    assert sorted(written(offered(tmp_path, text))) == sorted(found)


def test_pages_have_their_titles_and_headings_theirs(tmp_path: Path) -> None:
    (offer,) = offered(tmp_path, "[a](brew▸").offers
    assert (offer.label, offer.kind, offer.detail) == ("tea.md", "page", "How to brew")
    (offer,) = offered(tmp_path / "2", "[a](tea.md#wat▸").offers
    assert (offer.label, offer.kind, offer.detail) == ("#hot-water", "heading", "Hot water")


def test_the_nearest_come_first(tmp_path: Path) -> None:
    more = {"docs/tea.md": "", "docs/atea.md": "", "docs/guide/deep/tea.md": ""}
    found = written(offered(tmp_path, "[a](tea▸", **more))
    assert found == ["tea.md", "deep/tea.md", "../tea.md", "../atea.md"]


def test_only_so_many_are_listed_and_then_others_for_more_letters(tmp_path: Path) -> None:
    pages = {f"docs/p{number:03}.md": "" for number in range(MOST + 20)}
    found = offered(tmp_path, "[a](../p▸", **pages)
    assert len(found.offers) == MOST
    assert not found.complete
    assert offered(tmp_path, "[a](../p00▸", **pages).complete


def test_names_are_offered_where_they_are_links(tmp_path: Path) -> None:
    more = {"devserver.toml": '[markdown]\nextensions = ["obsidian"]\n', "docs/tea.md": "# Other\n"}
    assert written(offered(tmp_path, "[[two▸", **more)) == ["two words"]
    assert sorted(written(offered(tmp_path, "![[tea▸", **more))) == ["guide/tea", "tea"]
    assert written(offered(tmp_path, "[[guide/tea#▸", **more)) == ["How to brew", "Hot water"]
    assert written(offered(tmp_path, "[[#▸]]\n\n# Here\n", **more)) == ["Here"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("---\ntit▸", ["title: "]),
        ("---\ntitle: x\ntit▸\n---\n", []),
        ("---\ndra▸\ntitle: x\n---\n", ["draft: "]),
        ("+++\ndra▸\n+++\n", ["draft = "]),
        ("---\ndraft: ▸\n---\n", ["true", "false"]),
        ("---\ndraft: f▸\n---\n", ["false"]),
        ("---\ntemplate: own▸\n---\n", ["own.html"]),
        ("---\ntags: [hot, ▸\n---\n", ["green", "hot"]),
        ("---\ntags:\n  - gr▸\n---\n", ["green"]),
        ("---\ntitle: te▸\n---\n", []),
    ],
)
def test_the_front_matter_has_its_keys_and_values(
    tmp_path: Path, text: str, found: list[str]
) -> None:
    more = {
        "devserver.toml": 'templates = "theme"\n',
        "theme/own.html": "",
        "docs/tagged.md": "---\ntags: [green, hot]\n---\n",
    }
    assert sorted(written(offered(tmp_path, text, **more))) == sorted(found)


def test_below_the_front_matter_nothing_is_one_of_its_keys(tmp_path: Path) -> None:
    assert not offered(tmp_path, "---\ntitle: x\n---\n\nti▸").offers
    assert not offered(tmp_path, "text\n---\nti▸").offers


def test_unsaved_pages_are_offered_and_those_that_are_gone_are_not(tmp_path: Path) -> None:
    site = Site(tmp_path, {"a.md": "# A\n", "b.md": "# B\n"})
    site.cover(a="[](▸", new="# Just typed\n")
    assert sorted(written(complete(site.library, *site.here))) == ["b.md", "new.md"]
    (tmp_path / "b.md").unlink()
    site.library.look([str(tmp_path / "b.md")])
    site.cover(a="[](▸")
    assert written(complete(site.library, *site.here)) == []
