"""What each command does that looks at or changes a Neptune cluster."""

import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from lineage_viz.cli.progress import ProgressPrinter
from lineage_viz.errors import LoadFailed
from lineage_viz.plain_text import plain_text
from lineage_viz.settings import Settings
from lineage_viz.snapshot import open_folder
from lineage_viz.words import age, count

# gremlinpython and boto3 take a while to import: the functions that need them do.
if TYPE_CHECKING:
    from lineage_viz.neptune_admin.difference import Difference
    from lineage_viz.neptune_admin.target import Target
    from lineage_viz.store.base import Counts


def load(options: Namespace) -> int:
    """Load a snapshot and say what changed."""
    from lineage_viz.neptune_admin.load import load_snapshot
    from lineage_viz.neptune_admin.target import open_target

    settings, folder = (
        Settings.from_environment(),
        open_folder(options.path.resolve()),
    )  # known again from anywhere
    with open_target(settings) as target, ProgressPrinter(sys.stderr, "asking Neptune") as printer:
        loaded = load_snapshot(target, folder, replace=options.replace, listener=printer.change)
        print(f"Neptune at {target.host} holds {folder.path}: {_counted(loaded.counts)}.")
    for line in _changed(loaded.changes):
        print(line)
    return 0


def reset(options: Namespace) -> int:
    """Say what would be deleted and give a token, or spend one."""
    from lineage_viz.neptune_admin.load import empty
    from lineage_viz.neptune_admin.reset import ResetToken, request_reset
    from lineage_viz.neptune_admin.target import open_target

    with open_target(Settings.from_environment()) as target:
        if not options.token:
            counts, token = target.counts(), request_reset(target.cluster)
            print(f"Neptune at {target.host} holds {_counted(counts)}.")
            print(f"To delete all of it, before {token.until:%H:%M} UTC:")
            print(f"  python -m lineage_viz reset --token {token.token}")
            return 0
        with ProgressPrinter(sys.stderr, "resetting Neptune") as printer:
            given = ResetToken(options.token, datetime.now(UTC) + timedelta(minutes=1))
            empty(target, given, printer.change)
        print(f"Neptune at {target.host} is empty. Load a snapshot with: python -m lineage_viz load PATH")
        return 0


def status(_: Namespace) -> int:
    """Print how the cluster is, what it holds and what it is doing. Exits with 1 when it is not healthy."""
    from lineage_viz.neptune_admin.target import open_target

    with open_target(Settings.from_environment()) as target:
        engine = target.cluster.status()
        print(f"Neptune at {target.host}: {plain_text(engine.state)}, engine {plain_text(engine.version)}")
        for line in _held(target) if engine.is_healthy else ():
            print(line)
        return 0 if engine.is_healthy else 1


def cancel(options: Namespace) -> int:
    """End a load."""
    from lineage_viz.neptune_admin.target import open_target

    with open_target(Settings.from_environment()) as target:
        if target.cluster.load_status(options.load_id) is None:
            raise LoadFailed(
                f"Neptune at {target.host} knows no load {options.load_id}. `status` prints the one that runs."
            )
        target.cluster.cancel_load(options.load_id)
        print(f"The load {options.load_id} is ended. What it has loaded stays; load again to go on.")
        return 0


def _held(target: "Target") -> Iterator[str]:
    now = datetime.now(UTC)
    markers = target.markers()
    for marker in markers:
        info = marker.info
        when = f", taken {info.taken:%Y-%m-%d %H:%M} UTC, {age(info.taken, now)}" if info.taken else ""
        begun = "  begun to load: " if marker.incoming else "  snapshot: "
        yield f"{begun}{plain_text(info.path)} (account {info.account}, {info.region}{when})"
    if not markers:
        yield "  no snapshot is loaded"
    yield f"  {_counted(target.counts())}"
    if running := target.cluster.running_load():
        yield f"  loading {running.source}: {running.records:,} records so far (load {running.id})"


def _counted(counts: "Counts") -> str:
    return f"{count(counts.entities, 'entity', 'entities')}, {count(counts.associations, 'association')}"


def _changed(changes: "Difference") -> Iterator[str]:
    from lineage_viz.neptune_admin.comparison import Change

    if changes.is_empty:
        yield "  nothing had changed"
    for change in (Change.ADDED, Change.CHANGED, Change.REMOVED, Change.AGAIN):
        numbers = changes.entities.count(change), changes.associations.count(change)
        if any(numbers):
            words = "sent again" if change is Change.AGAIN else str(change)
            yield f"  {words}: {count(numbers[0], 'entity', 'entities')}, {count(numbers[1], 'association')}"
