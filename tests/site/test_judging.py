"""Links are judged as strictly as the project says, and stay what they are."""

from __future__ import annotations

from typing import Any

import pytest

from devserver.model import Link, Problem, SourcePath, Url
from devserver.site.judging import as_severe
from devserver.site.links import Targets, resolve
from devserver.site.validation import Validation

INDEX, GUIDE, DRAFT = SourcePath("index.md"), SourcePath("guide.md"), SourcePath("draft.md")
URLS = {INDEX: Url("/"), GUIDE: Url("/guide/")}


def _resolve(target: str, **validation: Any) -> tuple[str, tuple[str, str] | None]:
    targets = Targets(
        "",
        URLS,
        {"": Url("/")},
        mkdocs=True,
        drafts={DRAFT: Url("/draft/")},
        above="/sub/",
        validation=Validation(**validation),
    )
    found = resolve(Link(target, INDEX, 3, 7), Url("/"), targets)
    problem = found.problem
    return found.href, (problem.severity, problem.where()) if problem else None


@pytest.mark.parametrize("target", ["guide.md", "/guide/", "/sub/guide/", "guide/", "guide"])
def test_what_leads_somewhere_is_no_problem(target: str) -> None:
    assert _resolve(target)[1] is None


def test_what_leads_somewhere_by_its_address_alone_is_told_if_asked_for() -> None:
    warned = ("warning", "index.md:3:7")
    assert _resolve("/guide/", absolute_links="warning") == ("/guide/", warned)
    assert _resolve("guide/", unrecognized_links="warning") == ("guide/", warned)
    assert _resolve("guide.md", absolute_links="warning", unrecognized_links="warning") == (
        "guide/",
        None,
    )


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("gone.md", "not_found"),
        ("/gone/", "broken_absolute_links"),
        ("gone/", "broken_unrecognized_links"),
        ("gone", "broken_unrecognized_links"),
    ],
)
def test_what_leads_nowhere_is_as_severe_as_its_kind(target: str, kind: str) -> None:
    assert _resolve(target) == (target, ("error", "index.md:3:7"))
    assert _resolve(target, **{kind: "hint"}) == (target, ("hint", "index.md:3:7"))
    assert _resolve(target, **{kind: None}) == (target, None)


def test_an_absolute_path_may_begin_at_the_docs_folder() -> None:
    assert _resolve("/guide.md", links_from_docs=True) == ("guide/", None)
    assert _resolve("/gone.md", links_from_docs=True, not_found="hint")[1] == (
        "hint",
        "index.md:3:7",
    )


def test_a_link_to_a_draft_leads_to_where_it_would_be() -> None:
    assert _resolve("draft.md") == ("draft/", ("hint", "index.md:3:7"))


def test_problems_of_a_kind_are_as_severe_as_is_asked_for() -> None:
    problem = Problem(INDEX, 1, 1, "error", "broken-anchor", "")
    assert [p.severity for p in as_severe([problem], "hint")] == ["hint"]
    assert not list(as_severe([problem], None))
