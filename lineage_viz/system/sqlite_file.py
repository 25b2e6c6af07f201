"""A SQLite file that any number of threads and processes use at once: each call opens the file again."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Literal

from lineage_viz.errors import LineageVizError
from lineage_viz.system.network_disk import is_on_network

_WAIT = 10.0
"""Seconds to wait for another process that is writing, which takes milliseconds."""

Doing = Literal["read", "written", "understood"]


class SqliteFile:
    """A file and the functions that open it; `make` creates the tables of a new file, inside the first transaction.

    `is_made` returns True if the file has its tables, and raises if it belongs to another program. `error` makes the
    error to raise instead of SQLite's or the system's. With `sync` a transaction is on disk when it ends; without,
    a power cut may lose the last transactions, but the file stays valid.
    """

    def __init__(
        self,
        path: Path,
        make: Callable[[sqlite3.Connection], None],
        is_made: Callable[[sqlite3.Connection], bool],
        error: Callable[[Doing, Exception], LineageVizError],
        *,
        sync: bool = True,
    ) -> None:
        self._path, self._make, self._is_made, self._error = path, make, is_made, error
        self._sync = sync

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """Open a connection for reading; None if the file or its tables do not exist."""
        if not os.path.exists(self._path):
            yield None
            return
        with self._opened("read") as connection:
            yield connection if self._is_made(connection) else None

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction; create the file and its tables if they do not exist."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._error("written", error) from error
        self._make_private()
        with self._opened("written") as connection:
            # With WAL, readers do not wait for writers; but all must be on one machine. If another process is just
            # switching it on, that is enough.
            journal = "DELETE" if is_on_network(self._path.parent) else "WAL"
            with suppress(sqlite3.OperationalError):
                connection.execute(f"PRAGMA journal_mode = {journal}")
            if not self._sync:
                connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("BEGIN IMMEDIATE")
            if not self._is_made(connection):
                self._make(connection)
            yield connection
            connection.execute("COMMIT")

    def _make_private(self) -> None:
        """Make a new file that only this user of the system can read: it has what people did."""
        with suppress(OSError):  # it exists, or SQLite says why it cannot be made
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))

    @contextmanager
    def _opened(self, doing: Doing) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None)) as connection:
                yield connection
        except sqlite3.Error as error:
            raise self._error(doing, error) from error


def is_damaged(error: Exception) -> bool:
    """True when SQLite says that the file is no database, or a broken one: more room or rights would not help."""
    code = error.sqlite_errorcode if isinstance(error, sqlite3.Error) else 0
    return code & 0xFF in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
