"""Several apps may keep their snapshots in one folder. Each notes there which ones it uses, for whoever tidies."""

import json
import uuid
from collections.abc import Collection
from pathlib import Path

from lineage_viz.errors import SnapshotError
from lineage_viz.settings import Settings
from lineage_viz.system.durable import replaced

_NOTE = ".in-use-"
_NAME = "app_id"
"""The file in the data folder that has the app's name: folders may be called alike on several machines."""


def tell_others(settings: Settings, in_use: Collection[Path]) -> None:
    """Note what is used from now on. Raises OSError."""
    home = settings.kept.resolve()
    names = sorted(path.name for path in in_use if path.parent == home)
    home.mkdir(parents=True, exist_ok=True)
    note = {"data": str(settings.data.resolve()), "snapshots": names}
    if not (name := _name(settings)):
        name = uuid.uuid4().hex
        settings.data.mkdir(parents=True, exist_ok=True)
        replaced(settings.data / _NAME, f"{name}\n")
    replaced(_note(home, name), json.dumps(note, indent=2, ensure_ascii=False) + "\n")


def told_others(settings: Settings) -> frozenset[Path]:
    """What was noted for them last. Raises SnapshotError."""
    note = _note(settings.kept.resolve(), _name(settings))
    return _noted(note) if note.exists() else frozenset()


def used_by_others(settings: Settings) -> frozenset[Path]:
    """What they have noted. Raises SnapshotError when a note cannot be read: it may name any of them."""
    home = settings.kept.resolve()
    notes = set(home.glob(f"{_NOTE}*.json")) - {_note(home, _name(settings))}
    return frozenset(path for note in notes for path in _noted(note))


def _noted(note: Path) -> frozenset[Path]:
    try:
        names = json.loads(note.read_text("utf-8"))["snapshots"]
        if not isinstance(names, list):
            raise ValueError("no list of snapshots")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise SnapshotError(
            f"{note}, in which another app says which snapshots it uses, cannot be read ({error}). Delete it if no "
            "app does, or reload there."
        ) from error
    return frozenset(note.parent / str(name) for name in names)


def _note(home: Path, name: str) -> Path:
    return home / f"{_NOTE}{name}.json"


def _name(settings: Settings) -> str:
    try:
        return (settings.data / _NAME).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
