"""What a page says of itself when it is asked why."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from devserver.config import Config, ConfigError, load
from devserver.why import why


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Config:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# Tea\n")
    (docs / "sencha.md").write_text('# Sencha\n\n--8<-- "water.txt"\n')
    (docs / "water.txt").write_text("70 °C\n", encoding="utf-8")
    return load(docs, cwd=docs)


@pytest.mark.parametrize("name", ["/sencha/", "sencha.md"])
def test_a_page_says_what_it_is_made_of_and_what_its_steps_take(config: Config, name: str) -> None:
    told = why(config, name).splitlines()
    assert told[0] == "sencha.md is /sencha/"
    kinds = [line.split()[0] for line in told[1:-1]]
    order = ["title", "source", "template", "navigation", "extension"]
    assert [kind for kind in dict.fromkeys(kinds) if kind in order] == order
    for step in ("outline", "expand", "parse", "render"):
        assert re.search(rf"^  {step} +\d+\.\d ms$", "\n".join(told), re.MULTILINE)


def test_a_page_that_does_not_exist_is_refused_with_what_is_near(config: Config) -> None:
    with pytest.raises(ConfigError, match=r"there is no page senca, did you mean /sencha/\?"):
        why(config, "senca")
