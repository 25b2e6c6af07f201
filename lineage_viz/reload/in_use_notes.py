"""Notes on the snapshots in use: apps that share a snapshots folder protect theirs from deletion by the others."""

import json
import uuid
from collections.abc import Collection
from pathlib import Path

from lineage_viz.errors import SnapshotError
from lineage_viz.json_text import json_text
from lineage_viz.settings import Settings
from lineage_viz.system.durable import replaced

_NOTE = ".in-use-"
_APP_ID = "app_id"
"""The file in the data folder with the app's id. Data folders on several machines may have the same path."""


def write_note(settings: Settings, in_use: Collection[Path]) -> None:
    """Note the snapshots that this app uses from now on. Raises OSError."""
    home = settings.kept.resolve()
    names = sorted(path.name for path in in_use if path.parent == home)
    home.mkdir(parents=True, exist_ok=True)
    note = {"data": str(settings.data.resolve()), "snapshots": names}
    if not (app_id := _app_id(settings)):
        app_id = uuid.uuid4().hex
        settings.data.mkdir(parents=True, exist_ok=True)
        replaced(settings.data / _APP_ID, f"{app_id}\n")
    replaced(_note(home, app_id), json_text(note, indent=2, ensure_ascii=False) + "\n")


def read_note(settings: Settings) -> frozenset[Path]:
    """The snapshots that this app noted last. Raises SnapshotError."""
    note = _note(settings.kept.resolve(), _app_id(settings))
    return _noted(note) if note.exists() else frozenset()


def used_by_others(settings: Settings) -> frozenset[Path]:
    """The snapshots noted by other apps. Raises SnapshotError when a note cannot be read: it may name any snapshot."""
    home = settings.kept.resolve()
    notes = set(home.glob(f"{_NOTE}*.json")) - {_note(home, _app_id(settings))}
    return frozenset(path for note in notes for path in _noted(note))


def _noted(note: Path) -> frozenset[Path]:
    try:
        names = json.loads(note.read_text("utf-8"))["snapshots"]
        if not isinstance(names, list):
            raise ValueError("no list of snapshots")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise SnapshotError(
            f"{note} cannot be read ({error}). It lists the snapshots that another app uses. Delete it if there is no "
            "such app any more, or reload in that app."
        ) from error
    return frozenset(note.parent / str(name) for name in names)


def _note(home: Path, app_id: str) -> Path:
    return home / f"{_NOTE}{app_id}.json"


def _app_id(settings: Settings) -> str:
    try:
        return (settings.data / _APP_ID).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
