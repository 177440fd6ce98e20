"""How long a question to the search takes, from the request to the whole answer."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from http.client import HTTPConnection
from typing import Final
from urllib.parse import quote

from tests.benchmarks.bench import PATIENCE, Bench, Site, running
from tests.benchmarks.content import path_of
from tests.benchmarks.figures import Figure

QUERIES: Final[Mapping[str, tuple[str, ...]]] = {
    "one letter": ("s", "t", "c", "p", "d"),
    "two letters": ("se", "te", "co", "pa", "de"),
    "a common word": ("server", "template", "page", "section", "default"),
    "a rare word": ("mark0000000", "9999", "4711", "8080", "1234"),
    "several words": ("server template", "page default", "the option", "section page server"),
    "a mistake": ("sevrer", "templaet", "sectoin", "defualt", "optoin"),
    "Chinese": ("搜索", "文档", "检索功能", "页面"),
}
"""What is asked, in turn; the pages are English, and Chinese is found in none of them."""


async def measure(bench: Bench, site: Site) -> None:
    """Measure every kind of question, when nothing else is left to do."""
    async with running(site, path_of(0)) as run:
        await run.program.settled(PATIENCE)
        connection = HTTPConnection("127.0.0.1", run.port, timeout=PATIENCE)
        for kind, queries in QUERIES.items():
            samples = []
            for number in range(bench.rounds):
                query = queries[number % len(queries)]
                started = time.perf_counter()
                connection.request("GET", f"/_devserver/search?q={quote(query)}")
                answer = connection.getresponse().read()
                samples.append((time.perf_counter() - started) * 1000)
                json.loads(answer)
            name = f"search: {kind}"
            bench.record(Figure(name, site.subject.name, site.pages, "ms", tuple(samples)))
        connection.close()
