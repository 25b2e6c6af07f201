"""The queries that each person ran in the console, in one SQLite file. Nobody else sees them."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lineage_viz.console.run import Ended, Kind, Run
from lineage_viz.errors import HistoryError
from lineage_viz.json_text import storable
from lineage_viz.system.sqlite_file import Doing, SqliteFile

KEPT = 200
"""Queries that are kept for each person."""

NOT_RUN = "not run"
"""The end of a text that was typed and not run."""

_TABLE = """
CREATE TABLE query (
    number INTEGER PRIMARY KEY, person TEXT NOT NULL, text TEXT NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL,
    ended TEXT NOT NULL, rows INTEGER NOT NULL, seconds REAL NOT NULL
)
"""
_ADD = "INSERT INTO query (person, text, kind, at, ended, rows, seconds) VALUES (?, ?, ?, ?, ?, ?, ?)"
_UNSENT = "DELETE FROM query WHERE person = ? AND ended = ?"
_SAME = "DELETE FROM query WHERE person = ? AND text = ? AND kind = ?"
_TIDY = """
DELETE FROM query WHERE person = ? AND number NOT IN
    (SELECT number FROM query WHERE person = ? ORDER BY number DESC LIMIT ?)
"""
_OF = "SELECT text, kind, at, ended, rows, seconds FROM query WHERE person = ? ORDER BY number DESC"
_CLEAR = "DELETE FROM query WHERE person = ?"


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that ran: its kind, its time in UTC, its end, and the number of its rows."""

    text: str
    kind: str
    at: datetime
    ended: str
    rows: int
    seconds: float


class History:
    """The history of all people. Any number of threads and processes may use it. All calls raise HistoryError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = SqliteFile(path, _make, _has_table, self._error, sync=False)

    def add(self, person: str, text: str, run: Run, ended: Ended) -> None:
        """Note the end of a run, with all that was typed. The same again takes the place of the one before."""
        text = storable(text)
        with self._file.writing() as connection:
            connection.execute(_SAME, (person, text, run.kind))
            now = datetime.now(UTC).isoformat()
            connection.execute(_ADD, (person, text, run.kind, now, str(ended), len(run.rows), run.seconds))
            connection.execute(_TIDY, (person, person, KEPT))

    def keep(self, person: str, text: str) -> None:
        """Keep a text that never ran, in place of the last such one."""
        text, now = storable(text), datetime.now(UTC).isoformat()
        if any(each.text == text for each in self.of(person)):
            return
        with self._file.writing() as connection:
            connection.execute(_UNSENT, (person, NOT_RUN))
            connection.execute(_ADD, (person, text, Kind.RUN, now, NOT_RUN, 0, 0))
            connection.execute(_TIDY, (person, person, KEPT))

    def of(self, person: str) -> tuple[Asked, ...]:
        """Return the queries of a person, the last one first."""
        with self._file.reading() as connection:
            rows = connection.execute(_OF, (person,)).fetchall() if connection else []
        return tuple(each for row in rows if (each := _asked(row)))

    def clear(self, person: str) -> None:
        """Forget the queries of a person."""
        with self._file.writing() as connection:
            connection.execute(_CLEAR, (person,))

    def _error(self, doing: Doing, error: Exception) -> HistoryError:
        return HistoryError(
            f"The history of queries in {self._path} cannot be {doing}: {error}. Check that the folder is writable and "
            "the disk is not full, or move a damaged file away. Queries run without it."
        )


def _asked(row: Sequence[object]) -> Asked | None:
    """Return the query of a row; None for one that another program wrote. The others stay readable."""
    text, kind, at, ended, number, seconds = row
    try:
        moment = datetime.fromisoformat(str(at))
        return Asked(str(text), str(kind), moment, str(ended), int(str(number)), float(str(seconds)))
    except ValueError:
        return None


def _make(connection: sqlite3.Connection) -> None:
    connection.execute(_TABLE)


def _has_table(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'query'").fetchone() is not None
