"""The one SQLite file: remembered results and published pages. The only module that writes."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, Final

import platformdirs

from devserver.lock import RootLock
from devserver.model import Digest, Page, Source, SourcePath, Stamp, Url, digest
from devserver.reader import PAGE, StoredPage, sound_page

FILE: Final = "store.sqlite"

_SCHEMA: Final = """
create table meta (fingerprint text not null);
create table sources (path text primary key, mtime_ns int, ctime_ns int, size int, inode int,
                      digest text) without rowid;
create table results (id integer primary key, step text, subject text, key text, also text,
                      sum text, value blob);
create unique index result_keys on results (step, subject, key, also);
create unique index result_subjects on results (step, subject);
create table pages (url text primary key, version text, key text, status int, html text);
"""


_RESULT: Final = "select step, subject, key, also, value, sum from results"


@dataclass(frozen=True, slots=True)
class Result:
    """What a step made of a subject, under the digest of its named inputs."""

    step: str
    subject: str
    key: Digest
    also: str
    """Inputs found while running, as the step wrote them down."""
    value: bytes


class StoreError(Exception):
    """A write failed (disk full, read-only, damaged); what was published before still stands."""


class Store:
    """The file of one docs root, in WAL mode, held by one program at a time.

    The cache is advisory: whatever is odd about the file, it is made anew and ``notice`` says so.
    """

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self.notice = ""
        self.path = folder / FILE
        self._fingerprint = fingerprint
        self._temporary: Path | None = None
        self._lock: RootLock | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock = RootLock(folder / "lock")
            self._connection = self._open()
        except (OSError, sqlite3.Error) as error:
            self._without_cache_folder(error)

    def _without_cache_folder(self, error: Exception) -> None:
        """Do without a cache: the pages still have to stand somewhere while we run."""
        self._temporary = Path(tempfile.mkdtemp(prefix="devserver-"))
        self.path = self._temporary / FILE
        self.notice = f"nothing is remembered for the next start: {error}"
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        if not self.path.exists():
            return self._make_anew()
        try:
            existing = self._connect()
            found = existing.execute("select fingerprint from meta").fetchall()
        except sqlite3.Error:
            self.notice = "the store was damaged, and is made anew"
            return self._make_anew()
        if found == [(self._fingerprint,)]:
            return existing
        existing.close()
        self.notice = "the store was made by another version, and is made anew"
        return self._make_anew()

    def _make_anew(self) -> sqlite3.Connection:
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        connection = self._connect()
        connection.executescript(f"begin; {_SCHEMA}; commit;")
        connection.execute("insert into meta values (?)", (self._fingerprint,))
        return connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=5.0, isolation_level=None)
        connection.execute("pragma journal_mode = wal")
        # Without an fsync at each commit a power cut may lose the last pages, never mix them.
        connection.execute("pragma synchronous = normal")
        # Checkpoints wait for the disk; they happen in ``tidy``, not in the middle of a save.
        connection.execute("pragma wal_autocheckpoint = 0")
        return connection

    def announce(self, **holder: str) -> None:
        """Say who holds the root, for the next program that asks."""
        if self._lock is not None:
            self._lock.announce(holder)

    def start_anew(self) -> None:
        """Throw the file away: it turned out to be damaged while in use."""
        self.notice = "the store was damaged, and is made anew"
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()
        self._connection = self._make_anew()

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        try:
            self._connection.execute("begin immediate")
            try:
                yield self._connection
                self._connection.execute("commit")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")
                raise
        except sqlite3.Error as error:
            raise StoreError(str(error)) from error

    def publish(
        self,
        pages: Iterable[tuple[Page, Digest]],
        *,
        removed: Iterable[Url] = (),
        results: Iterable[Result] = (),
    ) -> None:
        """Make ``pages`` (each with the digest of its inputs) what readers get, all or none."""
        with self._transaction() as connection:
            connection.executemany(
                "insert or replace into pages values (?, ?, ?, ?, ?)",
                [(page.url, page.version, key, page.status, page.html) for page, key in pages],
            )
            connection.executemany("delete from pages where url = ?", [(url,) for url in removed])
            connection.executemany(
                "insert or replace into results (step, subject, key, also, value, sum)"
                " values (?, ?, ?, ?, ?, ?)",
                [(*astuple(result), digest(result.value)) for result in results],
            )

    def remember_sources(self, sources: Iterable[Source], gone: Iterable[SourcePath] = ()) -> None:
        """Keep the stat snapshot, so that the next start reads only what changed since."""
        with self._transaction() as connection:
            connection.executemany("delete from sources where path = ?", [(p,) for p in gone])
            connection.executemany(
                "insert or replace into sources values (?, ?, ?, ?, ?, ?)",
                [(s.path, *astuple(s.stamp), s.digest) for s in sources],
            )

    def sources(self) -> dict[SourcePath, Source]:
        """Read the stat snapshot of the last run."""
        rows = self._read("select path, mtime_ns, ctime_ns, size, inode, digest from sources")
        return {row[0]: Source(row[0], Stamp(*row[1:5]), row[5]) for row in rows}

    def result(self, step: str, subject: str) -> Result | None:
        """Recall the last result of ``step`` for ``subject``; ``None`` if unknown or damaged."""
        rows = self._read(f"{_RESULT} where step = ? and subject = ?", step, subject)
        return _sound(rows[0]) if rows else None

    def known(self, step: str) -> list[tuple[str, str, str]]:
        """Say which results of ``step`` exist: subject, key and further inputs of each."""
        return self._read("select subject, key, also from results where step = ?", step)

    def results(self, step: str) -> Iterator[Result]:
        """Recall every result of ``step``, in one reading."""
        rows = self._read(f"{_RESULT} where step = ?", step)
        return (sound for row in rows if (sound := _sound(row)))

    def forget(self, subjects: Iterable[str]) -> None:
        """Drop the results of subjects that no longer exist."""
        with self._transaction() as connection:
            connection.executemany(
                "delete from results where subject = ?", [(subject,) for subject in subjects]
            )

    def page(self, url: Url) -> StoredPage | None:
        """Read what is published at ``url``."""
        return sound_page(self._read(PAGE, url))

    def _read(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError:
            self.start_anew()
            return []

    def tidy(self) -> None:
        """Move the write-ahead log into the file; for quiet moments, it may wait for the disk."""
        with contextlib.suppress(sqlite3.Error):
            self._connection.execute("pragma wal_checkpoint(truncate)")

    def close(self) -> None:
        """Leave one sound file and nothing beside it. Readers should have closed before."""
        self.tidy()
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()
        if self._lock is not None:
            self._lock.release()
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)


def folder_of(docs: Path) -> Path:
    """Name the cache folder of a docs root: readable, and different for every root."""
    name = "".join(c if c.isalnum() or c in "-_." else "-" for c in docs.name) or "root"
    return platformdirs.user_cache_path("devserver") / f"{name[:40]}-{digest(str(docs))[:12]}"


def _sound(row: tuple[Any, ...]) -> Result | None:
    step, subject, key, also, value, total = row
    whole = isinstance(value, bytes) and digest(value) == total
    return Result(step, subject, key, also, value) if whole else None
