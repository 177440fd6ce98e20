"""The shared tables are those that each formatter would have made for itself."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers.python import PythonLexer

from devserver.site.code_styles import share_tables

CODE = 'def tea(cups: int) -> str:\n    """Pour."""\n    return f"{cups}"\n'

PLAIN = """
from pygments import highlight
from pygments.formatters.html import HtmlFormatter
from pygments.lexers.python import PythonLexer
import sys
for style in ("default", "monokai"):
    for prefix in ("", "x-"):
        for inline in (False, True):
            formatter = HtmlFormatter(style=style, classprefix=prefix, noclasses=inline)
            sys.stdout.write(highlight(sys.argv[1], PythonLexer(), formatter))
            sys.stdout.write(formatter.get_style_defs(".highlight") + "\\n")
"""
"""What Pygments itself makes of the code, in a process in which nothing is shared."""


def test_what_is_highlighted_is_the_same_in_every_style() -> None:
    share_tables()
    made = []
    for _ in range(2):
        for style in ("default", "monokai"):
            for prefix in ("", "x-"):
                for inline in (False, True):
                    options: dict[str, Any] = {
                        "style": style,
                        "classprefix": prefix,
                        "noclasses": inline,
                    }
                    formatter: Any = HtmlFormatter(**options)
                    made.append(highlight(CODE, PythonLexer(), formatter))
                    made.append(formatter.get_style_defs(".highlight") + "\n")
    plain = subprocess.run(
        (sys.executable, "-c", PLAIN, CODE), capture_output=True, text=True, check=True
    )
    assert "".join(made) == plain.stdout * 2


def test_a_table_is_made_once() -> None:
    share_tables()
    share_tables()
    first, second = HtmlFormatter(style="friendly"), HtmlFormatter(style="friendly")
    assert vars(first)["class2style"] is vars(second)["class2style"]
    other = HtmlFormatter(style="friendly", classprefix="x-")
    assert vars(first)["class2style"] is not vars(other)["class2style"]
