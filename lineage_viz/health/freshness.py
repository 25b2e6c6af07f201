"""The age of the shown snapshots, compared with the allowed age."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lineage_viz.health.finding import Details, Finding, failing, ok, unknown
from lineage_viz.model import SnapshotInfo
from lineage_viz.settings import FRESH, Settings
from lineage_viz.snapshot.manifest import FILE_NAME, Manifest
from lineage_viz.store.factory import reloaded
from lineage_viz.words import age, moment

NAME = "Snapshot age"


def shown_age(settings: Settings) -> Finding:
    """Judge the age of the snapshots that the app shows from this machine. Raises SnapshotError."""
    paths = shown(settings)
    if not paths:
        sentence = "The app shows the demo account, which has no age."
        if settings.fresh is None:
            return ok(NAME, sentence)
        return unknown(NAME, sentence, "Reload to show your own account.")
    if missing := [path for path in paths if not path.is_dir()]:
        step = "Reload, or restore a kept snapshot."
        return failing(NAME, f"The app should show {missing[0]}, but this folder does not exist.", step)
    return folder_age(paths, settings.fresh)


def shown(settings: Settings) -> list[Path]:
    """The folders of the snapshots that the app shows; none for the demo account. Raises SnapshotError."""
    return [each.path for each in reloaded(settings)] or list(settings.snapshots)


def folder_age(paths: Sequence[Path], target: timedelta | None, now: datetime | None = None) -> Finding:
    """Judge the age of snapshot folders by the oldest one. Raises SnapshotError."""
    taken = [Manifest.read(path).taken if (path / FILE_NAME).exists() else None for path in paths]
    return _judged(taken, target, now)


def loaded_age(
    loaded: Sequence[SnapshotInfo], target: timedelta | None, now: datetime | None = None
) -> Finding:
    """Judge the age of the snapshots on a cluster by the oldest one."""
    return _judged([info.taken for info in loaded], target, now)


def _judged(taken: Sequence[datetime | None], target: timedelta | None, now: datetime | None) -> Finding:
    known = [at for at in taken if at is not None]
    if not known:
        return unknown(
            NAME, "The time of the shown snapshot is not known.", "Reload: a new snapshot has a time."
        )
    now = now or datetime.now(UTC)
    oldest = min(known)
    sentence = f"Taken {moment(oldest)}, {age(oldest, now)}"
    sentence += f"; {len(taken) - len(known)} without a time." if len(known) < len(taken) else "."
    details: Details = {"taken": oldest.isoformat(), "seconds": int((now - oldest).total_seconds())}
    if target is None:
        return ok(NAME, sentence).with_(details)
    sentence += f" {FRESH} allows no more than {_hours(target)}."
    if now - oldest > target:
        return failing(NAME, sentence, "Reload, or see why the last reload failed.").with_(details)
    return ok(NAME, sentence).with_(details)


def _hours(span: timedelta) -> str:
    return f"{span.total_seconds() / 3600:g} hours"
