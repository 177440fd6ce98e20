"""The guide is a test: it builds without a problem, and says of the program what is true."""

from __future__ import annotations

import ast
import json
import re
import shutil
from argparse import SUPPRESS
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from devserver import mdbook, mkdocs, native
from devserver.config import load
from devserver.model import Problem
from devserver.parsers import COMMANDS
from devserver.schema import MANY, Key, flat
from devserver.terminal import _FIELDS, _PROBLEM, problem_line
from devserver.view import PageView, SiteView
from devserver.whole_site import WholeSite

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "sample_site"


# ---------------------------------------------------------------- reading the guide


def text(page: str) -> str:
    return (GUIDE / "docs" / page).read_text("utf-8")


def section(page: str, heading: str) -> str:
    """Give what stands below a heading, up to the next one of its level or above."""
    found = re.search(rf"^(#+) {re.escape(heading)}\n", text(page), re.MULTILINE)
    assert found, f"no “{heading}” in {page}"
    after = text(page)[found.end() :]
    return re.split(rf"^#{{1,{len(found[1])}}} ", after, maxsplit=1, flags=re.MULTILINE)[0]


def rows(source: str) -> list[list[str]]:
    """Give the cells of every row of the tables in a piece of Markdown, heads left out."""
    tables = re.findall(r"^\|.*\n\|[-:| ]+\n((?:\|.*\n)+)", f"{source}\n", re.MULTILINE)
    lines = [line for table in tables for line in table.splitlines()]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def codes(cell: str) -> list[str]:
    """Give the words that a cell shows as code."""
    return re.findall(r"`([^`]+)`", cell)


