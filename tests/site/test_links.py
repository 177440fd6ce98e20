"""Where links lead, and what is said of those that lead nowhere."""

from __future__ import annotations

import time
from collections.abc import Mapping
from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devserver.model import Link, SourcePath, Url
from devserver.site.links import Resolved, Targets, check_anchor, fill, resolve
from devserver.site.urls import relative

PAGES = {
    "docs/index.md": "/",
    "docs/about.md": "/about/",
    "docs/guide/README.md": "/guide/",
    "docs/guide/intro.md": "/guide/intro/",
    "docs/guide/setup.markdown": "/guide/setup/",
    "docs/guide/a b&c.md": "/guide/a b&c/",
    "docs/guide/größe.md": "/guide/größe/",
    "docs/guide/img/logo.svg": "/guide/img/logo.svg",
    "docs/files/data.csv": "/files/data.csv",
    "docs/v1.2/notes.md": "/v1.2/notes/",
}
FOLDERS = {
    "": "/",
    "guide": "/guide/",
    "files": "/files/",
    "guide/img": "/guide/img/",
    "v1.2": "/v1.2/",
}


def targets(
    pages: Mapping[str, str] = PAGES, docs: str = "docs/", *, mkdocs: bool = False
) -> Targets:
    urls = {SourcePath(path): Url(url) for path, url in pages.items()}
    return Targets(docs, urls, {name: Url(url) for name, url in FOLDERS.items()}, mkdocs)


SITE = targets()
MKDOCS = targets(mkdocs=True)


def link(target: str, kind: str = "link", path: str = "docs/guide/intro.md") -> Link:
    return Link(target, SourcePath(path), 3, 10, "image" if kind == "image" else "link")


def to(target: str, site: Targets = SITE, kind: str = "link") -> Resolved:
    return resolve(link(target, kind), Url("/guide/intro/"), site)


@pytest.mark.parametrize(
    ("target", "href", "page"),
    [
        # files of the source tree
        ("../about.md", "../../about/", "docs/about.md"),
        ("setup.markdown", "../setup/", "docs/guide/setup.markdown"),
        ("./setup.markdown#two", "../setup/#two", "docs/guide/setup.markdown"),
        ("intro.md#x", "#x", "docs/guide/intro.md"),
        ("intro.md", "./", "docs/guide/intro.md"),
        ("../index.md", "../../", "docs/index.md"),
        ("README.md", "../", "docs/guide/README.md"),
        ("img/logo.svg", "../img/logo.svg", "docs/guide/img/logo.svg"),
        ("../files/data.csv?v=1#r", "../../files/data.csv?v=1#r", "docs/files/data.csv"),
        ("../v1.2/notes.md", "../../v1.2/notes/", "docs/v1.2/notes.md"),
        # folders
        ("..", "../../", "docs/index.md"),
        ("../", "../../", "docs/index.md"),
        (".", "../", "docs/guide/README.md"),
        ("../guide", "../", "docs/guide/README.md"),
        ("../files/", "../../files/", None),
        # pages without their ending, and as they are called in the site
        ("./setup", "../setup/", "docs/guide/setup.markdown"),
        ("../about", "../../about/", "docs/about.md"),
        ("../about/", "../../about/", "docs/about.md"),
        ("../about.html", "../../about/", "docs/about.md"),
        ("../guide/index.html", "../", "docs/guide/README.md"),
        ("../setup/", "../setup/", "docs/guide/setup.markdown"),
        ("../setup/#a", "../setup/#a", "docs/guide/setup.markdown"),
        # from the root of the docs folder, and of the project as on GitHub
        ("/about.md", "../../about/", "docs/about.md"),
        ("/guide/setup/", "../setup/", "docs/guide/setup.markdown"),
        ("/docs/about.md", "../../about/", "docs/about.md"),
        ("/docs/about", "../../about/", "docs/about.md"),
        ("/", "../../", "docs/index.md"),
        # percent-encoding
        ("a%20b%26c.md", "../a%20b&c/", "docs/guide/a b&c.md"),
        ("a b&c.md", "../a%20b&c/", "docs/guide/a b&c.md"),
        ("gr%C3%B6%C3%9Fe.md#größe", "../gr%C3%B6%C3%9Fe/#gr%C3%B6%C3%9Fe", "docs/guide/größe.md"),
        # nothing but an anchor or a query
        ("#here", "#here", "docs/guide/intro.md"),
        ("", "", "docs/guide/intro.md"),
        ("?q=1", "?q=1", "docs/guide/intro.md"),
    ],
)
def test_link_leads_where_its_author_means(target: str, href: str, page: str | None) -> None:
    found = to(target)
    assert (found.href, found.page, found.problem) == (href, page, None)


def test_anchor_is_decoded_for_the_one_who_looks_it_up() -> None:
    assert to("#gr%C3%B6%C3%9Fe").anchor == "größe"


@pytest.mark.parametrize(
    ("target", "kind", "code", "says"),
    [
        ("setpu.markdown", "link", "broken-link", "did you mean “guide/setup.markdown”?"),
        ("about.md", "link", "broken-link", "no “guide/about.md”, did you mean “about.md”?"),
        ("img/lgo.svg", "image", "missing-image", "did you mean “guide/img/logo.svg”?"),
        ("nothing-like-it", "link", "broken-link", "there is no “guide/nothing-like-it”"),
        ("../../README.md", "link", "broken-link", "“../../README.md” is outside the docs folder"),
        ("/gone/", "link", "broken-link", "there is no “gone”"),
    ],
)
def test_broken_link_stays_as_written_and_names_the_nearest(
    target: str, kind: str, code: str, says: str
) -> None:
    found = to(target, kind=kind)
    assert (found.href, found.page) == (target, None)
    assert found.problem is not None
    assert (found.problem.code, found.problem.line, found.problem.column) == (code, 3, 10)
    assert says in found.problem.message


def test_link_in_an_included_file_means_the_page_first_and_then_the_file() -> None:
    page = SourcePath("docs/index.md")
    for target, href in (("about.md", "about/"), ("intro.md", "guide/intro/")):
        included = link(target, path="docs/guide/part.md")
        assert resolve(included, Url("/"), SITE, page).href == href


@pytest.mark.parametrize(
    ("target", "href", "broken"),
    [
        ("setup.markdown#x", "../setup/#x", False),
        ("../about.md?q", "../../about/?q", False),
        ("img/logo.svg", "../img/logo.svg", False),
        ("../setup/", "../setup/", False),
        ("setup", "setup", True),
        ("../guide", "../guide", True),
        ("/about/", "/about/", False),
        ("/about.md", "/about.md", True),
        ("#x", "#x", False),
    ],
)
def test_mkdocs_resolves_files_and_leaves_everything_else(
    target: str, href: str, *, broken: bool
) -> None:
    found = to(target, MKDOCS)
    assert found.href == href
    assert (found.problem is not None) == broken


def test_urls_of_files_are_kept_without_directory_urls() -> None:
    site = targets({"guide/intro.md": "/guide/intro.html", "about.md": "/about.html"}, "")
    found = resolve(link("../about.md#a", path="guide/intro.md"), Url("/guide/intro.html"), site)
    assert found.href == "../about.html#a"


@pytest.mark.parametrize(
    ("here", "there", "href"),
    [
        ("/", "/", "./"),
        ("/", "/a/", "a/"),
        ("/a/", "/", "../"),
        ("/a/b/", "/a/b/", "./"),
        ("/a/b/", "/a/c/", "../c/"),
        ("/a/b/", "/a/b/c/", "c/"),
        ("/a.html", "/b.html", "b.html"),
        ("/a/b.html", "/a/", "./"),
        ("/", "/a:b/", "./a:b/"),
        ("/x/", "/100%/ü?#.md", "../100%25/%C3%BC%3F%23.md"),
    ],
)
def test_relative_reference(here: str, there: str, href: str) -> None:
    assert relative(Url(here), Url(there)) == href


SEGMENT = st.text(alphabet="ab:.?#% ü&'\"", max_size=5).filter(lambda s: s not in {"", ".", ".."})


@given(st.lists(SEGMENT, max_size=4), st.lists(SEGMENT, max_size=4))
def test_browser_finds_the_way_back_from_any_relative_reference(
    here: list[str], there: list[str]
) -> None:
    from_url, to_url = _url(here), _url(there)
    base = "http://host/" + relative(Url("/"), from_url).removeprefix("./")
    assert unquote(urljoin(base, relative(from_url, to_url))) == f"http://host{to_url}"


def _url(parts: list[str]) -> Url:
    return Url("".join(f"/{part}" for part in parts) + "/")


def test_anchor_that_is_missing_names_the_nearest() -> None:
    wanted = link("setup.markdown#Instal")
    found = resolve(wanted, Url("/guide/intro/"), SITE)
    problem = check_anchor(wanted, found, ["usage", "install"])
    assert problem is not None
    assert (problem.code, problem.line, problem.column) == ("broken-anchor", 3, 24)
    assert problem.message == (
        "there is no “#Instal” in docs/guide/setup.markdown, did you mean “#install”?"
    )


@pytest.mark.parametrize(
    ("anchor", "near"), [("Install", "install"), ("inst", None), ("über", "Über")]
)
def test_anchor_differs_by_case_or_by_more(anchor: str, near: str | None) -> None:
    problem = check_anchor(link(f"#{anchor}"), to(f"#{anchor}"), ["install", "usage", "Über"])
    assert problem is not None
    assert (f"did you mean “#{near}”" in problem.message) == (near is not None)


@pytest.mark.parametrize("anchor", ["install", "top", ""])
def test_anchor_that_is_there_is_no_problem(anchor: str) -> None:
    assert check_anchor(link(f"#{anchor}"), to(f"#{anchor}"), ["install"]) is None


def test_hrefs_are_put_between_the_parts() -> None:
    assert fill(('<a href="', '">x</a>'), ["b/"]) == '<a href="b/">x</a>'


def test_ten_thousand_targets_are_no_slower_than_ten() -> None:
    pages = {f"docs/s{i % 100}/page-{i}.md": f"/s{i % 100}/page-{i}/" for i in range(10_000)}
    site = targets(pages)
    found = resolve(link("../s5/pge-4205.md"), Url("/guide/intro/"), site)
    assert found.problem is not None
    assert "“s5/page-4205.md”" in found.problem.message
    started = time.perf_counter()
    for i in range(200):
        resolve(link(f"../s{i % 100}/page-{i}.md"), Url("/guide/intro/"), site)
        resolve(link(f"../s{i % 100}/pag-{i}.md"), Url("/guide/intro/"), site)
    assert time.perf_counter() - started < 5


@given(st.text(alphabet="ab./#?%&:\\ü -", max_size=20))
def test_any_target_is_resolved_or_a_problem(target: str) -> None:
    for site in (SITE, MKDOCS, targets(docs="")):
        found = to(target, site)
        if found.problem is not None:
            assert (found.href, found.page) == (target, None)


@pytest.mark.parametrize(
    "target", ["/about//", "/guide/img/logo.svg/", "%2Fabout", "..%2f", "/%2e/about"]
)
def test_what_only_looks_like_a_url_of_the_site_is_a_problem_in_mkdocs(target: str) -> None:
    """There the target stays as it is written, and the server is asked for just that."""
    found = to(target, MKDOCS)
    assert found.problem is not None
    assert (found.href, found.page) == (target, None)


def test_url_of_the_site_may_be_encoded_in_mkdocs() -> None:
    for target in ("/guide/gr%C3%B6%C3%9Fe/", "../a%20b&c/", "/about", "/guide%2Fintro/"):
        assert to(target, MKDOCS).problem is None


def test_an_address_that_is_the_path_of_a_file_in_mkdocs_says_how_the_file_is_named() -> None:
    problem = to("/about.md", MKDOCS).problem
    assert problem is not None
    assert problem.message == "nothing has the address “/about.md”, did you mean “../about.md”?"
