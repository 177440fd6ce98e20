"""A stylesheet is exchanged without touching the page, and a template changes it in place."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.end_to_end.desk import Desk, Told, is_live, was_never_reloaded

CONFIGURATION = 'docs = "docs"\ntemplates = "theme"\nextra_css = ["docs/extra.css"]\n'
THEME = Path(__file__).parents[2] / "templates"

_WATCH_BODY = """() => {
  window.touched = 0;
  const observer = new MutationObserver((changes) => { touched += changes.length; });
  observer.observe(document.body,
    { attributes: true, characterData: true, childList: true, subtree: true });
}"""


def opened(desk: Desk) -> Page:
    desk.workspace.write("devserver.toml", CONFIGURATION)
    desk.workspace.write("docs/index.md", "# Home\n\nText.\n")
    desk.workspace.write("docs/extra.css", "article p { color: rgb(1, 2, 3) }\n")
    desk.workspace.write("theme/static/base.css", (THEME / "static/base.css").read_text())
    desk.start()
    page = desk.open("/")
    has_colour(page, "rgb(1, 2, 3)")
    return page


def has_colour(page: Page, colour: str) -> None:
    expect(page.locator("article p").first).to_have_css("color", colour)


def test_a_stylesheet_is_exchanged_without_touching_the_page(desk: Desk) -> None:
    page = opened(desk)
    page.evaluate(_WATCH_BODY)
    rebuilt = desk.save("docs/extra.css", "article p { color: rgb(4, 5, 6) }\n")
    assert rebuilt["pages"] == []
    has_colour(page, "rgb(4, 5, 6)")
    base = (THEME / "static/base.css").read_text()
    desk.save("theme/static/base.css", f"{base}\narticle p {{ color: rgb(7, 8, 9) !important }}\n")
    has_colour(page, "rgb(7, 8, 9)")
    assert page.evaluate("touched") == 0
    assert was_never_reloaded(page)
    desk.assert_fresh(page, "/")


def test_a_stylesheet_that_changed_while_the_program_was_away_is_exchanged(desk: Desk) -> None:
    page = opened(desk)
    desk.watch.type(b"\x03")
    desk.watch.ended(0)
    desk.workspace.write("docs/extra.css", "article p { color: rgb(4, 5, 6) }\n")
    desk.start_again()
    has_colour(page, "rgb(4, 5, 6)")


def test_a_template_changes_the_page_in_place(desk: Desk) -> None:
    page = opened(desk)
    told = Told(page)
    page.reload()
    is_live(page)
    page.evaluate("() => { window.loadedOnce = true; window.title = document.querySelector('h1') }")
    template = (THEME / "page.html").read_text()
    with_note = template.replace("{% block below %}", "{% block below %}<aside>A note</aside>")
    rebuilt = desk.save("theme/page.html", with_note)
    assert rebuilt["pages"] == ["/"]
    expect(page.locator("aside")).to_have_text("A note")
    assert page.evaluate("title === document.querySelector('h1')")
    desk.assert_fresh(page, "/")
    assert was_never_reloaded(page)
    assert told.count("update") == 1


def test_a_snippet_changes_the_pages_that_include_it(desk: Desk) -> None:
    desk.workspace.write("part.md", "One part.\n")
    for name in ("index", "other"):
        desk.workspace.write(f"{name}.md", '# Page\n\n--8<-- "part.md"\n')
    desk.start()
    pages = [desk.open("/"), desk.open("/other/")]
    desk.save("part.md", "Another part.\n")
    for page in pages:
        expect(page.locator("article p")).to_have_text("Another part.")
        assert was_never_reloaded(page)
