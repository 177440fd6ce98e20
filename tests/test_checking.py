"""Where problems are told for other tools, and that a file of them can be had."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
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


def test_ctrl_c_does_not_wait_for_a_site_that_hangs(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    with other_site() as site:
        (tmp_path / "docs" / "index.md").write_text(f"# Home\n\n<{site.address}/hangs>\n")
        command = [sys.executable, "-m", "devserver", "check", "--external", str(tmp_path / "docs")]
        environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
        with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as checking:
            until = time.monotonic() + 60
            while not site.asked and time.monotonic() < until:
                assert checking.poll() is None
                site.over.wait(0.02)
            started = time.monotonic()
            checking.send_signal(signal.SIGINT)
            _, said = checking.communicate(timeout=30)
    assert (checking.returncode, said) == (130, b"")
    assert time.monotonic() - started < 8, "less than the site would be waited for"
