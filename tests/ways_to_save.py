"""The ways in which a file gets saved: editors themselves, tools, and what others were seen to do.

Each takes the path of a page and the text of its third line. All leave the same bytes.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.tools import require

Way = Callable[[Path, str], None]


def text_with(line: str) -> str:
    """Write the whole page that has this third line."""
    return f"# Page\n\n{line}\n"


# ---------------------------------------------------------------- others, as they were seen to do


def written_in_pieces(path: Path, line: str) -> None:
    with path.open("w") as file:
        for piece in ("# Page\n\n", line, "\n"):
            file.write(piece)
            file.flush()


def renamed_into_place(path: Path, line: str) -> None:
    new = path.with_name("page.md.new")
    new.write_text(text_with(line))
    new.replace(path)


def written_after_a_backup(path: Path, line: str) -> None:
    path.rename(path.with_name("page.md~"))
    path.write_text(text_with(line))
    path.with_name("page.md~").unlink()


def as_vs_code(path: Path, line: str) -> None:
    """Truncate, write and flush the file that is there."""
    descriptor = os.open(path, os.O_WRONLY)
    os.ftruncate(descriptor, 0)
    os.write(descriptor, text_with(line).encode())
    os.fdatasync(descriptor)
    os.close(descriptor)


def as_jetbrains(path: Path, line: str) -> None:
    """Write a neighbour, put the file aside, put the neighbour in its place, drop the other."""
    new, old = (path.with_name(f"{path.name}___jb_{kind}___") for kind in ("tmp", "old"))
    new.write_text(text_with(line))
    path.rename(old)
    new.rename(path)
    old.unlink()


def as_gnome(path: Path, line: str) -> None:
    """Write GIO's neighbour, keep a backup as a link, and rename."""
    new, backup = path.with_name(".goutputstream-K3QX01"), path.with_name(f"{path.name}~")
    new.write_text(text_with(line))
    backup.unlink(missing_ok=True)
    backup.hardlink_to(path)
    new.rename(path)
    backup.unlink()


def as_nano(path: Path, line: str) -> None:
    """Copy to a backup first, then write over the file itself, under a lock of nano's."""
    lock = path.with_name(f".{path.name}.swp")
    lock.write_bytes(b"b0nano")
    path.with_name(f"{path.name}~").write_bytes(path.read_bytes())
    path.write_text(text_with(line))
    lock.unlink()
    path.with_name(f"{path.name}~").unlink()


def as_kate(path: Path, line: str) -> None:
    """Keep a swap file, save through Qt's QSaveFile: a neighbour of six letters, and a rename."""
    swap, new = path.with_name(f".{path.name}.kate-swp"), path.with_name(f"{path.name}.Xq3aTz")
    swap.write_bytes(b"swap")
    new.write_text(text_with(line))
    new.chmod(0o644)
    new.rename(path)
    swap.unlink()


def deleted_and_written_again(path: Path, line: str) -> None:
    path.unlink()
    path.write_text(text_with(line))


def appended_and_cut(path: Path, line: str) -> None:
    """Write over the beginning in place, then cut the rest off."""
    with path.open("r+b") as file:
        file.write(text_with(line).encode())
        file.flush()
        file.truncate()


# ---------------------------------------------------------------- the programs themselves


def by_sed(path: Path, line: str) -> None:
    run("sed", "-i", f"3s/.*/{line}/", str(path))


def by_vim(path: Path, line: str) -> None:
    vim = require("vim", package="vim")
    run(vim, "-u", "NONE", "-es", "-c", f"3s/.*/{line}/", "-c", "wq", str(path))


def by_vim_with_a_copy(path: Path, line: str) -> None:
    vim = require("vim", package="vim")
    change = ("-c", "set backup backupcopy=no", "-c", f"3s/.*/{line}/", "-c", "wq")
    run(vim, "-u", "NONE", "-es", *change, str(path))


