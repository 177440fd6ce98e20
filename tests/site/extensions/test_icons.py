"""Material's emoji and icons, without Material: pictures, or the plain names of icons."""

from __future__ import annotations

import pytest

from devserver.model import Dialect, Expanded, Job, SourcePath
from devserver.site.extensions import icons
from devserver.site.markdown import convert

MATERIAL = Dialect(
    ("pymdownx.emoji", "attr_list"),
    {
        "pymdownx.emoji": {
            "emoji_index": {"python/name": "material.extensions.emoji.twemoji"},
            "emoji_generator": {"python/name": "material.extensions.emoji.to_svg"},
        }
    },
    mkdocs=True,
)


@pytest.mark.parametrize("package", ["material.extensions", "zensical.extensions", "materialx"])
@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (
            ":tada:",
            '<img alt="🎉" class="twemoji" src="https://cdn.jsdelivr.net/gh/jdecked/'
            'twemoji@16.0.1/assets/svg/1f389.svg" title=":tada:" />',
        ),
        (":material-arrow-right:", '<span class="icon">arrow right</span>'),
        (":octicons-check-16:", '<span class="icon">check</span>'),
        (":fontawesome-brands-github:", '<span class="icon">github</span>'),
        (":no-such-code:", ":no-such-code:"),
    ],
)
def test_code_becomes_a_character_or_a_plain_name(package: str, code: str, shown: str) -> None:
    functions = {
        "emoji_index": {"python/name": f"{package}.emoji.twemoji"},
        "emoji_generator": {"python/name": f"{package}.emoji.to_svg"},
    }
    dialect = Dialect(("pymdownx.emoji",), {"pymdownx.emoji": functions}, mkdocs=True)
    document = convert(Job(SourcePath("page.md"), Expanded(code), dialect))
    assert document.parts == (f"<p>{shown}</p>",)
    assert not document.problems


def test_installed_icon_stands_in_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(icons, "picture", lambda code: f"<svg id={code[1]}/>")
    text = "## :material-check: Two\n\n:material-check:{ .lg } x"
    page = convert(Job(SourcePath("page.md"), Expanded(text), MATERIAL))
    assert "".join(page.parts) == (
        '<h2 id="two"><span class="twemoji"><svg id=m/></span> Two</h2>\n'
        '<p><span class="twemoji lg"><svg id=m/></span> x</p>'
    )


def test_plain_name_counts_as_little_for_an_id_as_a_picture(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(icons, "picture", lambda _code: None)
    page = convert(Job(SourcePath("page.md"), Expanded("## :material-check: Two"), MATERIAL))
    assert page.parts == ('<h2 id="two"><span class="icon">check</span> Two</h2>',)


def test_icons_of_the_project_itself_show_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(icons, "picture", lambda _code: None)
    options = {
        **MATERIAL.options["pymdownx.emoji"],
        "options": {"custom_icons": ["overrides/.icons"]},
    }
    dialect = Dialect(("pymdownx.emoji",), {"pymdownx.emoji": options}, mkdocs=True)
    page = convert(Job(SourcePath("page.md"), Expanded(":custom-sign: :custom:"), dialect))
    assert page.parts == ('<p><span class="icon">custom sign</span> :custom:</p>',)
