"""Everything that can be chosen, with every default: one frozen ``Config`` and its one loader."""

from __future__ import annotations

import contextlib
import ipaddress
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from devserver import locate
from devserver.model import Dialect, NavEntry, Problem, SourcePath
from devserver.settings import ConfigError as ConfigError  # The loader's only exception.
from devserver.settings import Place, relative
from devserver.site.validation import Validation
from devserver.view import About

PORT: Final = 8000
"""Where ``watch`` listens unless told otherwise; if it is taken, on the next free one."""

TIMEOUT: Final = 60.0
"""Seconds an external command may take unless its entry says otherwise."""


@dataclass(frozen=True, slots=True)
class Script:
    """A script that every page loads: a url, or a file by its path from the project folder."""

    src: str
    type: str = ""
    defer: bool = False
    is_async: bool = False

    def attributes(self) -> dict[str, Any]:
        """Return what the theme's templates see: ``src``, ``type``, ``defer`` and ``async``."""
        return {"src": self.src, "type": self.type, "defer": self.defer, "async": self.is_async}


@dataclass(frozen=True, slots=True)
class Command:
    """An external command, run before a rebuild when what it watches changed."""

    run: tuple[str, ...]
    """The program and its arguments; no shell sees them."""
    watch: tuple[str, ...] = ("*",)
    """Gitignore patterns relative to the project folder; by default, every change counts."""
    timeout: float = TIMEOUT
    """Seconds."""


@dataclass(frozen=True, slots=True)
class Config:
    """What the project says. Everything a command line may add is in ``WatchOptions``.

    A ``str`` that names a file is its path from the project folder, with ``/``; it never leaves
    that folder, and need not exist.
    """

    project: Path
    """Absolute and resolved: the folder of the configuration, else the docs folder."""
    docs: Path
    """Absolute and resolved; it lies in ``project``, or is it."""
    file: Path | None = None
    files: tuple[Path, ...] = ()
    """Every file that had a say, or would have if it existed: to be watched, not published."""
    title: str = "Documentation"
    site_url: str | None = None
    feed: bool = False
    exclude: tuple[str, ...] = ()
    """Gitignore patterns relative to the docs folder, as are the two below."""
    drafts: tuple[str, ...] = ()
    not_in_nav: tuple[str, ...] = ()
    nav: tuple[NavEntry, ...] | None = None
    """``None``: from the files. A page's path that ends with ``/`` names a folder."""
    nav_folders: bool = True
    """Whether such a folder stands for everything in it."""
    validation: Validation = field(default_factory=Validation)
    watch: tuple[Path, ...] = ()
    """More folders to watch; absolute, resolved, inside the project or not."""
    templates: Path | None = None
    extra_css: tuple[str, ...] = ()
    """Urls, or files by their path from the project folder."""
    extra_js: tuple[Script, ...] = ()
    logo: str | None = None
    favicon: str | None = None
    accent: str | None = None
    repo_url: str | None = None
    edit_url: str | None = None
    """With ``{path}`` where the page's path from the docs folder belongs (``{path_noext}``: without
    its ending), to be percent-encoded (``{path!q}``: its slashes too)."""
    about: About = field(default_factory=About)
    dialect: Dialect = field(default_factory=lambda: Dialect(extensions=()))
    """In a native project, ``extensions`` are those wanted beyond the usual ones."""
    directory_urls: bool = True
    tabs: bool | None = None
    """Whether the first level of the navigation stands at the top; ``None``: if that helps."""
    commands: tuple[Command, ...] = ()
    problems: tuple[Problem, ...] = ()
    """What is wrong with the configuration; the rest of it holds."""
    places: Mapping[str, Place] = field(default_factory=dict, compare=False)
    """Where files are named that need not exist: a style sheet, a script, a picture."""
    ignored: tuple[str, ...] = ()
    """What mkdocs.yml asks for and is not supported, by name."""
    mkdocs: bool = False

    @property
    def file_name(self) -> SourcePath:
        """The file as problems name it: from the project folder, and empty if there is none.

        It begins with ``..`` if the docs folder lies elsewhere and is a project of its own.
        """
        return SourcePath(relative(self.file, self.project) if self.file else "")


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """What the command line of ``watch`` may choose."""

    host: str = "127.0.0.1"
    port: int | None = None
    """``None``: ``PORT`` or the next free one; 0: any; else this one or none."""
    allow_hosts: tuple[str, ...] = ()
    """Names a request may call the server by, beyond the loopback ones."""
    open: bool = False
    follow: bool = False
    poll: bool = False
    verify: bool = False
    commands: bool = False
    drafts: bool = True
    verbose: bool = False
    for_editors: bool = False
    """Started by an editor's server: it ends with the last editor, or when the user starts one."""

    @property
    def exposed(self) -> bool:
        """Whether other machines can reach the server: ``host`` is no loopback address or name."""
        try:
            return not ipaddress.ip_address(self.host.strip("[]")).is_loopback
        except ValueError:
            return not f".{self.host.lower()}".endswith(".localhost")


def load(path: Path | None, *, cwd: Path) -> Config:
    """Find the project of ``path`` (``None``: that of ``cwd``) and read its configuration.

    A fault that leaves the rest standing is among the ``problems``. Raises ConfigError if there is
    no such folder, it cannot be read, it is ``/``, or its configuration cannot be read.
    """
    with _no_other_error():
        start = locate.start(path, cwd)
        config = _configured(start, path)
        if config is None:
            docs = locate.docs_folder(start, path)
            files = tuple(docs / name for name in locate.NAMES)
            config = Config(
                project=docs,
                docs=docs,
                files=(*files, *locate.tells(docs)),
                title=locate.title(docs),
                dialect=Dialect((), like=locate.like(docs)),
            )
        locate.require_docs(config.docs, config.file)
        return config


def reload(config: Config) -> Config:
    """Read the configuration of the same project again, after one of its files changed.

    Raises ConfigError as ``load`` does, and if the configuration is gone.
    """
    folder = config.file.parent if config.file else config.docs
    with _no_other_error():
        for file in (folder / name for name in locate.NAMES):
            again = _read(file) if file.exists() else None
            if again:
                locate.require_docs(again.docs, file)
                return again
    if config.file:
        raise ConfigError("the configuration is gone", config.file)
    return replace(config, dialect=replace(config.dialect, like=locate.like(config.docs)))


def _configured(start: Path, path: Path | None) -> Config | None:
    for file in locate.configurations(start):
        try:
            config = _read(file)
        except ConfigError:
            if path and not locate.near(file, start):
                continue
            raise
        if config and (path is None or start in (file.parent, config.docs)):
            return config
    return None


@contextlib.contextmanager
def _no_other_error() -> Iterator[None]:
    # A folder that may be listed but not entered fails wherever something in it is looked at.
    try:
        yield
    except OSError as error:
        raise ConfigError(f"{error.filename} cannot be read: {error.strerror}") from None


def _read(file: Path) -> Config | None:
    # Neither reader is imported before it is needed: what is imported delays the first page.
    if file.name == "book.toml":
        from devserver.mdbook import read_book

        return read_book(file)
    if file.suffix == ".toml":
        from devserver.native import read_native

        return read_native(file)
    from devserver.mkdocs import read_mkdocs

    return read_mkdocs(file)
