"""The edits that touch more than a body: titles, templates, stylesheets, and very long pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

from tests.benchmarks.bench import PATIENCE, Bench, Running, Site, edited, running
from tests.benchmarks.content import LARGE_PAGE, MARK, mark
from tests.benchmarks.product import Devserver
from tests.benchmarks.saves import Saves, in_browser, over_http
from tests.benchmarks.sites import middle

_CONFIGURATION: Final = 'templates = "templates"\nextra_css = ["docs/extra.css"]\n'

_TEMPLATES: Final = Path(__file__).parents[2] / "templates"


async def measure(bench: Bench, site: Site) -> None:
    """Measure the edit of a title and of a long page; of a template and a stylesheet if ours."""
    page = middle(site.pages)
    ours = isinstance(site.subject, Devserver)
    if ours:
        _dress(site)
    async with running(site, page) as run:
        await run.program.settled(PATIENCE)
        await _both(bench, run, page, "title edit", site.file(page))
        await _both(bench, run, LARGE_PAGE, "100 KB page", site.file(LARGE_PAGE))
        if ours:
            await _both(bench, run, page, "template edit", site.folder / "templates/page.html")
            await _both(bench, run, page, "stylesheet edit", site.docs / "extra.css")


async def _both(bench: Bench, run: Running, page: str, name: str, file: Path) -> None:
    change = _mark_title if name == "title edit" else str
    url = _stylesheet(run, page) if file.suffix == ".css" else ""
    with edited(file, change) as edit:
        saves = Saves(name, run, page, edit, url)
        await over_http(bench, saves)
        await in_browser(bench, saves)


def _mark_title(text: str) -> str:
    """Have the word stand in the title, and nowhere else."""
    return re.sub(r"(?m)^# .*", rf"\g<0> {mark(0)}", MARK.sub("first", text), count=1)


def _stylesheet(run: Running, page: str) -> str:
    """Find the url of the extra stylesheet in the page."""
    url = run.site.subject.url(page)
    hrefs: list[str] = re.findall(r'href="([^"]*extra\.css[^"]*)"', run.http.get(url).decode())
    assert hrefs, "the page does not load its extra stylesheet"
    return urljoin(url, hrefs[0])


def _dress(site: Site) -> None:
    """Give the project a template and a stylesheet of its own, each with the word in it."""
    (site.folder / "devserver.toml").write_text(_CONFIGURATION, encoding="utf-8")
    (site.folder / "templates").mkdir(exist_ok=True)
    own = (_TEMPLATES / "page.html").read_text(encoding="utf-8")
    below = "{% block below %}"
    own = own.replace(below, f"{below}<p>{mark(0)}</p>")
    (site.folder / "templates/page.html").write_text(own, encoding="utf-8")
    style = f":root {{ --mark: {mark(0)}; }}\n"
    (site.docs / "extra.css").write_text(style, encoding="utf-8")
