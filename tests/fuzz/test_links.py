"""Whatever a link says, it leads where it is meant to, or stays as written and is a problem."""

from __future__ import annotations

import re
from urllib.parse import quote

from hypothesis import given
from hypothesis import strategies as st

from devserver.model import Expanded, Job, Link, SourcePath, Url
from devserver.serve.urls import checked_url, url_of
from devserver.site.dialect import native
from devserver.site.links import Targets, fill, resolve
from devserver.site.markdown import convert
from tests.fuzz.examples import examples

_PARTS = st.sampled_from(
    ["a", "b.md", "index.md", "é.md", "a b.md", "100%.md", "%41.md", "a:b.md", "q?.md", "h#.md"]
)
_ODD_PARTS = st.one_of(
    _PARTS,
    _PARTS,
    st.text(alphabet="a%2fF:?#&\"'<>~\u202e\u3000é;@=+,$!*()[]|^`{} ", min_size=1, max_size=6),
)


@st.composite
def sites(draw: st.DrawFn) -> Targets:
    """Draw a site of pages and files, each at a url of its own."""
    docs = draw(st.sampled_from(["", "docs/"]))
    urls: dict[SourcePath, Url] = {}
    folders = {"": Url("/")}
    for parts in draw(st.lists(st.lists(_ODD_PARTS, min_size=1, max_size=3), max_size=6)):
        path = "/".join(parts)
        url = f"/{path}"
        if path.endswith(".md"):
            url = f"/{path.removesuffix('.md').removesuffix('index')}".rstrip("/") + "/"
        if checked_url(url) and url not in urls.values():
            urls[SourcePath(docs + path)] = Url(url)
        for depth in range(1, len(parts)):
            folder = "/".join(parts[:depth])
            folders[folder] = Url(f"/{folder}/")
    return Targets(docs, urls, folders, mkdocs=draw(st.booleans()))


_ESCAPED = st.sampled_from(
    [
        "%2f",
        "%2F",
        "%5c",
        "%00",
        "%0a",
        "%2e",
        "%2E%2e",
        "%25",
        "%252f",
        "%ff",
        "%e2%80%ae",
        "%",
        "%3f",
        "%23",
    ]
)
_BITS = st.one_of(
    st.sampled_from(
        [
            "/",
            "../",
            "./",
            "//",
            "..",
            ".",
            "\\",
            "\\\\",
            "#",
            "?",
            ":",
            "a",
            "b",
            ".md",
            ".html",
            "index",
        ]
    ),
    st.sampled_from(
        [
            "\t",
            "\n",
            "\x00",
            "\x7f",
            " ",
            "\u202e",
            "\u2028",
            "é",
            "&amp;",
            "&#47;",
            "javascript:",
            "http:",
        ]
    ),
    _ESCAPED,
    st.text(max_size=3),
)


@st.composite
def targets(draw: st.DrawFn, site: Targets) -> str:
    """Draw a target: one of the site's as one may write it, or anything."""
    paths = [*site.urls, *site.urls.values(), *site.folders]
    path = str(draw(st.sampled_from(paths)))
    path = draw(
        st.sampled_from([path, quote(path), quote(path, safe=""), path.removeprefix(site.docs)])
    )
    before, after = draw(st.lists(_BITS, max_size=4)), draw(st.lists(_BITS, max_size=3))
    target = draw(st.sampled_from([path, path, ""]))
    return "".join([*before, target, *after]) * draw(st.sampled_from([1, 1, 1, 1, 40]))


def followed(href: str, page: str) -> bytes | None:
    """Do what a browser does with a reference on a page (WHATWG URL): the path it asks for.

    ``None`` if it goes to another server.
    """
    href = re.sub(r"[\t\n\r]", "", href.strip("".join(map(chr, range(33)))))
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", href):
        return None
    path = re.split(r"[?#]", href, maxsplit=1)[0].replace("\\", "/")
    if path.startswith("//"):
        return None
    base = quote(page, safe="/!$&'()*+,;=:@~-._").rpartition("/")[0] + "/"
    whole = path if path.startswith("/") else base + path if path else quote(page)
    segments: list[str] = []
    parts = whole.split("/")[1:]
    for index, part in enumerate(parts):
        dots = re.sub("%2e", ".", part, flags=re.IGNORECASE)
        last = index == len(parts) - 1
        if dots == "..":
            segments = segments[:-1]
        elif dots != ".":
            segments.append(part)
            continue
        if last:
            segments.append("")
    return ("/" + "/".join(segments)).encode("utf-8", "replace")


_EXTERNAL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|\\\\")
"""What no converter hands over to be resolved."""


@given(st.data())
@examples(300)
def test_any_target_leads_to_the_page_that_is_meant_or_is_a_problem(data: st.DataObject) -> None:
    site = data.draw(sites())
    target = data.draw(targets(site)).strip()
    pages = [(path, url) for path, url in site.urls.items() if path.endswith(".md")]
    here = data.draw(st.sampled_from([*pages, (SourcePath(f"{site.docs}x/y.md"), Url("/x/y/"))]))
    if _EXTERNAL.match(target):
        return
    found = resolve(Link(target, here[0], 1, 1), here[1], site)
    if found.problem is not None:
        assert (found.href, found.page) == (target, None)
        found.problem.message.encode()
        return
    asked = followed(found.href, here[1])
    assert asked is not None
    url = url_of(asked)
    assert url is not None
    if found.page is not None and found.page != here[0]:
        assert site.urls[found.page] in (url, f"{url}/")
    else:
        assert {url, f"{url}/"} & {here[1], *site.urls.values(), *site.folders.values()}
    assert '"' not in fill(["", ""], [found.href])


@given(st.data())
@examples(100)
def test_any_target_comes_through_the_conversion_as_it_was_written(data: st.DataObject) -> None:
    site = data.draw(sites())
    target = data.draw(targets(site))
    form = data.draw(
        st.sampled_from(["[a](<{}>)", "![a]({})", "[a][r]\n\n[r]: <{}>", '<a href="{}">a</a>'])
    )
    text = form.format(target)
    document = convert(Job(SourcePath("docs/x.md"), Expanded(text), native()))
    assert not document.failed
    lines = text.count("\n") + 1
    for link in document.links:
        assert not _EXTERNAL.match(link.target)
        assert 1 <= link.line <= lines
        resolve(link, Url("/x/"), site)
    html = fill(document.parts, ["x" for _ in document.links])
    assert "\x02" not in html or "\x02" in text
