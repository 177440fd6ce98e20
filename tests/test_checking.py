"""Where problems are told for other tools, and that a file of them can be had."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from devserver.checking import check_external, prefix_of, report, write_sarif
from devserver.config import ConfigError, load
from devserver.messages import Event
from tests.other_site import other_site


def test_paths_begin_at_the_repository_if_there_is_one(tmp_path: Path) -> None:
    site = tmp_path / "repository" / "manual" / "site"
    site.mkdir(parents=True)
    assert prefix_of(site) == ""
    (tmp_path / "repository" / ".git").mkdir()
    assert prefix_of(site) == "manual/site/"
    assert prefix_of(tmp_path / "repository") == ""


def test_links_to_other_sites_are_asked_for_once_and_then_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    project = tmp_path / "project"
    project.mkdir()
    said: list[Event] = []
    with other_site() as site:
        gone = f"{site.address}/gone"
        text = f"# Home\n\n[a]({site.address}/there#x) [b]({gone})\n\n<{gone}>\n"
        (project / "index.md").write_text(text)
        config = load(project, cwd=project)
        problems = check_external(config, said.append)
        assert [(p.code, p.severity, p.line) for p in problems] == [
            ("broken-external", "warning", 3),
            ("broken-external", "warning", 5),
        ]
        assert problems[0].column == text.split("\n")[2].index(gone) + 1
        assert site.times() == {"/there": 1, "/gone": 2}
        assert check_external(config, said.append) == problems
        assert len(site.asked) == 3
    write_sarif(tmp_path / "found.sarif", problems, config)
    assert (tmp_path / "found.sarif").read_text("utf-8") == report("sarif", problems, config)
    assert len(json.loads((tmp_path / "found.sarif").read_text())["runs"][0]["results"]) == 2
    assert report("github", problems, config).count("::warning file=index.md,") == 2
    with pytest.raises(ConfigError, match="cannot write"):
        write_sarif(tmp_path / "no" / "found.sarif", problems, config)