def fences(source: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\b.*\n((?:.*\n)*?)```", source, re.MULTILINE)


# ---------------------------------------------------------------- it is a site


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def problems_of(folder: Path) -> tuple[Problem, ...]:
    """Give every problem, those of putting pages into their templates included."""
    with WholeSite(load(folder, cwd=folder), drafts=True) as site:
        assert all(html for _, html in site.pages())
        return site.check()


def test_the_guide_has_no_problem_of_any_severity() -> None:
    assert problems_of(GUIDE) == ()


BROKEN = {
    "A link that leads nowhere": (
        "docs/index.md",
        "[Start](start.md)",
        "[Start](strat.md)",
    ),
    "A heading that others link to": ("docs/style.md", "## Accent\n", "## Colour\n"),
    "A template that fails": (
        "templates/front.html",
        "page.path",
        "page.pth",
    ),
    "A configuration that is wrong": ("devserver.toml", "accent =", "acent ="),
}


@pytest.mark.parametrize("heading", BROKEN)
def test_what_is_broken_on_purpose_looks_as_the_guide_shows(heading: str, tmp_path: Path) -> None:
    path, right, wrong = BROKEN[heading]
    copy = tmp_path / "guide"
    shutil.copytree(GUIDE, copy)
    source = (copy / path).read_text("utf-8")
    assert source.count(right) == 1
    (copy / path).write_text(source.replace(right, wrong), "utf-8")
    told = section("break.md", heading)
    assert f"`{path}`" in told
    shown = [line for block in fences(told, "text") for line in block.splitlines()]
    found = [problem_line(problem) for problem in problems_of(copy)]
    assert [line for line in shown if " ms · " not in line] == found


# ---------------------------------------------------------------- commands


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_in_the_reference_and_no_other(name: str) -> None:
    told = section("reference/commands.md", f"devserver {name}")
    options = {code for row in rows(told) for code in codes(row[0])}
    assert options == set(options_of(name))
    parser = COMMANDS[name]()
    assert parser.description
    assert parser.description.removesuffix(".") in " ".join(told.split())


def options_of(name: str) -> Iterator[str]:
    """Name a command's own options as the reference does: ``--host HOST``."""
    for action in COMMANDS[name]()._actions:
        if {"--help", "--verbose"} & set(action.option_strings) or action.help == SUPPRESS:
            continue
        takes = "" if action.nargs == 0 else f" {action.metavar or action.dest.upper()}"
        yield from (f"{option}{takes}" for option in action.option_strings)


def test_every_command_is_in_the_reference_and_no_other() -> None:
    told = re.findall(r"^## devserver (\w+)$", text("reference/commands.md"), re.MULTILINE)
    assert told == list(COMMANDS)


# ---------------------------------------------------------------- configuration


TABLES: dict[str, Mapping[str, Any]] = {
    "devserver.toml": native.KEYS,
    "markdown": native.KEYS["markdown"],  # type: ignore[dict-item]
    "commands": native.KEYS["commands"][MANY],  # type: ignore[index,dict-item]
    "mkdocs.yml": mkdocs.KEYS,
}


@pytest.mark.parametrize("heading", TABLES)
def test_every_key_of_a_configuration_is_in_the_reference_and_no_other(heading: str) -> None:
    told = section("reference/configuration.md", heading).partition("\n### ")[0]
    takes = {codes(row[0])[0]: row[1] for row in rows(told)}
    assert takes == {name: taken(key) for name, key in TABLES[heading].items()}


def test_every_key_of_a_book_is_told_and_no_other() -> None:
    table = section("coming-from/mdbook.md", "What works")
    takes = {f"{codes(row[0])[0]}": row[1] for row in rows(table)}
    assert takes == {name.rpartition(".")[2]: key.takes for name, key in flat(mdbook.KEYS)}


def taken(key: Key | Mapping[str, Any]) -> str:
    if isinstance(key, Key):
        return key.takes
    return "tables" if MANY in key else "a table"


def test_every_key_of_front_matter_that_templates_read_is_told() -> None:
    keys = {codes(row[0])[0] for row in rows(text("write/front-matter.md"))}
    templates = "".join(p.read_text("utf-8") for p in (ROOT / "templates").rglob("*.html"))
    read = re.findall(r"page\.meta(?:\.get\(|\[)[\"'](\w+)", templates)
    outline = (ROOT / "devserver/site/outline.py").read_text("utf-8")
    views = ("site/context.py", "build/relation.py")
    shown = "".join((ROOT / "devserver" / name).read_text("utf-8") for name in views)
    read += re.findall(r"outline\.meta\.get\(\"(\w+)\"\)", shown)
    assert keys == {
        *read,
        *re.findall(r"keys\.(?:text|texts|number|flag|moment)\(\"(\w+)\"", outline),
    }


# ---------------------------------------------------------------- events and problems


def test_every_event_is_in_the_reference_with_its_keys_and_no_other() -> None:
    named = {name: keys for name, *keys in _FIELDS.values()}
    told = {
        name: [codes(row[0])[0] for row in rows(section("reference/events.md", name))]
        for name in re.findall(r"^## (\w+)$", text("reference/events.md"), re.MULTILINE)
    }
    assert told == {**named, "problems": ["items", *_PROBLEM]}


def test_the_events_that_are_shown_have_the_keys_that_are_printed() -> None:
    (shown,) = fences(text("reference/events.md"), "json")
    events = [json.loads(line) for line in shown.splitlines()]
    keys = {event["event"]: list(event)[1:] for event in events}
    assert keys == {name: named for name, *named in _FIELDS.values()}
    (problem,) = next(event["items"] for event in events if event["event"] == "problems")
    assert list(problem) == list(_PROBLEM)


def test_every_code_of_a_problem_is_in_the_reference_and_no_other() -> None:
    told = {
        codes(row[0])[0]: set(row[1].split(", ")) for row in rows(text("reference/problems.md"))
    }
    assert set(told) == codes_used()
    assert {severity for severities in told.values() for severity in severities} <= {
        "error",
        "warning",
        "hint",
    }


def codes_used() -> set[str]:
    """Find every code in the program: what stands where a ``Problem`` has its code."""
    return {code for path in (ROOT / "devserver").rglob("*.py") for code in codes_in(path)}


def codes_in(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text("utf-8"))
    places = {"Problem": 4}  # By function: at which argument the code stands.
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [arg.arg for arg in node.args.args if arg.arg != "self"]
            places |= {node.name: names.index("code")} if "code" in names else {}
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in places:
                given = list(arguments(node))
                yield from texts(given[places[name] : places[name] + 1])
            case ast.Assign(targets=[ast.Name(id="code")]):
                yield from texts([node.value])


def arguments(call: ast.Call) -> Iterator[ast.expr]:
    """Give a call's arguments; a starred one is the place of a problem, which is three."""
    for argument in call.args:
        yield from [argument] * (3 if isinstance(argument, ast.Starred) else 1)


def texts(expressions: Iterable[ast.expr]) -> Iterator[str]:
    """Give what stands there as text, whichever way a condition goes."""
    for expression in expressions:
        match expression:
            case ast.Constant(value=str(code)):
                yield code
            case ast.IfExp(body=body, orelse=orelse):
                yield from texts([body, orelse])


# ---------------------------------------------------------------- urls, the theme


def test_every_message_to_a_page_is_in_the_reference_and_no_other() -> None:
    told = {codes(row[0])[0] for row in rows(section("reference/urls.md", "The live protocol"))}
    files = [ROOT / "devserver/serve" / name for name in ("hub.py", "update.py")]
    code = "".join(file.read_text("utf-8") for file in files)
    assert told == set(re.findall(r"(?:_text\(\s*|\"type\": )\"(\w+)\"", code))


def test_every_file_of_the_theme_is_told_and_no_other() -> None:
    told = {codes(row[0])[0] for row in rows(section("style.md", "Replace a file"))}
    there = {
        p.relative_to(ROOT / "templates").as_posix() for p in (ROOT / "templates").rglob("*.*")
    }
    assert told == there


def test_every_block_of_the_theme_is_told_and_no_other() -> None:
    told = [
        codes(cell)[0]
        for row in rows(section("style.md", "Fill a block"))
        for cell in row[::2]
        if codes(cell)
    ]
    theme = "".join(p.read_text("utf-8") for p in (ROOT / "templates").rglob("*.html"))
    assert set(told) == set(re.findall(r"{% block (\w+) %}", theme))


def test_everything_a_template_knows_is_told_and_nothing_else() -> None:
    table = rows(section("style.md", "What a template knows"))
    told = [name for row in table for name in codes(row[0])]
    known = [f"site.{f.name}" for f in fields(SiteView)] + [
        f"page.{f.name}" for f in fields(PageView)
    ]
    assert sorted(told) == sorted(known)
