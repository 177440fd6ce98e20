"""Says what is wrong with a site, and with what it links to elsewhere if that is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from devserver.config import Config, ConfigError
from devserver.messages import Event
from devserver.model import Problem
from devserver.whole_site import WholeSite, by_place


def check(config: Config) -> tuple[Problem, ...]:
    """Convert and check every page; gives every problem there is."""
    with WholeSite(config, drafts=True) as site:
        return site.check()


def check_external(config: Config, say: Callable[[Event], None]) -> tuple[Problem, ...]:
    """Check every page, and ask other sites for what links lead to there."""
    from devserver.external import external_problems

    with WholeSite(config, drafts=True) as site:
        found = site.check()
        elsewhere = external_problems(site.builder.external(), site.store, say)
        return by_place((*found, *elsewhere))


def report(form: str, problems: Sequence[Problem], config: Config) -> str:
    """Say problems in the form of another tool: ``github`` or ``sarif``."""
    from devserver.github import annotated
    from devserver.sarif import sarif

    said = annotated if form == "github" else sarif
    return said(problems, prefix_of(config.project))


def write_sarif(file: Path, problems: Sequence[Problem], config: Config) -> None:
    """Write problems to a file as SARIF; raises ConfigError."""
    try:
        file.write_text(report("sarif", problems, config), encoding="utf-8", newline="\n")
    except OSError as error:
        raise ConfigError(f"cannot write {file}: {error.strerror}") from None


def prefix_of(project: Path) -> str:
    """Give the way from the repository's folder to the project's, ending with ``/``; or nothing.

    Tools that show problems beside the lines of a change know paths from there only.
    """
    for folder in (project, *project.parents):
        if (folder / ".git").exists():
            way = project.relative_to(folder).as_posix()
            return "" if way == "." else f"{way}/"
    return ""
