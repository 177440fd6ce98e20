"""A finished site has the same search dialog, over an index that Pagefind makes; or has neither."""

from __future__ import annotations

import filecmp
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from devserver.config import load
from devserver.export import build
from devserver.messages import Event, Notice
from devserver.output.index import INDEX
from tests.browser.served import served

FILES = {
    "index.md": "# Home\n\nWelcome. Mark it by an x.\n",
    "guide.md": "---\ntitle: The guide\n---\n\nHow to tame a wombat.\n\n## Feeding\n\nGrass.\n",
    "hidden.md": "---\nsearch:\n  exclude: true\n---\n# Hidden\n\nA wombat.\n",
    "de.md": "---\nlang: de\n---\n# Deutsch\n\nEin Beuteltier.\n",
}


@dataclass(frozen=True)
class Finished:
    out: Path
    said: list[Event]

    def files(self) -> set[str]:
        found = (self.out / INDEX).rglob("*")
        return {path.relative_to(self.out).as_posix() for path in found if path.is_file()}


def finished(folder: Path, name: str) -> Finished:
    docs, said = folder / "docs", list[Event]()
    docs.mkdir(exist_ok=True)
    for path, text in FILES.items():
        (docs / path).write_text(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        build(load(folder, cwd=folder), folder / name / "under", None, said.append)
    return Finished(folder / name / "under", said)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    return finished(tmp_path_factory.mktemp("search"), "out")


@pytest.fixture
def page(site: Finished, chromium: Browser) -> Iterator[Page]:
    with served(site.out.parent) as address, chromium.new_context() as context:
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(f"{address}/under/")
        yield page


def test_a_word_is_found_under_any_path_of_a_host(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("wombat")
    results = page.get_by_role("dialog", name="Search").get_by_role("option")
    expect(results).to_have_count(1)
    expect(results).to_contain_text("The guide")
    expect(results.locator("mark")).to_have_text("wombat")
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/under/guide/")


def test_a_heading_leads_to_its_place(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("feeding")
    page.get_by_role("option", name="Feeding").click()
    page.wait_for_url("**/under/guide/#feeding")


@pytest.mark.parametrize(
    ("word", "found"), [("wombatish", 1), ("Wómbat", 1), ("(feeding!)", 1), ("xyzzy", 0)]
)
def test_only_words_that_begin_alike_are_found(page: Page, word: str, found: int) -> None:
    page.keyboard.press("/")
    page.keyboard.type("grass")
    groups = page.get_by_role("dialog", name="Search").get_by_role("group")
    expect(groups).to_have_count(1)
    page.get_by_role("combobox").fill(word)
    said = f"{found} page" if found else f"Nothing found for “{word}”"
    expect(page.get_by_role("status").last).to_contain_text(said)
    expect(groups).to_have_count(found)


def test_from_the_disk_the_dialog_says_why_it_finds_nothing(
    site: Finished, chromium: Browser
) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto((site.out / "index.html").as_uri())
        page.keyboard.press("/")
        page.keyboard.type("wombat")
        expect(page.get_by_role("status").last).to_contain_text("from a web server")


def test_every_language_has_its_words(site: Finished) -> None:
    found = {re.search(r"pagefind\.(\w+)_", name) for name in site.files()}
    assert {match[1] for match in found if match} == {"de", "en"}


def test_what_is_not_needed_is_not_there(site: Finished) -> None:
    assert not [name for name in site.files() if "-ui" in name]
    assert not [path for path in site.out.iterdir() if path.name.startswith(".scratch")]
    assert (site.out / "404.html").read_text().count("data-pagefind-ignore") == 1
    assert "data-pagefind" not in (site.out / "guide/index.html").read_text()


def test_the_same_pages_have_the_same_index(site: Finished, tmp_path: Path) -> None:
    again = finished(tmp_path, "out")
    assert again.files() == site.files()
    names = sorted(site.files())
    assert filecmp.cmpfiles(site.out, again.out, names, shallow=False) == (names, [], [])


def test_without_pagefind_a_line_says_so_and_pages_have_no_dialog(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devserver.pagefind.program", lambda: None)
    without = finished(tmp_path, "out")
    assert (
        Notice("without search: pip install 'devserver[search]' puts it into the site")
        in without.said
    )
    assert without.files() == set()
    for page in without.out.rglob("*.html"):
        assert "search" not in page.read_text().replace("hidden", "")


def test_an_index_that_cannot_be_made_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devserver.pagefind.program", lambda: Path("/bin/false"))
    broken = finished(tmp_path, "out")
    assert Notice("the search index cannot be made: Pagefind ended with status 1") in broken.said
    assert (broken.out / "index.html").exists()
