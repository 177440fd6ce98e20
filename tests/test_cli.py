"""The program as a shell runs it: one clear line for every mistake, and the right status."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from devserver import cli
from devserver.printer import Printer


def _run(
    folder: Path, *arguments: str, stdout: int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (sys.executable, "-m", "devserver", *arguments),
        cwd=folder,
        env={**os.environ, "XDG_CACHE_HOME": str(folder.parent / "cache")},
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "made"
    made.mkdir()
    return made


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["wach"], 2, "unknown command “wach” (did you mean “watch”?)"),
        (["watch", "--prot", "1"], 2, "unknown option “--prot” (did you mean “--port”?)"),
        (["watch", "\x1b[2J"], 1, "no such folder: \\x1b[2J"),
        (["watch", "none"], 1, "no such folder: none"),
        (["watch", "/"], 1, "/ is the root of the whole disk; name a folder in it"),
        (["build", "page.md"], 1, "page.md is a file, not a folder; name the folder that holds it"),
        (["check", "broken"], 1, "broken/devserver.toml:1:8: not TOML: Invalid value"),
        (["check", "nowhere"], 1, "nowhere/mkdocs.yml:1:1: no such docs folder: text"),
    ],
)
def test_a_mistake_is_one_line_on_standard_error(
    folder: Path, arguments: list[str], status: int, message: str
) -> None:
    (folder / "page.md").write_text("# Page\n")
    (folder / "broken").mkdir()
    (folder / "broken" / "devserver.toml").write_text("title = ")
    (folder / "nowhere").mkdir()
    (folder / "nowhere" / "mkdocs.yml").write_text("docs_dir: text")
    ended = _run(folder, *arguments)
    assert (ended.returncode, ended.stdout, ended.stderr) == (status, "", f"devserver: {message}\n")


def test_a_port_asked_for_by_name_and_taken_is_a_failure_that_says_so(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = _run(folder, "watch", "--port", port)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert port in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_check_prints_one_json_line_and_fails_on_problems(folder: Path) -> None:
    (folder / "index.md").write_text("# Page\n\n[gone](gone.md)\n")
    ended = _run(folder, "check", "--json")
    assert (ended.returncode, ended.stderr) == (1, "")
    [line] = ended.stdout.splitlines()
    [problem] = json.loads(line)["items"]
    assert (problem["path"], problem["line"], problem["code"]) == ("index.md", 3, "broken-link")


def test_python_files_among_the_documents_are_not_imported(folder: Path) -> None:
    (folder / "index.md").write_text("# Page\n\n```python\nprint()\n```\n")
    for name in ("pickle", "yaml", "markdown", "sqlite3", "argparse", "selectors", "logging"):
        (folder / f"{name}.py").write_text(f"raise SystemExit('{name}.py was imported')\n")
    ended = _run(folder, "check")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


def test_mkdocs_parts_that_are_not_applied_are_named_once(folder: Path) -> None:
    (folder / "docs").mkdir()
    (folder / "docs" / "index.md").write_text("# Page\n")
    (folder / "mkdocs.yml").write_text("plugins: [search, tags]\ntheme: material\n")
    ended = _run(folder, "check", "--json")
    assert (ended.returncode, ended.stdout) == (0, '{"event":"problems","items":[]}\n')
    assert ended.stderr == "devserver: not applied: theme material, plugin tags\n"


def test_help_goes_nowhere_in_peace_when_nobody_listens(folder: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = _run(folder, stdout=writing)
    finally:
        os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_fault_of_ours_is_one_line_unless_more_is_asked_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise LookupError("two\nlines")

    monkeypatch.setattr(cli, "load", broken)
    said = []
    for options in ([], ["--verbose"]):
        printer = Printer()
        assert cli.run(["watch", str(folder), *options], printer) == 1
        printer.close(10.0)
        said.append(capfd.readouterr().err)
    assert said[0] == (
        "devserver: a fault of devserver itself (LookupError: two lines); --verbose shows where\n"
    )
    assert "Traceback" in said[1]
    assert "test_cli.py" in said[1]
