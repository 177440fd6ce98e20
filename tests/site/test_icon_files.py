"""Icons are read out of an installed package, and nothing else of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from devserver.site import icon_files
from devserver.site.icon_files import LARGEST, picture, plain_name

FILES = {
    "material/check.svg": "<svg>check</svg>",
    "fontawesome/brands/github.svg": "<svg>github</svg>",
    "octicons/arrow-right-24.svg": "<svg>arrow</svg>",
    "logo.svg": "<svg>logo</svg>",
    "simple/large.svg": "x" * (LARGEST + 1),
}


@pytest.fixture
def _installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install a package with icons; its code must not run."""
    package = tmp_path / "material"
    for name, content in FILES.items():
        file = package / "templates/.icons" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    (package / "templates/secret.svg").write_text("secret")
    (package / "__init__.py").write_text("raise SystemExit('imported')")
    monkeypatch.syspath_prepend(tmp_path)
    icon_files._roots.cache_clear()
    picture.cache_clear()
    yield
    icon_files._roots.cache_clear()
    picture.cache_clear()


@pytest.mark.usefixtures("_installed")
@pytest.mark.parametrize(
    ("code", "svg"),
    [
        (":material-check:", "<svg>check</svg>"),
        (":fontawesome-brands-github:", "<svg>github</svg>"),
        (":octicons-arrow-right-24:", "<svg>arrow</svg>"),
        (":logo:", "<svg>logo</svg>"),
        (":material-missing:", None),
        (":simple-large:", None),
        (":../secret:", None),
        (":material-../../secret:", None),
        ("material-check", None),
        (":Material-Check:", None),
    ],
)
def test_a_code_is_a_file_of_the_package_and_no_other(code: str, svg: str | None) -> None:
    assert picture(code) == svg
    assert "material" not in sys.modules


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (":material-arrow-right:", "arrow right"),
        (":octicons-check-16:", "check"),
        (":fontawesome-solid-user:", "user"),
        (":tada:", None),
        (":nomaterial-x:", None),
    ],
)
def test_an_icon_has_a_plain_name(code: str, name: str | None) -> None:
    assert plain_name(code) == name
