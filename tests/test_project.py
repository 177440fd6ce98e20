"""A configuration and the files under it: what differs, and what a build is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from devserver.config import load
from devserver.model import SourcePath
from devserver.project import Project
from tests.workbench import Workbench

CONFIGURATION = """
templates = "look/theme"
extra_css = ["docs/own.css"]
logo = "docs/logo.svg"
"""
FILES = {
    "devserver.toml": CONFIGURATION,
    "docs/own.css": "p {}\n",
    "docs/index.md": "# Home\n",
    "docs/a.md": "# A\n",
    "docs/logo.svg": "<svg/>",
    "look/theme/page.html": "{{ page.title }}",
    "look/theme/static/own.css": "p {}\n",
}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    made = Workbench(tmp_path, FILES)
    made.whole()
    yield made
    made.store.close()


def looked(bench: Workbench, *paths: str) -> set[SourcePath]:
    """Look at paths as after an event; gives what differs."""
    return bench.project.look([str(bench.folder / path) for path in paths])


def test_docs_and_templates_are_apart_from_the_rest(bench: Workbench) -> None:
    snapshot = bench.project.snapshot(())
    assert set(snapshot.docs) == {path for path in FILES if path.startswith("docs/")}
    assert snapshot.theme.templates["page.html"] == "{{ page.title }}"
    assert snapshot.theme.own == {"page.html"}
    assert bench.project.relative(f"{bench.folder}/docs/a.md") == "docs/a.md"


def test_settings_name_files_from_the_project_folder(bench: Workbench) -> None:
    settings = bench.project.snapshot(()).settings
    assert settings.addresses.docs == "docs/"
    assert settings.styles == ("docs/own.css",)
    assert settings.logo == "docs/logo.svg"
    assert settings.nav.file == "devserver.toml"


@pytest.mark.parametrize("marked", ["look/theme/page.html", "look/theme", "look"])
def test_template_differs_however_its_change_is_announced(bench: Workbench, marked: str) -> None:
    (bench.folder / "look/theme/page.html").write_text("{{ page.body }}")
    assert looked(bench, marked) == {"look/theme/page.html"}
    assert looked(bench, marked) == set()


def test_files_of_the_theme_are_compared_one_by_one(bench: Workbench) -> None:
    (bench.folder / "look/theme/static/own.css").write_text("b {}\n")
    (bench.folder / "look/theme/new.html").write_text("new")
    assert looked(bench, "look/theme") == {"look/theme/static/own.css", "look/theme/new.html"}


def test_scan_finds_what_no_event_told(bench: Workbench) -> None:
    (bench.folder / "docs/a.md").write_text("# Other\n")
    (bench.folder / "docs/logo.svg").unlink()
    (bench.folder / "look/theme/page.html").write_text("{{ page.body }}")
    found = set().union(*bench.project.scan())
    assert found == {"docs/a.md", "docs/logo.svg", "look/theme/page.html"}
    assert not set().union(*bench.project.scan())


def test_configuration_is_known_also_where_it_does_not_exist_yet(bench: Workbench) -> None:
    def is_configuration(path: str) -> bool:
        return bench.project.is_configuration([str(bench.folder / path)])

    assert is_configuration("devserver.toml")
    assert not is_configuration("docs/devserver.toml")
    bench.remove("devserver.toml")
    assert not is_configuration("docs/a.md")


def test_folder_of_our_own_name_is_a_problem_and_not_served(bench: Workbench) -> None:
    bench.save("docs/_devserver/page.md", "# Mine\n")
    site = bench.whole()
    assert [(p.path, p.code) for p in site.problems] == [("docs/_devserver", "duplicate-url")]
    assert set(site.pages) == {"/", "/a/"}


def test_template_that_cannot_be_read_is_a_problem(bench: Workbench) -> None:
    (bench.folder / "look/theme/page.html").write_bytes(b"\xff")
    looked(bench, "look/theme")
    (problem,) = bench.project.problems()
    assert (problem.path, problem.code) == ("look/theme/page.html", "unreadable")


def test_problem_shows_its_line(bench: Workbench) -> None:
    bench.save("docs/a.md", "# A\n\n[x](gone.md)\n")
    (problem,) = bench.whole().problems
    assert bench.project.excerpt(problem) == "[x](gone.md)"


def test_next_start_reads_nothing_again(bench: Workbench) -> None:
    bench.restart()
    assert bench.store.sources() == bench.project.disk.docs
    bench.remove("docs/a.md")
    bench.whole()
    bench.restart()
    assert "docs/a.md" not in bench.store.sources()


def test_file_becomes_a_page_when_another_configuration_says_so(bench: Workbench) -> None:
    bench.save("docs/notes.mkd", "# Notes\n")
    assert "/notes/" not in bench.whole().pages
    bench.save("mkdocs.yml", "site_name: Other\n")
    bench.remove("devserver.toml")
    assert "Notes</h1>" in bench.whole().pages["/notes/"]


def test_drafts_are_left_out_where_they_are_not_wanted(bench: Workbench) -> None:
    bench.remove("devserver.toml")
    bench.save("mkdocs.yml", "site_name: M\ndraft_docs: a.md\nnav: [index.md, a.md]\n")
    assert "/a/" in bench.whole().pages
    published = bench.built_anew(drafts=False)
    assert "/a/" not in published.pages
    assert published.problems == frozenset()


def test_a_hidden_folder_is_asked_only_if_the_configuration_names_it(tmp_path: Path) -> None:
    configuration = """
site_name: x
markdown_extensions:
  - pymdownx.snippets: {base_path: [docs/.parts, .]}
"""
    files = {
        "mkdocs.yml": configuration,
        "docs/index.md": "# Home\n",
        "docs/.parts/part.md": "*Part*\n",
        "docs/.parts/.env": "secret",
        ".other/part.md": "secret",
        ".env": "secret",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    disk = Project(load(tmp_path, cwd=tmp_path), {}, drafts=False).disk
    assert disk.other("docs/.parts/part.md") is not None
    assert disk.matters(str(tmp_path / "docs/.parts/part.md"))
    for path in (".env", "docs/.parts/.env", ".other/part.md", "docs/.parts/../../.env"):
        assert disk.other(path) is None
    for path in (".env", "docs/.parts/.env", ".other/part.md"):
        assert not disk.matters(str(tmp_path / path))
