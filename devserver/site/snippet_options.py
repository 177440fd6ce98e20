"""How a project's pages may include files: in MkDocs' meaning by its options, else as we do."""

from __future__ import annotations

from dataclasses import dataclass, replace
from posixpath import isabs, join, normpath
from typing import Any, Literal

from devserver.model import Dialect, Expanded, SourcePath
from devserver.site.includes import Read, expand
from devserver.site.rewriting import rewritten

_NAME = "pymdownx.snippets"


@dataclass(frozen=True, slots=True)
class SnippetOptions:
    """What of the options of ``pymdownx.snippets`` matters here."""

    bases: tuple[Any, ...] = (".", {"relative": "$docs_dir"})
    """Folders in which names are looked up, the best first."""
    append: tuple[str, ...] = ()
    dedent: bool = False
    restricted: bool = False
    """Whether a name may not lead out of its base; none leads out of the project."""
    syntax: Literal["snippets", "mdbook", "none"] = "snippets"
    rewriting: Dialect | None = None
    """Whose pages may say things as other tools do, which MkDocs' own never mean."""

    @classmethod
    def of(cls, dialect: Dialect) -> SnippetOptions:
        """Read the options of a dialect."""
        if not dialect.mkdocs:
            syntax: Literal["mdbook", "snippets"]
            syntax = "mdbook" if dialect.like == "mdbook" else "snippets"
            return cls(syntax=syntax, rewriting=dialect)
        if _NAME not in dialect.extensions:
            return cls(syntax="none")
        given = dialect.options.get(_NAME, {})
        bases, append = given.get("base_path", "."), given.get("auto_append") or ()
        return cls(
            tuple(bases) if isinstance(bases, list) else (bases,),
            tuple(name for name in append if isinstance(name, str)),
            given.get("dedent_subsections") is True,
            given.get("restrict_base_path", True) is not False,
        )

    def expanded(self, path: SourcePath, text: str, read: Read) -> Expanded:
        """Put the files that a page includes in their places."""
        match self.syntax:
            case "none":
                return Expanded(text)
            case "mdbook":
                from devserver.site.book import expand_book  # Most projects are no book.

                return expand_book(path, text, read)
            case "snippets":
                names = "\n\n".join(self.append)
                more = f"\n\n\n-8<-\n{names}\n-8<-\n" if names else ""
                made = expand(path, text + more, read, dedent=self.dedent)
                made = _told_within(made, path, text) if more else made
                return made if self.rewriting is None else rewritten(path, made, self.rewriting)

    def hidden_folders(self, root: str, docs: str) -> tuple[str, ...]:
        """Give the hidden folders that snippets may come from, as the configuration says so."""
        found = (_folder(base, SourcePath(""), root, docs) or "." for base in self.bases)
        return tuple(folder for folder in found if _is_hidden(folder.split("/")))

    def candidates(self, name: str, page: SourcePath, root: str, docs: str) -> list[str]:
        """Name the files that ``name`` on ``page`` may mean, by paths from the project ``root``."""
        found = []
        for base in self.bases:
            if isinstance(base, str) and _names(base, name):
                # A base may be a file as well, which then goes by its own name.
                found.append(normpath(base))
            folder = _folder(base, page, root, docs)
            if folder is not None:
                path = normpath(join(folder, name))
                if not self.restricted or f"{path}/".startswith(f"{folder}/".removeprefix("./")):
                    found.append(path)
        return list(dict.fromkeys(found))


def _told_within(made: Expanded, path: SourcePath, text: str) -> Expanded:
    """Tell of what is appended, which stands in no line of the page, at the end of that."""
    last = text.count("\n") + 1
    placed = (
        replace(problem, line=last, column=1)
        if problem.path == path and problem.line > last
        else problem
        for problem in made.problems
    )
    return replace(made, problems=tuple(placed))


_REPOSITORIES = frozenset({".git", ".hg", ".jj", ".svn"})
"""Folders that say how a repository is reached, which may hold its author's password."""


def _is_hidden(names: list[str]) -> bool:
    hidden = {name for name in names if name.startswith(".")} - {"."}
    return bool(hidden) and ".." not in hidden and _REPOSITORIES.isdisjoint(hidden)


def _names(base: str, name: str) -> bool:
    folder, _, last = normpath(base).rpartition("/")
    return (
        not isabs(base)
        and last not in ("", ".", "..")
        and normpath(join(folder, name)) == normpath(base)
    )


def _folder(base: Any, page: SourcePath, root: str, docs: str) -> str | None:
    """Give a base by its path from the project, ``.`` for that; ``None`` if it lies outside."""
    if isinstance(base, dict):
        # MkDocs' “!relative”: to the page, to the docs folder or to the configuration.
        variable, _, below = str(base.get("relative") or "").partition("/")
        start = {"$docs_dir": docs, "$config_dir": "."}.get(variable, page.rpartition("/")[0])
        return normpath(join(start or ".", below))
    if not isinstance(base, str):
        return None
    if isabs(base):
        inside = f"{normpath(base)}/".startswith(f"{root.rstrip('/')}/")
        return normpath(base[len(root) :].strip("/") or ".") if inside else None
    return normpath(base or ".")
