"""What an export leaves behind: the whole site, nothing of the live one, and what was others'."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from devserver.checking import check
from devserver.config import Config, ConfigError, load
from devserver.export import build
from devserver.messages import Event, Notice, Progress
from devserver.model import digest
from devserver.output.folder import MANIFEST

ABOVE = "/docs/"
ADDRESS = f"https://tea.example{ABOVE}"


class Exported(NamedTuple):
    """A site that was built twice, with an edit and a foreign file in between."""

    config: Config
    out: Path
    first: frozenset[str]
    said: list[Event]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """Build a site; then a page goes, somebody adds a file, and it is built again."""
    folder = tmp_path_factory.mktemp("export")
    said: list[Event] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.setattr("devserver.pagefind.program", lambda: None)
        config, out = project(folder / "project"), folder / "site"
        (config.docs / "old.md").write_text("# Old\n")
        build(config, out, ADDRESS, said.append)
        first = files(out)
        (config.docs / "old.md").unlink()
        (out / "CNAME").write_text("tea.example")
        build(config, out, ADDRESS, silent)
    return Exported(config, out, frozenset(first), said)


def project(folder: Path) -> Config:
    docs = folder / "docs"
    (docs / "green").mkdir(parents=True)
    (docs / "index.md").write_text(
        "# Tea\n\nBegin with [sencha](green/sencha.md). ![Pot](pot.svg)\n"
    )
    (docs / "green" / "sencha.md").write_text("# Sencha\n\nBack to [tea](../index.md).\n")
    (docs / "plan.md").write_text("---\ndraft: true\n---\n# Plan\n\n[No](no.md)\n")
    (docs / "pot.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    return load(folder, cwd=folder)


def files(out: Path) -> set[str]:
    return {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}


def silent(_: Event) -> None:
    pass


def test_the_whole_site_is_written_and_no_draft(exported: Exported) -> None:
    ours = {name for name in exported.first if not name.startswith("_devserver/theme/")}
    pages = {"index.html", "green/index.html", "green/sencha/index.html", "old/index.html"}
    assert ours == pages | {"404.html", "pot.svg", "sitemap.xml", ".nojekyll", MANIFEST}
    assert Progress(4, 4) in exported.said
    assert isinstance(exported.said[-1], Notice)
    told = f"{exported.out}: 4 pages (4 changed), {len(exported.first) - 4} other files ("
    assert exported.said[-1].text.startswith(told)


def test_files_of_the_theme_are_named_by_their_content(exported: Exported) -> None:
    theme = [name for name in exported.first if name.startswith("_devserver/theme/")]
    page = (exported.out / "green/sencha/index.html").read_text()
    loaded = re.findall(r'"../../(_devserver/theme/[^"]+)"', page)
    assert len(loaded) > 5
    assert set(loaded) <= set(theme)
    for name in theme:
        content = digest((exported.out / name).read_bytes())
        assert re.fullmatch(rf"_devserver/theme/\w+\.{content[:10]}\.\w+", name)


def test_page_for_what_is_missing_leads_back_from_any_address(exported: Exported) -> None:
    page = (exported.out / "404.html").read_text()
    links = re.findall(r'(?:href|src)="([^"#]+)"', page)
    assert {f"{ABOVE}green/", f"{ABOVE}green/sencha/", ABOVE} <= set(links)
    assert all(link.startswith((ABOVE, "https:")) for link in links)


def test_nothing_of_the_live_site_is_in_it_and_links_stay_inside(exported: Exported) -> None:
    page = (exported.out / "green/sencha/index.html").read_text()
    assert "live.js" not in page
    assert "data-token" not in page
    assert '<a href="../../">tea</a>' in page
    assert f'<meta property="og:url" content="{ADDRESS}green/sencha/">' in page
    assert f'<link rel="canonical" href="{ADDRESS}green/sencha/">' in page
    picture = exported.config.docs / "pot.svg"
    assert (exported.out / "pot.svg").read_bytes() == picture.read_bytes()


def test_the_next_build_takes_away_what_it_wrote_and_keeps_what_others_did(
    exported: Exported,
) -> None:
    assert files(exported.out) == (exported.first - {"old/index.html"}) | {"CNAME"}
    assert {p.name for p in exported.out.parent.iterdir()} == {"cache", "project", "site"}


def test_a_build_that_is_stopped_leaves_the_one_before(
    exported: Exported, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_: Event) -> None:
        raise KeyboardInterrupt

    monkeypatch.setenv("XDG_CACHE_HOME", str(exported.out.parent / "cache"))
    before = files(exported.out)
    with pytest.raises(KeyboardInterrupt):
        build(exported.config, exported.out, None, stop)
    assert files(exported.out) == before
    assert {p.name for p in exported.out.parent.iterdir()} == {"cache", "project", "site"}


def test_problems_are_found_in_drafts_too(
    exported: Exported, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(exported.out.parent / "cache"))
    assert [problem.where() for problem in check(exported.config)] == ["plan.md:6:6"]


@pytest.mark.parametrize("out", ["project/docs", "project", "project/docs/site", "notes", "file"])
def test_a_folder_whose_loss_would_hurt_is_refused(tmp_path: Path, out: str) -> None:
    config = project(tmp_path / "project")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    before = files(tmp_path)
    with pytest.raises(ConfigError, match="--out"):
        build(config, tmp_path / out, None, silent)
    assert files(tmp_path) == before


def test_a_page_larger_than_what_a_pipe_holds_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    config = project(tmp_path / "project")
    (config.docs / "large.md").write_text("# Large\n\n" + f"{'word ' * 10_000}\n\n" * 20)
    problems = build(config, tmp_path / "site", ADDRESS, silent)
    assert "too-slow" not in {problem.code for problem in problems}
    assert (tmp_path / "site/large/index.html").read_text().count("word") >= 200_000
