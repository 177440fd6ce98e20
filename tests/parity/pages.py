"""Reads two built sites as the same kind of thing: what a reader meets, page by page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote, urljoin
from xml.etree.ElementTree import Element

import html5lib

from devserver.build.builder import Builder
from devserver.build.cache import Cache
from devserver.build.relation import Related
from devserver.config import load
from devserver.project import Project
from devserver.site.tree import Node
from tests.parity.blocks import blocks
from tests.workbench import AtOnce

_HOST: Final = "https://host.example"
"""Where both sites are thought to stand, so that their links can be compared."""


@dataclass(frozen=True)
class Page:
    """One page as its reader meets it; every address is absolute."""

    title: str
    canonical: str
    edit: str
    previous: tuple[str, ...]
    next: tuple[str, ...]
    toc: tuple[tuple[str, str], ...]
    """Id and text of every heading below the first level."""
    assets: tuple[str, ...]
    """Style sheets and scripts that the project adds."""
    blocks: tuple[str, ...]


@dataclass(frozen=True)
class Built:
    """A site: its pages by url, and its other files by path."""

    pages: dict[str, Page]
    files: frozenset[str]
    """Everything else, without what only a finished site has."""
    navigation: Tree


Tree = list[tuple[str, str, "Tree"]]
"""A title, an address (none for a section) and what is below it."""


def theirs(out: Path) -> Built:
    """Read what MkDocs built with the theme that shows what is known."""
    found = _read(out, _their_page, lambda name: name.startswith("sitemap.xml"))
    known = (_KNOWN.search(path.read_text("utf-8")) for path in sorted(out.rglob("*.html")))
    first = next((json.loads(match[1])["nav"] for match in known if match), [None])
    return replace(found, navigation=_their_tree(first))


def ours(out: Path, project: Path) -> Built:
    """Read what we built, and its whole navigation, of which a page shows only a part."""
    found = _read(out, _our_page, lambda name: _MADE.match(name) is not None)
    return replace(found, navigation=our_tree(project))


_MADE: Final = re.compile(
    r"\.nojekyll$|_devserver/|\.devserver-|404\.html$|sitemap\.xml|pagefind/|feed\."
)
"""What only a finished site has, whoever made it."""


def _read(
    out: Path, page: Callable[[str, str], Page | None], is_made: Callable[[str], bool]
) -> Built:
    pages, files = {}, set()
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        if not path.is_file() or is_made(name):
            continue
        url = "/" + re.sub(r"(^|/)index\.html$", r"\1", name)
        found = page(url, path.read_text("utf-8")) if name.endswith(".html") else None
        if found is None:
            files.add(name)
        else:
            pages[url] = found
    return Built(pages, frozenset(files), [])


def _resolver(url: str) -> Callable[[str], str]:
    """Make addresses of a page absolute, all encoded in the same way."""

    def resolve(target: str) -> str:
        joined = urljoin(f"{_HOST}{url}", target.strip())
        if not joined.startswith(f"{_HOST}/"):
            return target
        path, mark, rest = joined.removeprefix(_HOST).partition("#")
        return re.sub(r"(^|/)index\.html$", r"\1", unquote(path)) + mark + unquote(rest)

    return resolve


def _readable(address: str) -> str:
    """Undo percent-encoding, which a browser adds wherever it was left out, but of slashes."""
    return unquote(address.replace("%2F", "%252F"))


# ---------------------------------------------------------------- what MkDocs built


_KNOWN = re.compile(r'<script type="application/json" id="parity">(.*?)</script>', re.DOTALL)


def _their_page(url: str, html: str) -> Page | None:
    found = _KNOWN.search(html)
    if found is None:
        return None
    known = json.loads(found[1])
    resolve = _resolver(url)
    rest = html[found.end() :]
    body, _, assets = rest.rpartition("</article>")

    def neighbour(said: dict[str, Any] | None) -> tuple[str, ...]:
        return (_text(str(said["title"])), _resolver("/")(said["url"] or "/")) if said else ()

    title = str(known["title"])
    return Page(
        title=_text(known["site"] if known["home"] else title),
        canonical=known["canonical"] or "",
        edit=_readable(known["edit"] or ""),
        previous=neighbour(known["previous"]),
        next=neighbour(known["next"]),
        toc=tuple(
            (item["id"], _text(item["title"])) for item in known["toc"][:-1] if item["level"] > 1
        ),
        assets=tuple(_assets(html5lib.parse(assets, namespaceHTMLElements=False), resolve)),
        blocks=tuple(blocks(body.partition("<article>")[2], resolve)),
    )


def _their_tree(items: list[Any]) -> Tree:
    resolve = _resolver("/")
    return [
        (_titled(title, url), "" if url is None else resolve(url or "/"), _their_tree(below))
        for title, url, below in items[:-1]
    ]


def _titled(title: str | None, url: str | None) -> str:
    """Give a title; a link without one shows nothing there, where we show the address."""
    return str(url) if title is None else _text(title)


def _text(html: str) -> str:
    """Give the text of a title, which may have HTML in it."""
    parsed = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    return " ".join("".join(parsed.itertext()).split())


# ---------------------------------------------------------------- what we built


def _our_page(url: str, html: str) -> Page | None:
    if "<main" not in html:
        return None
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    resolve = _resolver(url)
    body = html.partition("<article>")[2].rpartition("</article></main>")[0]
    site = _words(tree.find(".//a[@class='home']/span"))
    return Page(
        title=_words(tree.find(".//title")).removesuffix(f" · {site}"),
        canonical=_attribute(tree.find(".//link[@rel='canonical']"), "href"),
        edit=_readable(_attribute(tree.find(".//a[@class='edit']"), "href")),
        previous=_neighbour(tree, "previous", "prev", resolve),
        next=_neighbour(tree, "next", "next", resolve),
        toc=tuple(
            (unquote(_attribute(a, "href"))[1:], _words(a))
            for a in tree.iterfind(".//nav[@class='toc']//a")
        ),
        assets=tuple(asset for asset in _assets(tree, resolve) if "_devserver/" not in asset),
        blocks=tuple(blocks(body, resolve)),
    )


def our_tree(folder: Path) -> Tree:
    """Relate the pages of a project, and show the navigation that comes of it."""
    project = Project(load(folder, cwd=folder), {}, drafts=False)
    for _ in project.scan():
        pass
    builder = Builder(Cache(), AtOnce())
    builder.take_up(project.snapshot(None))
    return [_branch(node, builder.related) for node in builder.related.structure.tree.children]


def _branch(node: Node, related: Related) -> tuple[str, str, Tree]:
    title = related.title_html(node.path) if node.title is None and node.path else None
    shown = _text(title) if title is not None else " ".join((node.title or "").split())
    url = _resolver("/")(node.href or quote(node.url or "")) if node.href or node.url else ""
    return shown, url, [_branch(below, related) for below in node.children]


def _neighbour(
    tree: Element, name: str, rel: str, resolve: Callable[[str], str]
) -> tuple[str, ...]:
    link, shown = tree.find(f".//link[@rel='{rel}']"), tree.find(f".//a[@class='{name}']/span")
    return () if link is None else (_words(shown), resolve(_attribute(link, "href")))


def _assets(tree: Element, resolve: Callable[[str], str]) -> Iterator[str]:
    for element in tree.iter():
        if element.tag == "link" and element.get("rel") == "stylesheet":
            yield resolve(_attribute(element, "href"))
        elif element.tag == "script" and element.get("src"):
            said = [
                f"{key}={element.get(key)}"
                for key in ("type", "defer", "async")
                if key in element.attrib
            ]
            yield " ".join((resolve(_attribute(element, "src")), *said))


def _words(element: Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _attribute(element: Element | None, name: str) -> str:
    return "" if element is None else element.get(name, "")
