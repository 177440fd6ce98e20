"""The one SQLite file: remembered results and published pages. The only module that writes."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import platformdirs

from devserver import index_rows, index_table, rows
from devserver.index_rows import Entry, Place
from devserver.lock import RootLock
from devserver.model import Digest, Page, Source, SourcePath, Url, digest
from devserver.rows import Result, Shelf, StoredPage

FILE: Final = "store.sqlite"

_SCHEMA: Final = rows.SCHEMA + index_rows.SCHEMA

_SOURCES: Final = "sources"
_OUTLINES: Final = "outlines"

_DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


class StoreError(Exception):
    """A write failed (disk full, read-only, damaged); what was published before still stands."""


class Store:
    """The file of one docs root, in WAL mode, held by one program at a time.

    The cache is advisory: whatever is odd about the file, it is made anew and ``notice`` says so.
    """

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self.notice = ""
        self.path = folder / FILE
        self._fingerprint = f"{digest(_SCHEMA)} {fingerprint}"
        self.made = 0
        """How often the file was made anew: what others know of it holds no more."""
        self._temporary: Path | None = None
        self._lock: RootLock | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock = RootLock(folder / "lock")
            self._connection = self._open()
        except (OSError, sqlite3.Error) as error:
            self._connection = self._without_cache_folder(error)

    def _without_cache_folder(self, error: Exception) -> sqlite3.Connection:
        """Do without a cache: the pages still have to stand somewhere while we run."""
        self.notice = f"nothing is remembered for the next start: {error}"
        try:
            self._temporary = Path(tempfile.mkdtemp(prefix="devserver-"))
            self.path = self._temporary / FILE
            return self._make_anew()
        except (OSError, sqlite3.Error):
            return _nowhere()

    def _open(self) -> sqlite3.Connection:
        if not self.path.exists():
            return self._make_anew()
        existing = sqlite3.connect(self.path, timeout=5.0, isolation_level=None)
        try:
            found = _prepared(existing).execute("select fingerprint from meta").fetchall()
        except (sqlite3.Error, UnicodeError):
            existing.close()
            self.notice = "the store was damaged, and is made anew"
            return self._make_anew()
        if found == [(self._fingerprint,)]:
            return existing
        existing.close()
        self.notice = "the store was made by another version, and is made anew"
        return self._make_anew()

    def _make_anew(self) -> sqlite3.Connection:
        self._remove()
        self.made += 1
        connection = sqlite3.connect(self.path, timeout=5.0, isolation_level=None)
        try:
            _prepared(connection).executescript(f"begin; {_SCHEMA}; commit;")
            connection.execute("insert into meta values (?)", (self._fingerprint,))
        except sqlite3.Error:
            connection.close()
            # Half a store, whose log could not be taken in, would stay beside the next one.
            self._remove()
            raise
        return connection

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    def announce(self, **holder: str) -> None:
        """Say who holds the root, for the next program that asks."""
        if self._lock is not None:
            self._lock.announce(holder)

    def start_anew(self) -> None:
        """Throw the file away: it turned out to be damaged while in use."""
        self.notice = "the store was damaged, and is made anew"
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()
        try:
            self._connection = self._make_anew()
        except (OSError, sqlite3.Error):
            self._connection = _nowhere()

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
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
                self.start_anew()
            raise StoreError(str(error)) from error

    def publish(
        self,
        pages: Iterable[tuple[Page, Digest]],
        *,
        removed: Iterable[Url] = (),
        shelf: Shelf = "pages",
    ) -> None:
        """Make ``pages`` (each with the digest of its inputs) what readers get, all or none."""
        with self._transaction() as connection:
            connection.executemany(rows.PUT_PAGE[shelf], [rows.page_row(*page) for page in pages])
            connection.executemany(rows.DROP_PAGE[shelf], [(url,) for url in removed])

    def save(self, results: Iterable[Result]) -> None:
        """Remember what steps gave."""
        with self._transaction() as connection:
            connection.executemany(rows.PUT_RESULT, [rows.result_row(r) for r in results])

    def remember(
        self, sources: Iterable[Source], outlines: bytes, gone: Iterable[SourcePath] = ()
    ) -> None:
        """Keep the stat snapshot and what the pages say of themselves, and forget what is gone.

        The next start reads only what changed since.
        """
        wholes = {_SOURCES: rows.packed_sources(sources), _OUTLINES: outlines}
        with self._transaction() as connection:
            connection.executemany(rows.PUT_WHOLE, [rows.whole_row(*w) for w in wholes.items()])
            connection.executemany("delete from results where subject = ?", [(p,) for p in gone])

    def sources(self) -> dict[SourcePath, Source]:
        """Read the stat snapshot of the last run."""
        found = rows.unpacked_sources(self._whole(_SOURCES))
        return {source.path: source for source in found}

    def outlines(self) -> bytes:
        """Read the outlines of the last run as they were given; empty if there are none."""
        return self._whole(_OUTLINES)

    def _whole(self, name: str) -> bytes:
        return rows.sound_whole(name, self._read(rows.WHOLE, name))

    def result(self, step: str, subject: str) -> Result | None:
        """Recall the last result of ``step`` for ``subject``; ``None`` if unknown or damaged."""
        found = self._read(f"{rows.RESULTS} and subject = ?", step, subject)
        sound = rows.sound_results(step, found)
        return next((result for result in sound if result.subject == subject), None)

    def known(self, step: str) -> list[tuple[str, str, str]]:
        """Say which results of ``step`` exist: subject, key and further inputs of each."""
        return list(rows.sound_known(step, self._read(rows.KNOWN, step)))

    def page(self, url: Url, shelf: Shelf = "pages") -> StoredPage | None:
        """Read what is published at ``url``."""
        return rows.sound_page(url, self._read(rows.PAGE[shelf], url))

    # ------------------------------------------------------------ what is searched

    def index(self, entries: Iterable[Entry], gone: Iterable[SourcePath] = ()) -> set[str]:
        """Have pages found as they are now, and others no more; gives words that may be gone."""
        with self._transaction() as connection:
            lost = {word for entry in entries for word in index_table.put(connection, entry)}
            return lost.union(*(index_table.drop(connection, path) for path in gone))

    def tend_index(self, words: Iterable[str]) -> bool:
        """Forget ``words`` that no page has, and tidy up a little; whether more is to be tidied."""
        with self._transaction() as connection:
            index_table.forget_terms(connection, words)
            more = index_table.merge(connection)
        if not more:
            index_table.take_in(self._connection, f"{self.path}-wal")
        return more

    def places(self) -> dict[SourcePath, tuple[Place, str]]:
        """Give every page that can be found, and the edition of its text."""
        found = self._read(index_rows.SHOWN)
        return {SourcePath(path): (Place(*place), edition) for path, *place, edition in found}

    def _read(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        try:
            return self._connection.execute(query, values).fetchall()
        except (sqlite3.DatabaseError, UnicodeError):
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


def _prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.execute("pragma journal_mode = wal")
    # Without an fsync at each commit a power cut may lose the last pages, never mix them.
    connection.execute("pragma synchronous = normal")
    # Checkpoints wait for the disk; they happen in ``tidy``, not in the middle of a save.
    connection.execute("pragma wal_autocheckpoint = 0")
    return connection


def _nowhere() -> sqlite3.Connection:
    """Connect to nothing: every write fails, and every read tries to make a file anew."""
    return sqlite3.connect(":memory:", isolation_level=None)
