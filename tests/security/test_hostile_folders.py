"""The folder is the attacker: whatever lies in it runs nothing and shows no secret."""

from __future__ import annotations

import json
import sqlite3
from base64 import b64encode
from pathlib import Path

import pytest

from tests.security.conftest import SECRET
from tests.security.installed import command_line, watch_and_stop
from tests.watching import Workspace

OWNED = "owned.txt"
"""What any code of the attacker's writes beside the project."""


@pytest.fixture
def owned(tmp_path: Path) -> Path:
    return tmp_path / OWNED


def attack(owned: Path) -> str:
    """Write Python that tells that it was run."""
    return f"open({str(owned)!r}, 'a').write(__name__ + chr(10))\n"


# ---------------------------------------------------------------- what would run

MODULES = """
json pickle types sitecustomize usercustomize markdown yaml re os signal socket typing encodings
collections asyncio sqlite3 jinja2 pygments msgspec uvicorn h11 watchdog devserver platformdirs
"""


@pytest.mark.parametrize("folder", ["", "docs"])
def test_python_files_that_lie_about_are_not_run(
    workspace: Workspace, owned: Path, folder: str
) -> None:
    workspace.write("mkdocs.yml", "markdown_extensions: [admonition, attr_list, evil_extension]\n")
    workspace.write("docs/index.md", "# Home\n\n```python\n1\n```\n\n!!! note\n    x\n")
    for name in (*MODULES.split(), "evil_extension"):
        for place in ("", "docs/"):
            workspace.write(f"{place}{name}.py", attack(owned))
            workspace.write(f"{place}{name}/__init__.py", attack(owned))
    workspace.write("docs/evil.pth", f"import os; {attack(owned)}")
    workspace.write("conftest.py", attack(owned))
    problems = command_line(workspace, "check", "--json", folder=folder)
    assert "evil_extension" in problems
    watch_and_stop(workspace, folder)
    assert not owned.exists(), owned.read_text()


CONFIGURATIONS = [
    "markdown_extensions: [os, subprocess, evil_module, docs.evil_module, 'evil_module:make']\n",
    "markdown_extensions: [{toc: {slugify: !!python/name:os.system }}]\n",
    "markdown_extensions: [{'os:system': {command: touch owned.txt}}]\n",
    "markdown_extensions: [{'subprocess:Popen': {args: [touch, owned.txt]}}]\n",
    "markdown_extensions: [{'starlette.responses:FileResponse': {path: /etc/passwd}}]\n",
    "markdown_extensions: [{'logging:FileHandler': {filename: owned.txt}}]\n",
    "markdown_extensions: [{toc: {slugify: !!python/object/apply:os.mkdir {kwds: {path: "
    f"{OWNED} }} }} }} }}]\n",
    "site_name: !!python/object/apply:os.system ['touch owned.txt']\n",
    "site_name: !!python/object/new:os.system ['touch owned.txt']\n",
    "site_name: !!python/module:evil_module\n",
    "hooks: [evil_module.py, docs/evil_module.py]\nplugins: [evil_module]\n",
    "markdown_extensions:\n  - pymdownx.emoji: {emoji_index: !!python/name:evil_module.make }\n",
    "markdown_extensions:\n  - pymdownx.superfences:\n      custom_fences:\n        - name: x\n"
    "          class: x\n          format: !!python/object/apply:evil_module.make {kwds: {}}\n",
    "markdown_extensions:\n  - pymdownx.snippets: {base_path: /etc, url_download: true}\n",
    "theme: {name: null, custom_dir: docs/evil}\nextra_templates: [evil.html]\n",
]


@pytest.mark.parametrize("text", CONFIGURATIONS)
def test_a_configuration_names_no_code(workspace: Workspace, owned: Path, text: str) -> None:
    workspace.write("mkdocs.yml", text)
    workspace.write("docs/index.md", "# Home\n\n:smile:\n\n```x\ny\n```\n\n--8<-- 'passwd'\n")
    workspace.write("evil_module.py", attack(owned))
    workspace.write("docs/evil_module.py", attack(owned))
    printed = command_line(workspace, "check", "--json")
    assert json.loads(printed[: printed.index("\n")])["event"] == "problems"
    assert not owned.exists()
    assert not (workspace.project / OWNED).exists()


