"""A finished site: what hosts, search engines and chats find in it, and what makes it differ."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import html5lib
import pytest

from devserver.config import Config, load
from devserver.export import build
from devserver.messages import Event, Notice
from devserver.model import Problem, Url
from devserver.output.folder import MANIFEST
from devserver.whole_site import WholeSite

ADDRESS = "https://tea.example/docs/"
_LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


class Finished:
    """A project, and the site that is built of it as often as a test wants."""

    def __init__(self, folder: Path) -> None:
        self.docs = folder / "project" / "docs"
        self.out = folder / "site"
        self.said: list[Event] = []

    def write(self, name: str, text: str) -> None:
        path = self.docs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def config(self) -> Config:
        return load(self.docs.parent, cwd=self.docs.parent)

    def build(self, base_url: str | None = ADDRESS) -> tuple[Problem, ...]:
        self.said.clear()
        return build(self.config(), self.out, base_url, self.said.append)

    def told(self) -> str:
        last = self.said[-1]
        assert isinstance(last, Notice)
        return last.text

    def files(self) -> set[str]:
        found = (path for path in self.out.rglob("*") if path.is_file())
        names = {path.relative_to(self.out).as_posix() for path in found}
        return {name for name in names if not name.startswith("_devserver/theme/")}

    def text(self, name: str) -> str:
        return (self.out / name).read_text("utf-8")

    def meta(self, name: str) -> dict[str, str]:
        pattern = r'<meta (?:property|name)="((?:og|twitter|article):\w+)" content="([^"]*)">'
        return dict(re.findall(pattern, self.text(name)))

    def links(self, name: str) -> list[str]:
        """Give every link of a page and everything it loads, as the browser is told it."""
        tree = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True).parse(self.text(name))
        attributes = (element.get(key) for element in tree.iter() for key in ("href", "src"))
        return [link for link in attributes if link is not None]


@pytest.fixture
def finished(tmp_path: Path) -> Finished:
    made = Finished(tmp_path)
    made.write("index.md", "# Tea\n\n[Sencha](green/sencha.md)\n")
    made.write("green/sencha.md", "# Sencha\n\nGreen.\n")
    return made


# ---------------------------------------------------------------- every link leads somewhere


ODD = ("100% & more.md", "[brackets].md", "über тee 茶.md", "a#b?c.md", "co:lon.md", "it's “it”.md")


def test_names_of_any_kind_are_linked_listed_and_valid(finished: Finished) -> None:
    for name in ODD:
        finished.write(f"odd/{name}", f"# About {name}\n")
    assert finished.build() == ()
    pages = {name for name in finished.files() if name.endswith("/index.html")}
    assert {f"odd/{name[:-3]}/index.html" for name in ODD} <= pages
    for name in pages:
        for link in finished.links(name):
            target = urlsplit(link)
            if target.scheme or not target.path:
                continue
            file = (finished.out / name).parent / unquote(target.path)
            assert (file / "index.html" if link.endswith("/") else file).is_file(), (name, link)
    told = [
        each.text or "" for each in ElementTree.fromstring(finished.text("sitemap.xml")).iter(_LOC)
    ]
    assert all(url.isascii() and url.startswith(ADDRESS) for url in told)
    listed = {unquote(urlsplit(url).path).removeprefix("/docs/") for url in told}
    assert listed == {f"odd/{name[:-3]}/" for name in ODD} | {"", "green/sencha/"}


def test_pages_can_be_files(finished: Finished) -> None:
    (finished.docs.parent / "devserver.toml").write_text("directory_urls = false\n")
    assert finished.build() == ()
    assert {"index.html", "green/index.html", "green/sencha.html"} <= finished.files()
    assert "green/sencha.html" in finished.links("index.html")


# ---------------------------------------------------------------- what others look for


def test_without_an_address_nothing_that_needs_one_is_written(finished: Finished) -> None:
    (finished.docs.parent / "devserver.toml").write_text("feed = true\n")
    finished.write("news.md", "---\ndate: 2026-03-01\n---\n# News\n")
    (problem,) = finished.build(base_url=None)
    assert (problem.code, problem.where()) == ("config", "devserver.toml:1:1")
    assert not {"sitemap.xml", "feed.xml"} & finished.files()
    assert 'rel="canonical"' not in finished.text("index.html")
    assert "og:url" not in finished.meta("index.html")
    assert '"/green/sencha/"' in finished.text("404.html")


def test_a_feed_tells_of_pages_with_dates_and_every_page_of_the_feed(finished: Finished) -> None:
    (finished.docs.parent / "devserver.toml").write_text(
        f'title = "Tea"\nfeed = true\nsite_url = "{ADDRESS}"\n'
    )
    finished.write("news.md", "---\ndate: 2026-03-01\ndescription: New!\n---\n# News\n")
    assert finished.build(base_url=None) == ()
    channel = ElementTree.fromstring(finished.text("feed.xml")).find("channel")
    assert channel is not None
    assert [each.findtext("link") for each in channel.findall("item")] == [f"{ADDRESS}news/"]
    assert channel.findtext("item/pubDate") == "Sun, 01 Mar 2026 00:00:00 +0000"
    for name, feed in (
        ("green/sencha/index.html", "../../feed.xml"),
        ("404.html", "/docs/feed.xml"),
    ):
        assert feed in finished.links(name)
    assert finished.meta("news/index.html")["article:published_time"] == "2026-03-01"
    assert f"<loc>{ADDRESS}news/</loc><lastmod>2026-03-01</lastmod>" in finished.text("sitemap.xml")


def test_a_shared_page_shows_its_title_sentence_and_picture(finished: Finished) -> None:
    finished.write("pot.jpg", "a picture")
    finished.write(
        "news.md", '---\ndescription: "Tea & \\"more\\""\nimage: pot.jpg\n---\n# News & tea\n'
    )
    assert finished.build() == ()
    meta = finished.meta("news/index.html")
    assert meta["og:title"] == "News &amp; tea"
    assert meta["og:description"] == "Tea &amp; &#34;more&#34;"
    assert meta["og:url"] == f"{ADDRESS}news/"
    assert meta["og:image"] == f"{ADDRESS}pot.jpg"
    assert (meta["og:type"], meta["twitter:card"]) == ("article", "summary_large_image")
    assert finished.meta("index.html")["og:type"] == "website"
    assert finished.meta("404.html") == {}


def test_a_date_that_is_none_is_told_with_its_line(finished: Finished) -> None:
    finished.write("news.md", "---\ntitle: News\ndate: lately\n---\n")
    (problem,) = finished.build()
    assert problem.where() == "news.md:3:1"
    assert problem.message == "“date” must be a date such as 2026-01-31, not text"


def test_what_the_author_wrote_stands_in_place_of_ours(finished: Finished) -> None:
    own = {name: f"my {name}" for name in ("404.html", "robots.txt", "sitemap.xml", "CNAME")}
    for name, text in own.items():
        finished.write(name, text)
    assert finished.build() == ()
    assert {name: finished.text(name) for name in own} == own


def test_no_robots_txt_is_made_up_or_taken_away(finished: Finished) -> None:
    finished.build()
    assert "robots.txt" not in finished.files()
    (finished.out / "robots.txt").write_text("User-agent: *\n")
    finished.build()
    assert finished.text("robots.txt") == "User-agent: *\n"


# ---------------------------------------------------------------- what cannot be written


def test_a_file_that_is_called_like_a_page_s_folder_costs_only_itself(finished: Finished) -> None:
    finished.write("install.md", "# Install\n")
    finished.write("install", "#!/bin/sh\n")
    (problem,) = finished.build()
    assert (problem.code, problem.where()) == ("duplicate-url", "install:1:1")
    assert "Install" in finished.text("install/index.html")


# ---------------------------------------------------------------- what makes it differ


def test_after_an_edit_only_that_page_is_rendered_and_no_other_file_changes(
    finished: Finished, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("devserver.pagefind.program", lambda: None)  # An index does change.
    for number in range(20):
        finished.write(f"many/{number}.md", f"# Page {number}\n")
    finished.build()
    before = times(finished.out)
    finished.write("many/7.md", "# Page 7\n\nMore.\n")
    finished.build()
    assert f"{finished.out}: 24 pages (1 changed), " in finished.told()
    assert " other files (0 changed) · " in finished.told()
    after = times(finished.out)
    assert {name for name in after if after[name] != before.get(name)} == {"many/7/index.html"}


def test_a_second_build_renders_what_changed_and_nothing_else(finished: Finished) -> None:
    finished.build(base_url=None)
    finished.write("index.md", "# Tea\n\nMore.\n")
    with WholeSite(finished.config(), drafts=False, finished=True) as site:
        site.check()
        assert len(list(site.pages())) == 3
        assert [subject for step, subject in site.cache.ran if step == "render"] == ["/"]


def test_the_live_site_and_the_finished_one_never_take_each_other_s_pages(
    finished: Finished,
) -> None:
    texts = []
    for is_finished in (False, True, False, True):
        with WholeSite(finished.config(), drafts=False, finished=is_finished) as site:
            site.check()
            pages = dict(site.pages())
            site.cache.save()
            texts.append(pages[Url("/green/sencha/")])
    live, done = texts[:2]
    assert texts == [live, done, live, done]
    assert 'href="../../_devserver/theme/base.css"' in live
    assert "og:title" not in live
    assert "og:title" in done


def test_plain_names_of_the_theme_hold_where_a_project_has_templates(finished: Finished) -> None:
    templates = finished.docs.parent / "templates"
    (templates / "static").mkdir(parents=True)
    (templates / "static/mine.css").write_text("body { background: url(paper.png) }")
    (templates / "static/paper.png").write_bytes(b"paper")
    (templates / "mine.html").write_text(
        '{% extends "page.html" %}{% block head %}<link rel="stylesheet"'
        ' href="{{ site.root }}_devserver/theme/mine.css">{% endblock %}'
    )
    (finished.docs.parent / "devserver.toml").write_text('templates = "templates"\n')
    finished.write("green/sencha.md", "---\ntemplate: mine.html\n---\n# Sencha\n")
    assert finished.build() == ()
    assert "../../_devserver/theme/mine.css" in finished.links("green/sencha/index.html")
    assert (finished.out / "_devserver/theme/mine.css").exists()
    assert (finished.out / "_devserver/theme/paper.png").read_bytes() == b"paper"


def test_no_file_of_our_theme_names_another_by_its_plain_name() -> None:
    """Only then may the finished site leave the plain names out."""
    static = Path(__file__).parents[2] / "templates" / "static"
    files = list(static.rglob("*.*"))
    texts = {path.name: path.read_text("utf-8") for path in files if path.suffix in (".css", ".js")}
    told = re.compile(r"""url\((?!["']?(?:data:|#))|@import|\bimport\b\s*[("'{*]""")
    # What Pagefind wrote keeps its names.
    assert {name for name, text in texts.items() if told.search(text)} == {"pagefind.js"}


def times(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }
