"""From a source's path to its url and back: the one place where addresses are made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from devserver.model import SourcePath, Url

INDEX_NAMES: Final = ("index", "readme")
"""File names, without ending and in lower case, that can be their folder's page, best first."""


_UNNAMEABLE: Final = re.compile(r"[\x00-\x1f\x7f\\]")
"""What browsers drop from an address or take for a ``/``; the server refuses it."""


_NUMBER: Final = re.compile(r"(?P<number>\d{1,9})[ ]*[-_.]+[ ]*(?=[^-_.\s\d])")


def bare_name(name: str) -> str:
    """Drop the number that orders a file or folder; dates and versions are no such numbers."""
    return _NUMBER.sub("", name, count=1) if _NUMBER.match(name) else name


def number_of(name: str) -> float | None:
    """Give the number that orders a file or folder."""
    found = _NUMBER.match(name)
    return float(found["number"]) if found else None


def is_nameable(path: SourcePath) -> bool:
    """Whether a file can have a url at all."""
    return _UNNAMEABLE.search(path) is None


@dataclass(frozen=True, slots=True)
class Addresses:
    """How paths of one project become urls."""

    docs: str
    """The docs folder's prefix in source paths: empty, or ending with ``/``."""
    suffixes: tuple[str, ...]
    """Endings of pages, in lower case with the dot."""
    directory_urls: bool = True
    """``guide/intro.md`` is ``/guide/intro/``; else it is ``/guide/intro.html``."""
    mkdocs: bool = False
    """MkDocs' meanings: only ``index`` and ``README``, so written, are a folder's own page."""

    numbered: bool = False
    """Docusaurus' meanings: ``01-`` before a name only says where it stands."""

    def is_page(self, path: SourcePath) -> bool:
        """Whether a file of the docs folder is a page, not a static file."""
        return self._ending(path).endswith(self.suffixes)

    def _ending(self, path: SourcePath) -> str:
        """Give a path as endings are compared: to MkDocs, ``README.MD`` is no page."""
        return path if self.mkdocs else path.lower()

    def relative(self, path: SourcePath) -> str:
        """Give the path relative to the docs folder."""
        return path[len(self.docs) :]

    def folder(self, path: SourcePath) -> str:
        """Give a file's folder relative to the docs folder, without ``/`` at its end."""
        return self.relative(path).rpartition("/")[0]

    def stem(self, path: SourcePath) -> str:
        """Give a page's file name without its ending."""
        return self._bare(path).rpartition("/")[2]

    def bare(self, path: SourcePath) -> str:
        """Give a page's path relative to the docs folder, without its ending."""
        return self._bare(path)[len(self.docs) :]

    def _bare(self, path: SourcePath) -> str:
        written = self._ending(path)
        for suffix in self.suffixes:
            if written.endswith(suffix):
                return path[: -len(suffix)]
        return path

    def index_rank(self, path: SourcePath) -> int | None:
        """How good a claim a page has to be its folder's own: lower is better, ``None`` is none."""
        stem = self.stem(path)
        if stem == "index":
            return 0
        usual = stem == "README" if self.mkdocs else stem.lower() in INDEX_NAMES
        if usual:
            return 1
        folder = self.folder(path).rpartition("/")[2]
        return 2 if self.numbered and folder and bare_name(stem) == bare_name(folder) else None

    def named(self, path: str) -> str:
        """Give a path as its address has it."""
        return "/".join(map(bare_name, path.split("/"))) if self.numbered else path

    def folder_url(self, folder: str) -> Url:
        """Give the url of a folder's page."""
        folder = self.named(folder)
        if self.directory_urls or not folder:
            return Url(f"/{folder}/" if folder else "/")
        return Url(f"/{folder}/index.html")

    def page_url(self, path: SourcePath) -> Url:
        """Give the url of a page that is not its folder's own."""
        end = "/" if self.directory_urls else ".html"
        return Url(f"/{self.named(self._bare(path)[len(self.docs) :])}{end}")

    def own_url(self, path: SourcePath) -> Url:
        """Give the url that a page would have if no other claimed it."""
        if self.index_rank(path) is not None:
            return self.folder_url(self.folder(path))
        return self.page_url(path)

    def file_url(self, path: SourcePath) -> Url:
        """Give the url of a static file: its own path."""
        return Url(f"/{self.relative(path)}")


def file_at(url: Url) -> Url:
    """Give the url of the file that a host of plain files shows at ``url``."""
    return Url(f"{url}index.html") if url.endswith("/") else url


def candidates(url: Url) -> list[Url]:
    """Give the urls that someone asking for ``url`` may have meant, best first.

    ``/guide/intro``, ``/guide/intro.md`` and ``/guide/intro.html`` mean ``/guide/intro/``, and
    the other way round where pages are files.
    """
    stem, dot, suffix = url.rstrip("/").rpartition(".")
    known = dot and suffix.lower() in ("md", "markdown", "mdx", "html", "htm")
    bare = stem if known else url.rstrip("/")
    parent, _, name = bare.rpartition("/")
    meant = [f"{bare}/", f"{bare}.html", f"{bare}/index.html"]
    if name.lower() in INDEX_NAMES:
        meant += [f"{parent}/", f"{parent}/index.html"]
    return [Url(candidate) for candidate in meant if candidate != url]


def relative(from_url: Url, to_url: Url) -> str:
    """Give the shortest relative reference between two urls, percent-encoded."""
    here = from_url.split("/")[1:-1]
    *there, name = to_url.split("/")[1:]
    common = 0
    for left, right in zip(here, there, strict=False):
        if left != right:
            break
        common += 1
    up = "../" * (len(here) - common)
    path = "/".join([*there[common:], name])
    # A name with a colon would be taken for a scheme, an empty one for the page itself.
    if not up and (not path or ":" in path.partition("/")[0]):
        up = "./"
    return up + _quoted(path)


@lru_cache(maxsize=1 << 14)
def _quoted(path: str) -> str:
    """Encode a path; in a large site, the same few thousand are asked for again and again."""
    return quote(path, safe=SAFE)


SAFE = "/!$&'()*+,;=:@~-._"
"""What stands in a url as it is."""
