"""How old what is shown is, against the age it may have."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lineage_viz.health.finding import Details, Finding, failing, ok, unknown
from lineage_viz.model import SnapshotInfo
from lineage_viz.settings import FRESH, Settings
from lineage_viz.snapshot.manifest import FILE_NAME, Manifest
from lineage_viz.store.factory import reloaded
from lineage_viz.words import age

NAME = "Snapshot age"


def shown_age(settings: Settings) -> Finding:
    """Of the snapshots that are shown from this machine. Raises SnapshotError."""
    paths = shown(settings)
    if not paths:
        said = "What is shown is the demo account, which has no age."
        if settings.fresh is None:
            return ok(NAME, said)
        return unknown(NAME, said, "Reload to show an account of yours.")
    if gone := [path for path in paths if not path.is_dir()]:
        step = "Reload, or restore a snapshot that is kept."
        return failing(NAME, f"{gone[0]}, which is to be shown, is not there.", step)
    return folder_age(paths, settings.fresh)


def shown(settings: Settings) -> list[Path]:
    """The folders of those snapshots; none for the demo account. Raises SnapshotError."""
    return [each.path for each in reloaded(settings)] or list(settings.snapshots)


def folder_age(paths: Sequence[Path], target: timedelta | None, now: datetime | None = None) -> Finding:
    """Of snapshot folders: the oldest counts. Raises SnapshotError."""
    taken = [Manifest.read(path).taken if (path / FILE_NAME).exists() else None for path in paths]
    return _judged(taken, target, now)


def loaded_age(
    loaded: Sequence[SnapshotInfo], target: timedelta | None, now: datetime | None = None
) -> Finding:
    """Of what a cluster holds: the oldest counts."""
    return _judged([info.taken for info in loaded], target, now)


def _judged(taken: Sequence[datetime | None], target: timedelta | None, now: datetime | None) -> Finding:
    known = [moment for moment in taken if moment is not None]
    if not known:
        return unknown(NAME, "Nothing says when what is shown was taken.", "Reload, and that is known.")
    now = now or datetime.now(UTC)
    oldest = min(known)
    said = f"Taken {oldest.astimezone(UTC):%Y-%m-%d %H:%M} UTC, {age(oldest, now)}"
    said += f"; {len(taken) - len(known)} without a time." if len(known) < len(taken) else "."
    details: Details = {"taken": oldest.isoformat(), "seconds": int((now - oldest).total_seconds())}
    if target is None:
        return ok(NAME, said).with_(details)
    wanted = f" {FRESH} asks for no more than {_hours(target)}."
    if now - oldest > target:
        return failing(NAME, said + wanted, "Reload, or look why the last reload failed.").with_(details)
    return ok(NAME, said + wanted).with_(details)


def _hours(span: timedelta) -> str:
    return f"{span.total_seconds() / 3600:g} hours"
