"""Obsidian's links, pictures and comments, where a project asks for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from devserver.model import Dialect, Expanded, Job, SourcePath
from devserver.site.dialect import beyond, native
from devserver.site.links import fill
from devserver.site.markdown import convert
from tests.workbench import Workbench

LINKS = "# H\n\n[[Green Tea#How to]] [[gren tea]] [[Green Tea#No]] ![[x.png]]\n"


def shown(text: str, dialect: Dialect) -> str:
    made = convert(Job(SourcePath("a.md"), Expanded(text), dialect))
    return fill(made.parts, [link.target for link in made.links])


@pytest.mark.parametrize(
    ("written", "html"),
    [
        ("[[One]]", '<a href="[[One">One</a>'),
        ("[[One|two]]", '<a href="[[One">two</a>'),
        ("[[One#Part]]", '<a href="[[One#Part">One › Part</a>'),
        ("![[p.png]]", '<img alt="p" src="[[p.png">'),
        ("![[p.png|A pot]]", '<img alt="A pot" src="[[p.png">'),
        ("![[p.png|200x90]]", '<img alt="p" src="[[p.png" width="200">'),
        ("![[One]]", '<a href="[[One">One</a>'),
        ("`[[One]]`", "<code>[[One]]</code>"),
        ("a %%no\nno%% b", "a  b"),
        ("`%% a %%`", "<code>%% a %%</code>"),
        ("5 %% of", "5 %% of"),
    ],
)
def test_it_is_read_as_obsidian_does(written: str, html: str) -> None:
    assert shown(written, beyond(Dialect(("obsidian",)))) == f"<p>{html}</p>"


def test_in_a_table_the_bar_is_escaped() -> None:
    table = "| a |\n|---|\n| [[One\\|x]] |\n"
    assert '<a href="[[One">x</a>' in shown(table, beyond(Dialect(("obsidian",))))


def test_it_is_off_unless_asked_for() -> None:
    assert shown("[[One]] %%a%%", native()) == "<p>[[One]] %%a%%</p>"


def test_links_lead_there_and_what_is_wrong_is_told_at_its_place(tmp_path: Path) -> None:
    bench = Workbench(
        tmp_path,
        {
            "devserver.toml": '[markdown]\nextensions = ["obsidian"]\n',
            "docs/index.md": LINKS,
            "docs/tea/Green Tea.md": "# Green tea\n\n## How to\n",
        },
    )
    assert '<a href="tea/Green%20Tea/#how-to">' in bench.build("/")["/"]
    assert sorted((p.line, p.column, p.code) for p in bench.check()) == [
        (3, 24, "broken-link"),
        (3, 46, "broken-anchor"),
        (3, 55, "missing-image"),
    ]
    (broken,) = (p for p in bench.check() if p.code == "broken-link")
    assert broken.message == "there is no “gren tea”, did you mean “tea/Green Tea.md”?"
    bench.save("docs/gren tea.md", "# Now there\n")
    assert '<a href="gren%20tea/">' in bench.build("/")["/"]
    bench.store.close()
