"""One loader: the right reader, the defaults, and what happens when a configuration breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from devserver import locate
from devserver.config import Config, ConfigError, Script, WatchOptions, load, reload


def _load(folder: Path, text: str, name: str = "devserver.toml") -> Config:
    (folder / "docs").mkdir(exist_ok=True)
    (folder / name).write_text(text)
    return load(folder, cwd=Path("/"))


def test_a_folder_without_configuration_has_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path, cwd=Path("/")) == Config(
        project=tmp_path,
        docs=tmp_path,
        files=(*(tmp_path / n for n in locate.NAMES), *locate.tells(tmp_path)),
        title=tmp_path.name,
    )


def test_the_strongest_configuration_wins_and_the_stronger_ones_are_watched(tmp_path: Path) -> None:
    _load(tmp_path, "site_name: Third\n", "mkdocs.yml")
    config = _load(tmp_path, "[tool.other]\n[tool.devserver]\ntitle = 'Second'\n", "pyproject.toml")
    assert config.title == "Second"
    names = ("devserver.toml", "pyproject.toml", "book.toml")
    watched = (*(tmp_path / name for name in names), *locate.tells(tmp_path / "docs"))
    assert config.files == watched
    assert _load(tmp_path, "title = 'First'\n").title == "First"


def test_a_pyproject_that_does_not_mention_us_has_no_say_even_broken(tmp_path: Path) -> None:
    _load(tmp_path, "site_name: MkDocs\n", "mkdocs.yml")
    assert _load(tmp_path, "[tool.other]\n", "pyproject.toml").title == "MkDocs"
    assert _load(tmp_path, "[tool.other\n", "pyproject.toml").title == "MkDocs"
    with pytest.raises(ConfigError, match="not TOML"):
        _load(tmp_path, "[tool.devserver]\ntitle =\n", "pyproject.toml")


@pytest.mark.parametrize("name", ["devserver.toml", "mkdocs.yml"])
def test_a_docs_folder_named_in_the_configuration_above_it_is_that_project(
    tmp_path: Path, name: str
) -> None:
    key = "docs = 'text'" if name.endswith("toml") else "docs_dir: text"
    (tmp_path / "text" / "inner").mkdir(parents=True)
    project = _load(tmp_path, f"{key}\n", name)
    assert load(tmp_path / "text", cwd=Path("/")) == project
    assert load(None, cwd=tmp_path / "text" / "inner") == project
    assert load(tmp_path / "text" / "inner", cwd=Path("/")).file is None


def test_a_broken_configuration_of_a_docs_folder_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        _load(tmp_path, "nav: [", "mkdocs.yml")
    with pytest.raises(ConfigError) as broken:
        load(tmp_path / "docs", cwd=Path("/"))
    assert broken.value.path == tmp_path / "mkdocs.yml"
    (tmp_path / "other").mkdir()
    assert load(tmp_path / "other", cwd=Path("/")).file is None


def test_a_missing_docs_folder_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such docs folder: txt") as missing:
        _load(tmp_path, "title = 'A'\ndocs = 'txt'\n")
    problem = missing.value.problem(tmp_path)
    assert problem.where() == "devserver.toml:2:1"
    assert (problem.severity, problem.code) == ("error", "config")


def test_docs_outside_the_configuration_s_folder_are_a_project_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "own").mkdir()
    config = _load(tmp_path / "own", "docs = '../shared'\ntemplates = '.'\nbad = 1\n")
    assert config.project == config.docs == tmp_path / "shared"
    assert config.templates is None
    assert config.file_name == "../own/devserver.toml"
    assert [p.where() for p in config.problems] == [
        "../own/devserver.toml:2:1",
        "../own/devserver.toml:3:1",
    ]


def test_a_symlinked_docs_folder_is_resolved(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "docs").symlink_to(tmp_path / "real")
    config = _load(tmp_path, "")
    assert config.docs == tmp_path / "real"
    assert config.project == tmp_path


def test_a_change_is_read_again_and_a_broken_one_says_so(tmp_path: Path) -> None:
    config = _load(tmp_path, "title = 'A'\n")
    (tmp_path / "devserver.toml").write_text("title = 'B'\n")
    assert reload(config).title == "B"
    (tmp_path / "devserver.toml").write_text("title = \n")
    with pytest.raises(ConfigError, match="not TOML"):
        reload(config)
    (tmp_path / "devserver.toml").unlink()
    with pytest.raises(ConfigError, match="gone"):
        reload(config)


def test_a_configuration_that_appears_takes_over(tmp_path: Path) -> None:
    config = load(tmp_path, cwd=Path("/"))
    assert reload(config) == config
    (tmp_path / "devserver.toml").write_text("title = 'New'\n")
    assert reload(config).title == "New"


def test_a_script_shows_templates_its_attributes() -> None:
    assert Script("a.js", defer=True).attributes() == {
        "src": "a.js",
        "type": "",
        "defer": True,
        "async": False,
    }


@pytest.mark.parametrize(
    ("host", "exposed"),
    [
        ("127.0.0.1", False),
        ("127.8.8.8", False),
        ("::1", False),
        ("[::1]", False),
        ("localhost", False),
        ("Docs.Localhost", False),
        ("0.0.0.0", True),
        ("::", True),
        ("192.168.1.2", True),
        ("notlocalhost", True),
        ("example.org", True),
    ],
)
def test_only_a_loopback_host_is_out_of_reach_of_other_machines(host: str, exposed: bool) -> None:
    assert WatchOptions(host=host).exposed == exposed
