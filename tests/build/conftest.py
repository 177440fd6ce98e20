"""The one fixture of this room: a small project, wholly built, and all that builds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workbench import Workbench

FILES = {
    "devserver.toml": 'title = "Guide"\ntemplates = "theme"\nextra_css = ["docs/extra.css"]\n',
    "docs/index.md": "# Home\n\n[Setup](guide/setup.md) ![Plan](plan.png)\n",
    "docs/guide/index.md": "# The guide\n",
    "docs/guide/setup.md": '# Setup\n\n--8<-- "snippets/note.md"\n',
    "docs/guide/usage.md": "# Usage\n",
    "docs/extra.css": "p {}\n",
    "snippets/note.md": 'Take note.\n\n--8<-- "snippets/deep.md"\n',
    "snippets/deep.md": "Deep down.\n",
    "theme/plain.html": '<p>{{ page.title }}</p>{% include "partials/foot.html" %}',
    "theme/partials/foot.html": "<p>foot</p>",
    "theme/static/own.css": "p {}\n",
}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    made = Workbench(tmp_path, FILES)
    made.whole()
    made.ran()
    yield made
    made.store.close()
