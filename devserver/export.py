"""Writes a site as plain files, or only says what is wrong with it."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from devserver.config import Config, ConfigError
from devserver.messages import Event, Progress
from devserver.model import Problem, Url
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
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    # A stop is an exception by now, so that the unfinished copy is removed on the way out.
    try:
        with WholeSite(_with_base(config, base_url), drafts=False) as site:
            problems = site.check()
            _write_all(site, fresh, say)
        _replace(out, fresh)
    except OSError as error:
        raise ConfigError(f"cannot write {error.filename or out}: {error.strerror}") from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
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


def _replace(out: Path, fresh: Path) -> None:
    """Put the new site where the old one was, with whatever else somebody had put there."""
    fresh.chmod(0o755)
    if not out.exists():
        fresh.rename(out)
        return
    for name in _foreign(out):
        if not (fresh / name).exists():
            (fresh / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(out / name, fresh / name)
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    out.rename(old / "old")
    fresh.rename(out)
    shutil.rmtree(old)


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
