"""Pages without end, small ones too: each costs itself, and neither another page nor the memory."""

from __future__ import annotations

import os
from pathlib import Path

from tests.deep_folders import deep_folders
from tests.watching import CTRL_C, Watch, Workspace

OWNED = "owned.txt"


def merges() -> str:
    lines = (f"a{i}: &a{i}\n  <<: [*a{i - 1}, *a{i - 1}]\n" for i in range(1, 40))
    return f"---\na0: &a0 {{k: 1}}\n{''.join(lines)}---\n# Merged\n"


ENDLESS = {
    "aliases.md": "---\n"
    + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9) if i else 1}]\n" for i in range(12))
    + "---\n# Laughs\n",
    "merges.md": merges(),
    "nested.md": f"---\na: {'[' * 20_000}\n---\n",
    "sixty.md": f"---\na: 1{':1' * 1_000_000}\n---\n",
    "dotted.md": f"+++\n{'a.' * 100_000}a = 1\n+++\n",
    "h1.md": "<h1>a\n" * 200_000,
    "objects.md": "---\ntitle: !!python/object/apply:os.system ['touch owned.txt']\n---\n",
    "jinja.md": "# {{ ''.__class__.__mro__ }}\n\n{% for i in range(10**9) %}{{ i }}{% endfor %}\n",
    "deep.md": '--8<-- "0.txt"\n',
    "wide.md": '--8<-- "wide.txt"\n' * 2_000,
}


def test_pages_without_end_cost_themselves_and_no_other(workspace: Workspace) -> None:
    workspace.write("index.md", "# Home\n")
    for name, text in ENDLESS.items():
        workspace.write(name, text)
    for number in range(1_500):
        workspace.write(f"{number}.txt", f'--8<-- "{number + 1}.txt"\n')
    workspace.write("wide.txt", "x" * 1_000_000)
    for name in ("sparse.md", "sparse.txt"):
        with (workspace.project / name).open("wb") as file:
            file.truncate(1 << 36)
    os.mkfifo(workspace.project / "pipe.md")
    with deep_folders(workspace.project, "page.md"):
        watch = workspace.watch()
        assert b"Home" in watch.get("/").body
        assert b"{% for i in range(10**9) %}" in watch.get("/jinja/").body
        (workspace.project / "index.md").write_text("# House\n")
        watch.wait("rebuilt")
        assert b"House" in watch.get("/").body
        assert peak(watch) < 600 << 20
        watch.type(CTRL_C)
        assert watch.process.wait(30) == 0
    assert not (workspace.project / OWNED).exists()


def peak(watch: Watch) -> int:
    """Give the most bytes that the main process ever had in memory."""
    status = Path(f"/proc/{watch.process.pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024
