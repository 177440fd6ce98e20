"""What is installed is whole: a wheel serves with its theme and scripts, far from any checkout."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    offline = ("--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check")
    run(sys.executable, "-m", "pip", "wheel", *offline, "--wheel-dir", str(folder), str(ROOT))
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment of its own that borrows our libraries."""
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", str(folder))
    (site,) = folder.glob("lib/python3*/site-packages")
    (site / "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    pip = (sys.executable, "-m", "pip", "--python", str(folder / "bin/python"), "install")
    run(*pip, "--no-deps", "--no-index", "--disable-pip-version-check", str(wheel))
    return folder / "bin"


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_holds_the_program_and_the_theme_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if ".dist-info/" not in name}
    program = (p for p in (ROOT / "devserver").rglob("*.*") if "__pycache__" not in p.parts)
    theme = (ROOT / "templates").rglob("*.*")
    files = {p.relative_to(ROOT).as_posix() for p in program}
    assert inside == files | {f"devserver/{p.relative_to(ROOT).as_posix()}" for p in theme}


def test_an_installed_devserver_serves_with_its_theme_and_scripts(
    installed: Path, tmp_path: Path
) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# Installed\n")
    (tmp_path / "elsewhere").mkdir()
    where = run(str(installed / "python"), "-Pc", "import devserver as d; print(d.__file__)")
    assert Path(where).is_relative_to(installed.parent)
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    environment.pop("PYTHONPATH", None)
    watching = subprocess.Popen(
        (installed / "devserver", "watch", tmp_path / "docs", "--json", "--port", "0"),
        cwd=tmp_path / "elsewhere",
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    with watching:
        try:
            assert watching.stdout is not None
            address = urlsplit(json.loads(watching.stdout.readline())["url"]).netloc
            page = get(address, "/")
            assert "<h1" in page
            assert "Installed" in page
            for asset in ("theme/base.css", "theme/theme.js", "live.js"):
                assert f"_devserver/{asset}" in page
                assert get(address, f"/_devserver/{asset}")
            watching.terminate()
            assert watching.wait(20) == 0
        finally:
            watching.kill()


def get(address: str, path: str) -> str:
    connection = http.client.HTTPConnection(address, timeout=20)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.status == 200, path
        return answer.read().decode()
    finally:
        connection.close()
