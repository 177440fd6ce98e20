"""What a link of a site can lead to, and how strictly it is judged."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from devserver.model import SourcePath, Url
from devserver.site.near import Names
from devserver.site.validation import Validation


@dataclass(frozen=True)
class Targets:
    """What links can lead to: every page and static file of a site, and its folders."""

    docs: str
    """The docs folder's prefix relative to the project: ``""`` or such as ``"docs/"``."""
    urls: Mapping[SourcePath, Url]
    """Pages and static files, by their paths relative to the project."""
    folders: Mapping[str, Url]
    """The url of each folder's page by its path below the docs folder, whose own is ``""``."""
    mkdocs: bool = False
    """MkDocs' meanings: only relative paths of files are resolved."""
    directory_urls: bool = True
    """Else even the first page of the site is called by its file's name, by MkDocs' rules."""
    there: Collection[Url] = ()
    """Urls that links lead to from address to address: Docusaurus'."""
    drafts: Mapping[SourcePath, Url] = field(default_factory=dict)
    """Pages that are left out now, and where they would be; only MkDocs links to them."""
    above: str = "/"
    """The path that the finished site has on its host."""
    validation: Validation = field(default_factory=Validation)

    @cached_property
    def pages(self) -> Mapping[Url, SourcePath]:
        """What stands at each url."""
        return {url: path for path, url in self.urls.items()}

    @cached_property
    def names(self) -> Names:
        """Every path below the docs folder, for suggestions."""
        return Names([path.removeprefix(self.docs) for path in self.urls])
