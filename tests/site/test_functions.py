"""Functions that options name are looked up, never imported because somebody wrote their name."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from devserver.site import functions
from devserver.site.functions import resolved, unknown


def named(name: str, **more: object) -> dict[str, object]:
    return {"python/name": name, **more}


@pytest.mark.parametrize(
    "name", ["os.system", "builtins.eval", "pymdownx.superfences._escape", "no.such.name", ""]
)
def test_file_cannot_name_what_is_imported(name: str) -> None:
    options = {"slugify": named(name), "permalink": True}
    assert resolved(options) == {"permalink": True}
    ((way, message),) = unknown(options, ("toc",))
    assert way == ("toc", "slugify")
    assert f"the function “{name}” is not one that may be named" in message


def test_mistyped_name_gets_the_nearest_one() -> None:
    ((way, message),) = unknown(
        {"custom_fences": [{"format": named("pymdownx.superfences.fence_code_fromat")}]}
    )
    assert way == ("custom_fences", 0, "format")
    assert message.endswith("did you mean “pymdownx.superfences.fence_code_format”?")


def test_nothing_in_the_current_folder_is_imported_for_an_option(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hostile.py").write_text("raise SystemExit('imported')")
    monkeypatch.syspath_prepend(tmp_path)
    assert resolved({"emoji_index": named("hostile.index")}) == {}
    assert "hostile" not in sys.modules


@pytest.mark.parametrize("name", sorted(functions._KNOWN))
def test_every_known_name_is_a_function_that_is_there(name: str) -> None:
    made = resolved(
        {"f": named(name, kwds={}) if name == "pymdownx.slugs.slugify" else named(name)}
    )
    assert callable(made["f"])
    assert not list(unknown(made))


@pytest.mark.parametrize(
    ("name", "kwds", "slug"),
    [
        ("pymdownx.slugs.slugify", {"case": "lower"}, "zwei-wörter"),
        ("pymdownx.slugs.slugify", {"case": "lower", "percent_encode": True}, "zwei-w%C3%B6rter"),
        ("pymdownx.slugs.uslugify", None, "zwei-wörter"),
        ("pymdownx.slugs.uslugify_cased", None, "Zwei-Wörter"),
        ("pymdownx.slugs.gfm_encoded", None, "zwei-w%C3%B6rter"),
        ("markdown.extensions.toc.slugify", None, "zwei-worter"),
        ("markdown.extensions.toc.slugify_unicode", None, "zwei-wörter"),
    ],
)
def test_slugs_are_made_as_the_name_says(
    name: str, kwds: dict[str, object] | None, slug: str
) -> None:
    function = resolved(named(name) if kwds is None else named(name, kwds=kwds))
    assert function("Zwei Wörter", "-") == slug
