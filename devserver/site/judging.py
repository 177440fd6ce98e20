"""Judges links as strictly as a project of MkDocs asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from devserver.model import Link, Problem, Severity, SourcePath
from devserver.site.validation import Validation


def left_as_written(link: Link, validation: Validation) -> Problem | None:
    """Say that a link leads somewhere although it is no path of a file, if that is to be said."""
    if _is_absolute(link):
        severity, what = validation.absolute_links, "an absolute path"
    else:
        severity, what = validation.unrecognized_links, "no path of a file"
    if severity is None:
        return None
    message = f"“{link.target}” is {what}, and stays as it is written"
    return Problem(link.path, link.line, link.column, severity, "broken-link", message)


def broken(link: Link, problem: Problem, path: str, validation: Validation) -> Problem | None:
    """Say that a link leads nowhere, as severely as is asked for its kind."""
    if _is_absolute(link) and not validation.links_from_docs:
        severity = validation.broken_absolute_links
    elif "." not in path.rpartition("/")[2].strip("."):
        severity = validation.broken_unrecognized_links
    else:
        severity = validation.not_found
    return next(as_severe([problem], severity), None)


def to_draft(link: Link, path: SourcePath) -> Problem:
    """Say that a link leads to what is not in the finished site."""
    message = f"{path} is a draft, and left out of the finished site"
    return Problem(link.path, link.line, link.column, "hint", "broken-link", message)


def as_severe(problems: Iterable[Problem], severity: Severity | None) -> Iterator[Problem]:
    """Tell problems of one kind as severely as is asked for, or not at all."""
    if severity is not None:
        yield from (replace(problem, severity=severity) for problem in problems)


def _is_absolute(link: Link) -> bool:
    return link.target.startswith(("/", "\\"))