def test_commands_and_caches_that_come_with_a_folder_are_not_used(
    workspace: Workspace, owned: Path
) -> None:
    run = f'[[commands]]\nrun = ["touch", "{owned}"]\n'
    workspace.write("devserver.toml", f'docs = "docs"\n{run}')
    workspace.write("docs/index.md", "# Home\n")
    workspace.write("docs/__pycache__/json.cpython-311.pyc", "evil")
    for place in (".cache", "docs/.cache/devserver", "docs"):
        (workspace.project / place).mkdir(parents=True, exist_ok=True)
        store = sqlite3.connect(workspace.project / place / "store.sqlite")
        store.execute("create table pages (url, version, html)")
        store.execute("insert into pages values ('/', 'x', 'evil')")
        store.commit()
        store.close()
    workspace.accept()
    watch = workspace.watch()
    watch.wait("indexed")
    workspace.write("docs/index.md", "# House\n")
    watch.wait("rebuilt")
    assert b"House" in watch.get("/").body
    assert b"evil" not in watch.get("/").body
    assert not owned.exists()


# ---------------------------------------------------------------- what would be shown

LEAVING = {
    "includes": (
        'docs = "docs"\n',
        '--8<-- "../secret.txt"\n--8<-- "/etc/passwd"\n--8<-- "docs/../../secret.txt"\n'
        '--8<-- "out.txt"\n--8<-- "out/key.txt"\n--8<-- ".env"\n--8<-- "file:///etc/passwd"\n',
    ),
    "assets": (
        'docs = "docs"\nlogo = "../secret.txt"\nextra_css = ["../../secret.txt", "out.txt"]\n'
        'extra_js = ["/etc/passwd", "docs/out/key.txt", ".env"]\n',
        "![a](../../secret.txt) ![b](/etc/passwd) ![c](file:///etc/passwd) ![d](out.txt)\n",
    ),
    "templates": ('docs = "docs"\ntemplates = "../templates"\n', "Text\n"),
    "templates by a link": ('docs = "docs"\ntemplates = "out"\n', "Text\n"),
    "navigation": ('docs = "docs"\nnav = ["../secret.txt", "/etc/passwd", "out.txt"]\n', "Text\n"),
}


READING = """
site_name: Reads
markdown_extensions:
  - pymdownx.snippets: {base_path: [OUTSIDE], restrict_base_path: false}
  - pymdownx.snippets:SnippetExtension: {base_path: [OUTSIDE], restrict_base_path: false}
  - pymdownx.b64: {base_path: OUTSIDE}
  - pymdownx.b64:B64Extension: {base_path: OUTSIDE}
  - pymdownx.snippets: {base_path: [.git, docs/.git]}
"""


@pytest.mark.parametrize("line", range(3, 8))
def test_no_extension_reads_what_the_configuration_points_it_to(
    workspace: Workspace, tmp_path: Path, line: int
) -> None:
    (tmp_path / "secret.txt").write_text(SECRET)
    (tmp_path / "secret.png").write_text(SECRET)
    for place in (".git", "docs/.git"):
        workspace.write(f"{place}/secret.txt", SECRET)
    lines = READING.replace("OUTSIDE", str(tmp_path)).splitlines(keepends=True)
    workspace.write("mkdocs.yml", "".join([*lines[:3], lines[line]]))
    workspace.write("docs/index.md", '# Home\n\n--8<-- "secret.txt"\n\n![a](secret.png)\n')
    body = workspace.watch().get("/").body
    assert b"Home" in body
    assert SECRET.encode() not in body
    assert b64encode(SECRET.encode()) not in body


@pytest.mark.parametrize(("configuration", "text"), LEAVING.values(), ids=list(LEAVING))
def test_nothing_outside_of_the_project_is_shown(
    workspace: Workspace, tmp_path: Path, configuration: str, text: str
) -> None:
    (tmp_path / "secret.txt").write_text(SECRET)
    for folder in ("secrets", "templates"):
        (tmp_path / folder).mkdir()
        for name in ("key.txt", "page.html", "base.html"):
            (tmp_path / folder / name).write_text(SECRET)
    workspace.write("devserver.toml", configuration)
    workspace.write("docs/index.md", f"# Home\n\n{text}")
    workspace.write("docs/.env", SECRET)
    workspace.write(".env", SECRET)
    for place in ("", "docs"):
        (workspace.project / place / "out.txt").symlink_to(tmp_path / "secret.txt")
        (workspace.project / place / "out").symlink_to(tmp_path / "secrets")
    workspace.accept()
    watch = workspace.watch()
    watch.wait("indexed")
    for path in ("/", "/out.txt", "/out/key.txt", "/_devserver/extra/out.txt", "/.env"):
        body = watch.get(path).body
        assert SECRET.encode() not in body
        assert b"root:" not in body
    assert SECRET not in json.dumps(watch.events) + watch.said
