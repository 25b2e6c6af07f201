"""Views of the explorer, saved under a name; a view is stored as the query of its URL."""

import sqlite3
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lineage_viz.errors import SavedViewError
from lineage_viz.system.sqlite_file import Doing, SqliteFile, is_damaged
from lineage_viz.words import count, plain

LONGEST_NAME = 80
LONGEST_QUERY = 100_000

_TABLE = """
CREATE TABLE saved_view (
    user TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL, saved TEXT NOT NULL, PRIMARY KEY (user, name)
) WITHOUT ROWID
"""
_SAVE = "INSERT INTO saved_view VALUES (?, ?, ?, ?)"
_REPLACE = "INSERT OR REPLACE INTO saved_view VALUES (?, ?, ?, ?)"
_VIEWS = "SELECT name, query, saved FROM saved_view WHERE user = ?"
_ALL = "SELECT name, query, saved, user FROM saved_view"
_DELETE = "DELETE FROM saved_view WHERE user = ? AND name = ?"


@dataclass(frozen=True, slots=True)
class SavedView:
    """A saved view. `query` is the part of its URL after the `?`; `saved` is a time in UTC."""

    name: str
    query: str
    saved: datetime
    owner: str = ""
    """The user who saved it; empty without sign-in."""


class SavedViews:
    """The saved views of all users, in one SQLite file; the first save creates it. A second file has the shared ones.

    Any number of threads and processes may use it at once: each call opens the file again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = SqliteFile(path, _make, _has_table, self._error)

    def save(self, user: str, name: str, query: str, replace: bool = False) -> SavedView:
        """Save a view. Raises SavedViewError, also when the name is taken and `replace` is not set."""
        name = _checked_name(name)
        _check_query(query)
        view = SavedView(name, query, datetime.now(UTC), user)
        with self._file.writing() as connection:
            try:
                connection.execute(
                    _REPLACE if replace else _SAVE, (user, name, query, view.saved.isoformat())
                )
            except sqlite3.IntegrityError:
                raise SavedViewError(
                    f"A view {plain(name)} exists already. Choose another name, or replace it."
                ) from None
        return view

    def views(self, user: str) -> tuple[SavedView, ...]:
        """The views of a user, sorted by name. Raises SavedViewError."""
        with self._file.reading() as connection:
            rows = connection.execute(_VIEWS, (user,)).fetchall() if connection else []
        return self._sorted((*row, user) for row in rows)

    def of_everybody(self) -> tuple[SavedView, ...]:
        """The views of all users, sorted by name. Raises SavedViewError."""
        with self._file.reading() as connection:
            rows = connection.execute(_ALL).fetchall() if connection else []
        return self._sorted(rows)

    def _sorted(self, rows: Iterable[tuple[str, str, str, str]]) -> tuple[SavedView, ...]:
        """Return the views in these rows: name, query, time and user. Another program may have written anything."""
        try:
            views = [
                SavedView(str(name), str(query), datetime.fromisoformat(saved), str(user))
                for name, query, saved, user in rows
            ]
        except (ValueError, TypeError) as error:
            raise self._error("understood", error) from error
        return tuple(sorted(views, key=lambda view: (view.name.casefold(), view.name, view.owner)))

    def delete(self, user: str, name: str) -> None:
        """Delete a view; do nothing when it does not exist. Raises SavedViewError."""
        if self._path.exists():
            with self._file.writing() as connection:
                connection.execute(_DELETE, (user, name.strip()))

    def _error(self, doing: Doing, error: Exception) -> SavedViewError:
        if is_damaged(error):
            return SavedViewError(
                f"The saved views in {self._path} are damaged: {error}. Move the file away; the next saved view begins "
                "a new one. Everything else works without them."
            )
        return SavedViewError(
            f"The saved views in {self._path} cannot be {doing}: {error}. "
            "Check that the folder is writable and the disk is not full. Everything else works without them."
        )


def _make(connection: sqlite3.Connection) -> None:
    connection.execute(_TABLE)


def _has_table(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'saved_view'").fetchone() is not None


def _checked_name(name: str) -> str:
    name = name.strip()
    if not name:
        raise SavedViewError("A view needs a name. Type one.")
    if len(name) > LONGEST_NAME:
        raise SavedViewError(
            f"A view's name may have at most {LONGEST_NAME} characters; this one has {len(name):,}. Shorten it."
        )
    if any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in name):
        raise SavedViewError("A view's name must be one line without control characters. Type it again.")
    return name


def _check_query(query: str) -> None:
    if len(query) > LONGEST_QUERY:
        raise SavedViewError(
            f"This view's address has {count(len(query), 'character')}; at most {LONGEST_QUERY:,} can be saved. "
            "Undo some expansions or removals, then save it."
        )
    if any("\ud800" <= character <= "\udfff" for character in query):
        raise SavedViewError("This view's address is not valid text. Open the view again, then save it.")
