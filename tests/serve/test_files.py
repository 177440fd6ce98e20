"""Only regular files inside the root are opened, whatever stands in the way to them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from devserver.messages import FileAnswer
from devserver.serve.conditions import Span
from devserver.serve.files import media_type, open_file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    docs = tmp_path / "docs"
    (docs / "sub").mkdir(parents=True)
    (docs / "sub" / "a.txt").write_text("inside")
    (tmp_path / "secret.txt").write_text("outside")
    return docs


def opened(root: Path, path: Path) -> bytes:
    file = open_file(FileAnswer(str(path), str(root)))
    try:
        return file.read(Span(0, file.size))
    finally:
        file.close()


def test_file_inside_is_opened_also_through_a_link_inside(root: Path) -> None:
    (root / "link").symlink_to("sub")
    assert opened(root, root / "sub" / "a.txt") == b"inside"
    assert opened(root, root / "link" / "a.txt") == b"inside"


def test_nothing_else_is_opened(root: Path) -> None:
    (root / "out").symlink_to(root.parent / "secret.txt")
    (root / "up").symlink_to(root.parent)
    (root / "loop").symlink_to("loop")
    (root / ".env").write_text("hidden")
    os.mkfifo(root / "pipe")
    names = ["out", "up/secret.txt", "loop", ".env", "pipe", "sub", "../secret.txt", "none", "."]
    for name in names:
        with pytest.raises(OSError, match=name.partition("/")[0] if name != "." else "docs"):
            opened(root, root / name)


def test_folder_swapped_for_a_link_after_the_look_is_not_followed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.resolve

    def resolve_and_swap(path: Path) -> Path:
        resolved = real(path)
        if path.name == "a.txt":
            (root / "sub").rename(root / "old")
            (root / "sub").symlink_to(root.parent)
            (root.parent / "a.txt").write_text("outside")
        return resolved

    monkeypatch.setattr(Path, "resolve", resolve_and_swap)
    with pytest.raises(OSError, match="sub"):
        opened(root, root / "sub" / "a.txt")


def test_etag_tells_a_replaced_and_a_rewritten_file_apart(root: Path) -> None:
    path = root / "sub" / "a.txt"
    file = open_file(FileAnswer(str(path), str(root)))
    assert file.is_unchanged()
    path.write_text("INSIDE!")
    assert not file.is_unchanged()
    file.close()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.css", "text/css; charset=utf-8"),
        ("a.js", "text/javascript; charset=utf-8"),
        ("a.svg", "image/svg+xml; charset=utf-8"),
        ("a.md", "text/plain; charset=utf-8"),
        ("a.py", "text/plain; charset=utf-8"),
        ("a.woff2", "font/woff2"),
        ("a.PNG", "image/png"),
        ("a.tar.gz", "application/octet-stream"),
        ("LICENSE", "application/octet-stream"),
    ],
)
def test_media_type_is_the_same_on_every_machine(name: str, kind: str) -> None:
    assert media_type(name) == kind
