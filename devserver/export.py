"""Writes a site as plain files, or only says what is wrong with it."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from devserver.config import Config, ConfigError
from devserver.messages import Event, Notice, Progress
from devserver.model import Problem, Url
from devserver.processes import signals_held_back
from devserver.whole_site import WholeSite

MANIFEST: Final = ".devserver-files.json"
"""What a build wrote, so that the next one deletes nothing else."""


def check(config: Config) -> tuple[Problem, ...]:
    """Convert and check every page; gives every problem there is."""
    with WholeSite(config, drafts=True) as site:
        return site.check()


def build(
    config: Config, out: Path, base_url: str | None, say: Callable[[Event], None]
) -> tuple[Problem, ...]:
    """Write the site to ``out``, whole or not at all; drafts are left out.

    Raises ConfigError if ``out`` is not a folder that may be replaced. Problems do not stop it.
    """
    out = _replaceable(out, config)
    # Named before they are made: whenever a stop comes, both are removed on the way out.
    fresh, old = (out.with_name(f".{out.name}-{secrets.token_hex(4)}") for _ in range(2))
    try:
        fresh.mkdir(parents=True, mode=0o700)
        with WholeSite(_with_base(config, base_url), drafts=False) as site:
            problems = site.check()
            _write_all(site, fresh, say)
        _adopt(out, fresh)
        with signals_held_back():
            _exchange(out, fresh, old)
            shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        named = error.filename2 or error.filename or out
        raise ConfigError(f"cannot write {named}: {error.strerror}") from None
    finally:
        with signals_held_back():
            shutil.rmtree(fresh, ignore_errors=True)
            shutil.rmtree(old, ignore_errors=True)
    if old.exists():
        say(Notice(f"the site before cannot be removed: {old}"))
    return problems


# ---------------------------------------------------------------- writing


def _replaceable(out: Path, config: Config) -> Path:
    """Refuse a folder whose loss would hurt; gives its resolved path."""
    resolved = out.resolve()
    if config.docs.is_relative_to(resolved) or resolved.is_relative_to(config.docs):
        raise ConfigError(f"--out {out} is, holds or lies in the docs folder {config.docs}")
    if resolved.exists() and not resolved.is_dir():
        raise ConfigError(f"--out {out} is a file; give a folder")
    if resolved.is_dir() and any(resolved.iterdir()) and not (resolved / MANIFEST).exists():
        raise ConfigError(f"--out {out} holds files that devserver did not write; give another")
    return resolved


def _write_all(site: WholeSite, fresh: Path, say: Callable[[Event], None]) -> None:
    written: list[str] = []
    total = len(site.urls())
    for url, html in site.pages():
        written.append(file_of(url))
        _write(fresh / written[-1], html)
        say(Progress(len(written), total))
    _write(fresh / "404.html", site.missing())
    written.append("404.html")
    for url, source in site.files():
        written.append(url.lstrip("/"))
        target = fresh / written[-1]
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)
    _write(fresh / MANIFEST, json.dumps(sorted(written), indent=0))


def file_of(url: Url) -> str:
    """Give the file that a host serves at ``url``, by its path from the output folder."""
    return f"{url.lstrip('/')}index.html" if url.endswith("/") else url.lstrip("/")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _adopt(out: Path, fresh: Path) -> None:
    """Make the new site complete: with whatever else somebody had put beside the old one."""
    fresh.chmod(0o755)
    for name in _foreign(out):
        if not (fresh / name).exists():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(out / name, fresh / name)


def _exchange(out: Path, fresh: Path, old: Path) -> None:
    """Put the new site where the old one was; if it cannot be put there, the old one stays."""
    if not out.exists():
        fresh.rename(out)
        return
    out.rename(old)
    try:
        fresh.rename(out)
    except OSError:
        old.rename(out)
        raise


def _foreign(out: Path) -> Iterator[str]:
    """Give the files in the output folder that no build wrote."""
    try:
        ours = set(json.loads((out / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        ours = set()
    for path in out.rglob("*"):
        name = path.relative_to(out).as_posix()
        if path.is_file() and name not in ours and name != MANIFEST:
            yield name


def _with_base(config: Config, base_url: str | None) -> Config:
    return replace(config, site_url=base_url) if base_url else config
