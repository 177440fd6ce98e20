"""Keeps the walls: what may import, write, print, start and catch, and how a module reads."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pathspec
import pytest

from tests.loaded_modules import serve_and_tell
from tests.serve.played_main import PlayedMain

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "devserver"
LONGEST_MODULE = 250
LONGEST_FUNCTION = 50

SEEN_THROUGH = {
    "__main__.py": "contract/test_first_ctrl_c.py",
    "build/absent.py": "build/test_pipeline.py",
    "build/assets.py": "end_to_end/test_styles_and_templates.py",
    "build/reasons.py": "test_why.py",
    "build/builder.py": "build/test_equals_clean_build.py",
    "build/facing.py": "build/test_pipeline.py",
    "build/outlining.py": "build/test_pipeline.py",
    "build/relation.py": "build/test_pipeline.py",
    "build/snapshot.py": "build/test_pipeline.py",
    "connect.py": "test_editors.py",
    "language/cards.py": "language/test_leading.py",
    "language/catalogue.py": "language/test_completion.py",
    "language/cursor.py": "language/test_leading.py",
    "language/front_keys.py": "language/test_completion.py",
    "language/offers.py": "language/test_completion.py",
    "lsp/changing.py": "lsp/test_language.py",
    "lsp/connector.py": "lsp/test_joint.py",
    "lsp/documents.py": "lsp/test_server.py",
    "lsp/features.py": "lsp/test_server.py",
    "lsp/finding.py": "lsp/test_language.py",
    "lsp/questions.py": "lsp/test_language.py",
    "lsp/root.py": "lsp/test_joint.py",
    "lsp/telling.py": "lsp/test_server.py",
    "index_rows.py": "build/test_index.py",
    "index_table.py": "build/test_index.py",
    "parsers.py": "test_arguments.py",
    "choices.py": "test_project.py",
    "ranking.py": "test_finder.py",
    "resources.py": "contract/test_killed.py",
    "session.py": "contract/test_first_ctrl_c.py",
    "site/targets.py": "site/test_links.py",
    "sources/folders.py": "sources/test_disk.py",
    "takeover.py": "lsp/test_joint.py",
    "sources/lookout.py": "trust/test_watching.py",
    "voices.py": "test_cli.py",
    "whole_site.py": "test_export.py",
}
"""Modules that are only seen through others, and the tests that see them."""


def modules() -> list[Path]:
    """Name every module of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    """Name a file as people do: from the top of the checkout."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


every_module = pytest.mark.parametrize("path", modules(), ids=name_of)


# ---------------------------------------------------------------- how a module reads


@every_module
def test_a_module_opens_with_a_sentence(path: Path) -> None:
    opening = (ast.get_docstring(tree_of(path)) or "").split("\n")[0]
    assert re.fullmatch(r"[A-Z`].*\S[.:]", opening), f"{name_of(path)} opens with “{opening}”"


def test_a_module_can_be_read_in_one_sitting() -> None:
    sources = [path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".js")]
    lengths = {name_of(path): path.read_text("utf-8").count("\n") for path in sources}
    assert not {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE}


def test_a_function_fits_on_a_screen() -> None:
    functions = [
        (name_of(path), node.name, (node.end_lineno or 0) - node.lineno + 1)
        for path in modules()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert not [function for function in functions if function[2] > LONGEST_FUNCTION]


def test_nothing_is_left_to_be_done() -> None:
    """What is to be done is an issue, not a comment."""
    left = re.compile("TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK")
    suffixes = (".py", ".js", ".css", ".html", ".md", ".toml")
    folders = ("devserver", "templates", "tests", "sample_site")
    files = [p for folder in folders for p in (ROOT / folder).rglob("*") if p.suffix in suffixes]
    assert not [name_of(path) for path in files if left.search(path.read_text("utf-8"))]


# ---------------------------------------------------------------- tests and their modules


def test_every_module_has_its_tests() -> None:
    """The tests mirror the package: whoever reads one knows where the other is."""
    missing = []
    for path in modules():
        name = path.relative_to(PACKAGE).as_posix()
        mirrored = ROOT / "tests" / Path(name).with_name(f"test_{path.name}")
        tested = ROOT / "tests" / SEEN_THROUGH[name] if name in SEEN_THROUGH else mirrored
        if acts(tree_of(path)) and not tested.exists():
            missing.append(name)
    assert not missing


def acts(tree: ast.Module) -> bool:
    """Whether a module does anything: one of nouns alone has nothing to test."""
    return any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) for node in ast.walk(tree))


def test_what_is_seen_through_others_has_no_tests_of_its_own() -> None:
    names = [Path(name) for name in SEEN_THROUGH]
    assert all((PACKAGE / name).exists() for name in names)
    mirrored = [ROOT / "tests" / name.with_name(f"test_{name.name}") for name in names]
    assert not [name_of(path) for path in mirrored if path.exists()]


# ---------------------------------------------------------------- who knows whom


def test_the_contracts_between_modules_are_kept() -> None:
    command = (
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command as run; run()",
    )
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_server_process_loads_nothing_that_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.serve.played_main.serve", serve_and_tell)
    main = CuriousMain(tmp_path)
    main.put("/", "<head></head>")
    with main.live("/"):
        assert main.get("/").status == 200
        assert main.get("/nothing/").status == 404
    main.stop()
    main.close()
    builds = {"jinja2", "latex2mathml", "markdown", "pathspec", "pygments", "pymdownx", "yaml"}
    ours = {"build", "config", "session", "site", "sources", "store"}
    never = builds | {"watchdog"} | {f"devserver.{name}" for name in ours}
    assert {"starlette", "websockets"} < main.loaded
    assert not {name for name in main.loaded if any(f"{name}.".startswith(f"{n}.") for n in never)}


def test_a_start_loads_nothing_that_only_some_projects_need() -> None:
    imports = "import sys, devserver.cli, devserver.session; print(*sys.modules)"
    command = (sys.executable, "-c", imports)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "jinja2" in loaded
    assert not {"latex2mathml", "markdown", "pathspec", "pygments", "pymdownx", "yaml"} & loaded


class CuriousMain(PlayedMain):
    """Main, played by a test, that takes what the server process says it has loaded."""

    loaded: frozenset[str] = frozenset()

    def _take(self, message: object) -> None:
        if isinstance(message, frozenset):
            self.loaded = message
        else:
            super()._take(message)  # type: ignore[arg-type]  # It comes from the server.


# ---------------------------------------------------------------- who may do what


def doing(deed: Callable[[ast.AST], bool]) -> set[str]:
    """Name the modules in which something of a kind is done."""
    done = (path for path in modules() if any(map(deed, ast.walk(tree_of(path)))))
    return {path.relative_to(PACKAGE).with_suffix("").as_posix() for path in done}


def called(node: ast.AST) -> str:
    """Name what a node calls, as it is written; empty if it calls nothing."""
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def test_only_the_command_line_prints() -> None:
    def prints(node: ast.AST) -> bool:
        said = ast.unparse(node) if isinstance(node, ast.Attribute | ast.Name) else ""
        return called(node) == "print" or said in ("sys.stdout", "sys.stderr")

    # The guard is a process of its own, whose output is shown when it fails.
    assert doing(prints) == {"guard"}
    assert imported("devserver.printer") == {"cli", "voices"}


def test_only_processes_starts_children() -> None:
    # The guard is a script that is started, and starts the command that it guards.
    assert imported("subprocess") | imported("multiprocessing") == {"processes", "guard"}
    assert not doing(
        lambda node: (
            re.match(r"os\.(fork|spawn|posix_spawn|exec|popen|system)", called(node)) is not None
        )
    )


def test_only_who_decides_handles_signals() -> None:
    def handles(node: ast.AST) -> bool:
        deed = called(node)
        return (
            re.fullmatch(r"_?signal\.(signal|set_wakeup_fd)|.*\.add_signal_handler", deed)
            is not None
        )

    # Children and the guard only make themselves deaf; commands that end at once end by exception.
    # An editor's server has a loop of its own.
    assert doing(handles) == {"__main__", "cli", "signals", "processes", "guard", "lsp/main"}


def test_only_the_store_and_what_is_asked_to_write_does() -> None:
    functions = re.compile(
        r"shutil\..*|tempfile\..*|os\.(chmod|link|makedirs|mkdir|mkfifo|remove|rename|replace|rmdir"
        r"|symlink|truncate|unlink)"
    )
    methods = {"chmod", "hardlink_to", "mkdir", "rename", "rmdir", "symlink_to", "touch", "unlink"}
    methods |= {"write_bytes", "write_text"}

    def writes(node: ast.AST) -> bool:
        deed = called(node)
        if deed.rpartition(".")[2] == "open":
            return "O_RDWR" in ast.unparse(node) or bool(modes(node) & set("wax+"))
        return deed.rpartition(".")[2] in methods or functions.fullmatch(deed) is not None

    # The lock is the store's; the printer opens the null device in place of a closed terminal.
    # Of all commands only ``mv`` touches sources: it is what it is for.
    # The control socket lies in a folder of its own.
    control = {"editor/address", "editor/control"}
    asked = {"checking", "moving", "output/folder"}
    assert doing(writes) == {"store", "lock", "printer"} | asked | control


def modes(node: ast.AST) -> set[str]:
    """Give the letters of the mode in a call of ``open``."""
    given = [*node.args, *(k.value for k in node.keywords)] if isinstance(node, ast.Call) else []
    texts = [arg.value for arg in given if isinstance(arg, ast.Constant)]
    return {c for text in texts if isinstance(text, str) and len(text) <= 3 for c in text}


def imported(module: str) -> set[str]:
    """Name the modules of the package that import ``module``, anywhere in them."""

    def names(node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)

    return doing(lambda node: any(f"{name}.".startswith(f"{module}.") for name in names(node)))


# ---------------------------------------------------------------- the checkout


def test_the_readme_names_what_lies_at_the_top() -> None:
    ignored = pathspec.GitIgnoreSpec.from_lines((ROOT / ".gitignore").read_text().splitlines())
    entries = [f"{path.name}/" if path.is_dir() else path.name for path in ROOT.iterdir()]
    there = {e for e in entries if not ignored.match_file(e) and not e.startswith(".git")}
    readme = (ROOT / "README.md").read_text("utf-8")
    named = set(re.findall(r"^\| `([^`]+)` +\|", readme, re.MULTILINE))
    assert named == there - {"README.md"}


def test_a_fresh_machine_runs_what_the_readme_says() -> None:
    command = (ROOT / ".ci/run").read_text("utf-8").splitlines()[-1]
    assert f"\n{command}\n" in (ROOT / "README.md").read_text("utf-8")
    assert command.endswith("pytest")
