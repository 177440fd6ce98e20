"""The page's scripts are served whole, each under its own name."""

from __future__ import annotations

import re

from devserver.serve.scripts import load_scripts
from tests.serve.played_main import PlayedMain


def test_every_script_that_another_imports_is_served(main: PlayedMain) -> None:
    scripts = load_scripts()
    names = {url.rpartition("/")[2] for url in scripts}
    imported = {
        name
        for script in scripts.values()
        for name in re.findall(r'from "\./(\w+\.js)"', script.content.decode())
    }
    assert imported | {"live.js"} == names
    for url, script in scripts.items():
        answer = main.get(url)
        assert answer.body == script.content
        assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
        assert main.get(url, headers={"If-None-Match": answer.headers["etag"]}).status == 304
