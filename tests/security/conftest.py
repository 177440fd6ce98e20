"""A site with a secret beside it: whatever is done, nobody gets to read that."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.security.client import Client
from tests.watching import Watch, Workspace

SECRET = "the-secret-that-nobody-gets"
"""Stands in files that are never published."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Give a workspace to all tests of a module, in which one program runs for all of them."""
    folder = tmp_path_factory.mktemp("shared")
    made = Workspace(folder)
    try:
        plant_secrets(made, folder)
        yield made
        made.end()
    finally:
        made.kill()


@pytest.fixture(scope="module")
def watch(shared: Workspace) -> Watch:
    started = shared.watch()
    started.wait("indexed")
    return started


@pytest.fixture
def client(watch: Watch) -> Client:
    return Client(watch)


def plant_secrets(workspace: Workspace, outside: Path) -> None:
    """Write a small site, a secret outside of it, and every way that could lead there."""
    (outside / "secret.txt").write_text(SECRET)
    (outside / "secrets").mkdir()
    (outside / "secrets" / "key.txt").write_text(SECRET)
    workspace.write("devserver.toml", 'docs = "docs"\n')
    workspace.write("secret.txt", SECRET)
    workspace.write("docs/index.md", "# Home\n\n[Guide](guide/index.md)\n")
    workspace.write("docs/guide/index.md", "# Guide\n")
    workspace.write("docs/data.bin", "0123456789" * 1_000)
    workspace.write("docs/.env", SECRET)
    workspace.write("docs/.git/config", SECRET)
    workspace.write("docs/guide/.hidden/key.txt", SECRET)
    workspace.write("docs/split\r\nSet-Cookie: x=1/index.md", "# Split\n")
    workspace.write("docs/\\evil.test/index.md", "# Elsewhere\n")
    docs = workspace.project / "docs"
    (docs / "out.txt").symlink_to(outside / "secret.txt")
    (docs / "out").symlink_to(outside / "secrets")
    (docs / "up.txt").symlink_to("../secret.txt")
    (docs / "etc").symlink_to("/etc")
    (docs / "zero").symlink_to("/dev/zero")
    (docs / "tty.txt").symlink_to("/dev/tty")
    (docs / "loop").symlink_to("loop")
    (docs / "here").symlink_to(".")
    os.mkfifo(docs / "pipe.txt")
    os.mkfifo(docs / "pipe.md")
    workspace.accept()
