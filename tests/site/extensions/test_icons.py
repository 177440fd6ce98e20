"""Material's emoji and icons, without its pictures and without Material."""

from __future__ import annotations

import pytest

from devserver.model import Dialect, Expanded, Job, SourcePath
from devserver.site.markdown import convert


@pytest.mark.parametrize("package", ["material.extensions", "zensical.extensions", "materialx"])
@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (":tada:", "🎉"),
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
