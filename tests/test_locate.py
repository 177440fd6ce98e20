"""Which folder is meant, when all that is known is where somebody stands."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from devserver import locate
from devserver.config import load
from devserver.settings import ConfigError
from tests.deep_folders import deep_folders

Tree = Callable[..., Path]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    def make(*files: str) -> Path:
        for name in files:
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
        return tmp_path

    return make


def _docs(path: Path | None, cwd: Path = Path("/")) -> Path:
    return load(path, cwd=cwd).docs


def test_a_project_folder_is_served_by_its_docs(tree: Tree) -> None:
    folder = tree("README.md", "CHANGELOG.md", "docs/guide/deep/intro.md")
    assert _docs(folder) == _docs(None, cwd=folder) == folder / "docs"


def test_a_docs_folder_with_a_section_called_docs_is_served_itself(tree: Tree) -> None:
    folder = tree("index.md", "docs/intro.md")
    assert _docs(folder) == folder
    assert _docs(None, cwd=folder) == folder / "docs"


def test_a_docs_folder_without_markdown_is_no_docs_folder(tree: Tree) -> None:
    folder = tree("README.md", "docs/paper.pdf", "docs/.hidden/notes.md")
    assert _docs(folder) == folder


def test_folders_without_end_are_not_gone_through(tree: Tree) -> None:
    folder = tree("setup.py", "docs/picture.png")
    with deep_folders(folder / "docs"):
        assert load(folder, cwd=folder).docs == folder


@pytest.mark.parametrize(
    ("folder", "title"), [("handbook", "handbook"), ("app/docs", "app"), ("app/src", "src")]
)
def test_a_site_is_called_after_its_folder_or_its_project(
    tmp_path: Path, folder: str, title: str
) -> None:
    (tmp_path / folder).mkdir(parents=True)
    assert locate.title(tmp_path / folder) == title


def test_an_empty_folder_and_a_single_file_are_docs_folders(tree: Tree, tmp_path: Path) -> None:
    assert _docs(tmp_path) == tmp_path
    assert _docs(tree("README.md")) == tmp_path


def test_a_configuration_is_looked_for_upwards_to_the_root_of_the_repository(tree: Tree) -> None:
    folder = tree("mkdocs.yml", "docs/a.md", "repo/.git/HEAD", "repo/sub/a.md", "plain/a.md")
    assert _docs(None, cwd=folder / "plain") == folder / "docs"
    assert _docs(None, cwd=folder / "repo" / "sub") == folder / "repo" / "sub"


def test_the_home_folder_s_configuration_is_for_the_home_folder_alone(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tree("mkdocs.yml", "docs/a.md", "project/a.md")
    monkeypatch.setenv("HOME", str(folder))
    assert _docs(None, cwd=folder / "project") == folder / "project"
    assert _docs(None, cwd=folder) == folder / "docs"


def test_a_configuration_left_by_somebody_else_has_no_say(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tree("mkdocs.yml", "docs/a.md", "mine/a.md")
    real = Path.stat

    def stat(self: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        status = list(real(self, follow_symlinks=follow_symlinks))
        status[4] += self == folder / "mine"
        return os.stat_result(status)

    monkeypatch.setattr(Path, "stat", stat)
    assert _docs(None, cwd=folder / "mine") == folder / "mine"


def test_a_folder_that_cannot_be_served_is_refused_in_one_line(tree: Tree) -> None:
    folder = tree("file.md")
    (folder / "loop").symlink_to(folder / "loop")
    for path, message in [
        (folder / "none", "no such folder"),
        (folder / "file.md", "is a file, not a folder"),
        (folder / "file.md" / "x", "is a file, not a folder"),
        (folder / "loop", "cannot be read"),
        (Path("/"), "is the root of the whole disk"),
    ]:
        with pytest.raises(ConfigError, match=message) as refused:
            load(path, cwd=folder)
        assert "\n" not in refused.value.message


def test_a_folder_that_may_not_be_read_is_refused(tree: Tree) -> None:
    folder = tree("secret/a.md") / "secret"
    folder.chmod(0)
    listed = tree("listed/docs/a.md") / "listed"
    listed.chmod(0o644)
    me = os.geteuid()
    try:
        if me == 0:
            os.seteuid(65534)  # Nobody: root may read everything.
        with pytest.raises(ConfigError, match="no permission to read"):
            load(folder, cwd=Path("/"))
        with pytest.raises(ConfigError, match=r"cannot be read|no permission to read"):
            load(None, cwd=listed)
    finally:
        os.seteuid(me)
        folder.chmod(0o700)
        listed.chmod(0o700)


@pytest.mark.parametrize("configuration", ["devserver.toml", "mkdocs.yml"])
@pytest.mark.parametrize(
    ("docs", "why"),
    [
        ("..", "is above the configuration"),
        ("../..", "is above the configuration"),
        ("../../.ssh", "is hidden, outside of the project"),
        ("../../.config/notes", "is hidden, outside of the project"),
    ],
)
def test_no_configuration_shows_what_is_not_its_own(
    tree: Tree, configuration: str, docs: str, why: str
) -> None:
    home = tree("work/theirs/index.md", ".ssh/key.md", ".config/notes/diary.md")
    key = "docs" if configuration.endswith("toml") else "docs_dir"
    sign = "=" if configuration.endswith("toml") else ":"
    (home / f"work/theirs/{configuration}").write_text(f'{key} {sign} "{docs}"\n')
    with pytest.raises(ConfigError, match=why):
        load(home / "work/theirs", cwd=home)


def test_a_docs_folder_beside_the_project_or_hidden_inside_may_be_named(tree: Tree) -> None:
    home = tree("work/own/.docs/index.md", "work/shared/index.md")
    for docs in (".docs", "../shared"):
        (home / "work/own/devserver.toml").write_text(f'docs = "{docs}"\n')
        assert load(home / "work/own", cwd=home).docs == (home / "work/own" / docs).resolve()