def by_neovim(path: Path, line: str) -> None:
    neovim = require("nvim", package="neovim")
    run(neovim, "--clean", "--headless", "-c", f"3s/.*/{line}/", "-c", "wq", str(path))


_EMACS = """(progn
  (setq create-lockfiles t make-backup-files t backup-enable-predicate (lambda (_) t) %s)
  (find-file "%s")
  (goto-char (point-min)) (forward-line 2)
  (delete-region (point) (line-end-position)) (insert "%s")
  (do-auto-save)
  (save-buffer))"""


def by_emacs(path: Path, line: str) -> None:
    """Save with the backup made by renaming, as Emacs does it by itself."""
    _emacs(path, line, "backup-by-copying nil")


def by_emacs_with_a_copy(path: Path, line: str) -> None:
    _emacs(path, line, "backup-by-copying t")


def _emacs(path: Path, line: str, how: str) -> None:
    emacs = require("emacs", package="emacs-nox")
    run(emacs, "--batch", "-Q", "--eval", _EMACS % (how, path, line))
    path.with_name(f"{path.name}~").unlink(missing_ok=True)


# ---------------------------------------------------------------- git


def by_git_checkout(path: Path, line: str) -> None:
    """Commit the text on another branch, and come back to it."""
    _committed_elsewhere(path, line)
    git(path, "checkout", "--quiet", "other")
    git(path, "branch", "--quiet", "-M", "other", "main")


def by_git_stash(path: Path, line: str) -> None:
    """Put the text on the stash, and take it from there."""
    _repository(path)
    path.write_text(text_with(line))
    git(path, "stash", "--quiet")
    git(path, "stash", "pop", "--quiet")
    git(path, "commit", "--quiet", "--all", "--message", "Saved")


def by_git_rebase(path: Path, line: str) -> None:
    """Rebase a branch that changes another file onto one that has the text."""
    _committed_elsewhere(path, line)
    other = path.with_name("rebased.md")
    other.write_text(f"# Rebased\n\n{line}\n")
    git(path, "add", other.name)
    git(path, "commit", "--quiet", "--message", "Beside")
    git(path, "rebase", "--quiet", "other")


def git(path: Path, *arguments: str) -> None:
    """Run git in the folder of a page, with nobody's settings."""
    program = require("git", package="git")
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    run(program, "-C", str(path.parent), *who, *arguments)


def _repository(path: Path) -> None:
    if not (path.parent / ".git").exists():
        git(path, "init", "--quiet")
    git(path, "add", ".")
    git(path, "commit", "--quiet", "--allow-empty", "--message", "Begun")


def _committed_elsewhere(path: Path, line: str) -> None:
    """Have a branch ``other`` with the text, without touching the file that is there."""
    _repository(path)
    elsewhere = path.parent / ".git" / "elsewhere"
    git(path, "worktree", "add", "--quiet", "--force", "-B", "other", str(elsewhere))
    (elsewhere / path.name).write_text(text_with(line))
    git(path, "-C", str(elsewhere), "commit", "--quiet", "--all", "--message", "Saved")
    git(path, "worktree", "remove", "--force", str(elsewhere))


def run(*command: str) -> None:
    """Run a program that must do what it is told."""
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)


ONE_SAVE: tuple[Way, ...] = (
    *(written_in_pieces, renamed_into_place, written_after_a_backup),
    *(by_sed, by_vim, by_vim_with_a_copy, by_neovim),
)
"""Ways that are one rebuild, wherever they are tried."""

WAYS: tuple[Way, ...] = (
    *ONE_SAVE,
    *(as_vs_code, as_jetbrains, as_gnome, as_nano, as_kate),
    *(deleted_and_written_again, appended_and_cut),
    *(by_emacs, by_emacs_with_a_copy),
    *(by_git_checkout, by_git_stash, by_git_rebase),
)
"""All ways that there are."""
