"""Short codes and their characters."""

from __future__ import annotations

import subprocess
import sys

import pytest

from devserver.site.short_codes import with_characters


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (":tada: Release", "🎉 Release"),
        (":tada::+1:", "🎉👍"),
        ("10:30:45 std::io", "10:30:45 std::io"),
        (":octocat: is no character", ":octocat: is no character"),
        ("no code", "no code"),
    ],
)
def test_code_becomes_its_character(text: str, shown: str) -> None:
    assert with_characters(text) == shown


def test_navigation_needs_no_markdown_library() -> None:
    program = (
        "import sys; from devserver.model import Dialect;"
        "from devserver.site.outline import outline;"
        "print(outline('a.md', '# :tada: A', Dialect(())).title, 'markdown' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "🎉 A False\n"
