"""The age of the shown snapshots, compared with the allowed age."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lineage_viz.health.finding import Details, Finding, failing, ok, unknown, warning
from lineage_viz.home import home_of
from lineage_viz.model import SnapshotInfo
from lineage_viz.settings import FRESH, Settings
from lineage_viz.snapshot.current import Named
from lineage_viz.snapshot.manifest import FILE_NAME, Manifest
from lineage_viz.sources import Source
from lineage_viz.store.factory import reloaded
from lineage_viz.typed_command import typed_command
from lineage_viz.words import age, moment, origin_words

NAME = "Snapshot age"
_AGAIN = "Reload, or restore a kept snapshot."


def shown_age(settings: Settings) -> Finding:
    """Judge the age of the snapshots that the app shows from this machine. Raises SnapshotError."""
    named = reloaded(settings)
    if not named and not settings.snapshots:
        sentence = "The app shows the demo account, which has no age."
        if settings.fresh is None:
            return ok(NAME, sentence)
        return unknown(NAME, sentence, "Reload to show your own account.")
    if named and settings.in_s3:
        return _age_in_s3(settings, named)
    return _age_or_missing(settings, shown(settings))


def source_age(settings: Settings, source: Source) -> Finding:
    """Judge the age of the snapshot of a source that the app shows from this machine. Raises SnapshotError."""
    named = [each for each in reloaded(settings) if each.origin == source.origin]
    if named and settings.in_s3:
        return _age_in_s3(settings, named)
    return _age_or_missing(settings, [each.path for each in named]) if named else not_loaded(source)


def not_loaded(source: Source) -> Finding:
    """The finding about a source of which no snapshot is served."""
    sentence = f"No snapshot of {source.words} is loaded."
    return warning(NAME, sentence, f"Reload it: {typed_command()} reload {source.name}")


def _age_in_s3(settings: Settings, named: Sequence[Named]) -> Finding:
    """Judge the age of snapshots in S3 by their manifests there: a new machine has no copy yet."""
    home = home_of(settings, brief=True)
    assert home
    read = {each.path.name: home.manifest(each.path.name) for each in named}
    if missing := [name for name, manifest in read.items() if manifest is None]:
        return failing(
            NAME, f"The app should show {missing[0]}, but {home.address()} does not have it.", _AGAIN
        )
    return _manifests_age(list(read.values()), settings.fresh)


def _age_or_missing(settings: Settings, paths: Sequence[Path]) -> Finding:
    if missing := [path for path in paths if not path.is_dir()]:
        return failing(NAME, f"The app should show {missing[0]}, but this folder does not exist.", _AGAIN)
    return folder_age(paths, settings.fresh)


def shown(settings: Settings) -> list[Path]:
    """The folders of the snapshots that the app shows; none for the demo account. Raises SnapshotError."""
    return [each.path for each in reloaded(settings)] or list(settings.snapshots)


def folder_age(paths: Sequence[Path], target: timedelta | None, now: datetime | None = None) -> Finding:
    """Judge the age of snapshot folders by the oldest one. Raises SnapshotError."""
    read = [Manifest.read(path) if (path / FILE_NAME).exists() else None for path in paths]
    return _manifests_age(read, target, now)


def _manifests_age(
    read: Sequence[Manifest | None], target: timedelta | None, now: datetime | None = None
) -> Finding:
    return _judged(
        [(m.taken, origin_words(m.account, m.region, m.folder)) if m else (None, "") for m in read],
        target,
        now,
    )


def loaded_age(
    loaded: Sequence[SnapshotInfo], target: timedelta | None, now: datetime | None = None
) -> Finding:
    """Judge the age of the snapshots on a cluster by the oldest one."""
    ages = [(info.taken, origin_words(info.account, info.region, info.folder)) for info in loaded]
    return _judged(ages, target, now)


def _judged(
    taken: Sequence[tuple[datetime | None, str]], target: timedelta | None, now: datetime | None
) -> Finding:
    """Judge the oldest of some times, each with the origin of its snapshot."""
    known = [(at, words) for at, words in taken if at is not None]
    if not known:
        return unknown(
            NAME, "The time of the shown snapshot is not known.", "Reload: a new snapshot has a time."
        )
    now = now or datetime.now(UTC)
    oldest, words = min(known)
    sentence = f"Taken {moment(oldest)}, {age(oldest, now)}"
    sentence += f" (the oldest of {len(taken)}: {words})" if len(taken) > 1 else ""
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
