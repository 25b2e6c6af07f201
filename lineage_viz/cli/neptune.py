"""The commands that read or change a Neptune cluster."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from lineage_viz.cli.kept_folder import kept_folder
from lineage_viz.cli.progress_line import ProgressPrinter
from lineage_viz.cli.recording import record_admin_action, recorded_command, switches
from lineage_viz.errors import LoadFailed
from lineage_viz.jobs import JobKind, Recording
from lineage_viz.plain_text import plain_text
from lineage_viz.progress import Progress
from lineage_viz.settings import Settings
from lineage_viz.snapshot import open_folder
from lineage_viz.typed_command import typed_command
from lineage_viz.words import OR_A_REPLACE, age, count, how_much, moment, origin_words

# gremlinpython and boto3 take a while to import, so only the functions that need them import them.
if TYPE_CHECKING:
    from lineage_viz.difference.difference import Difference
    from lineage_viz.neptune_admin.target import Target
    from lineage_viz.progress import ProgressListener
    from lineage_viz.store.base import Counts
    from lineage_viz.store.neptune.lease import Lease
    from lineage_viz.store.neptune.marker import Marker

STDIN = "-"
"""The value of `--token` that reads the token from stdin, so that no list of processes shows the token."""


def load(options: Namespace) -> int:
    """Load a snapshot and print the changes."""
    from lineage_viz.neptune_admin.load import load_snapshot
    from lineage_viz.neptune_admin.target import open_target

    # An absolute path, so that later commands find it from any folder.
    path = kept_folder(options.path).resolve()
    parameters = {"path": str(path)} | switches(replace=options.replace)
    with (
        open_target(Settings.from_environment()) as target,
        _recorded_change(JobKind.LOAD, target, parameters, "asking Neptune", wait=options.wait) as (
            recording,
            listener,
        ),
    ):
        folder = open_folder(path)
        loaded = load_snapshot(target, folder, replace=options.replace, wait=options.wait, listener=listener)
        recording.result = f"Neptune at {target.host} holds {folder.path}: {counts_words(loaded.counts)}."
    print(recording.result)
    for line in change_lines(loaded.changes):
        print(line)
    if loaded.strangers:
        print(f"  {stranger_words(loaded.strangers)}")
    return 0


def reset(options: Namespace) -> int:
    """Without a token, print the cluster's counts and a new token; with one, delete everything."""
    from lineage_viz.home.records import before_replacing, delete_named
    from lineage_viz.neptune_admin.emptied import end_note
    from lineage_viz.neptune_admin.leased import leased
    from lineage_viz.neptune_admin.replacing import empty
    from lineage_viz.neptune_admin.reset import ResetToken, request_reset
    from lineage_viz.neptune_admin.target import open_target
    from lineage_viz.reload import alone

    settings = Settings.from_environment()
    with open_target(settings) as target:
        if not options.token:
            record_admin_action("ask for a reset", {"target": target.host})
            counts, new_token = target.counts(), request_reset(target.cluster)
            print(f"Neptune at {target.host} holds {counts_words(counts)}.")
            print(f"To delete everything, run this before {new_token.until:%H:%M} UTC:")
            print(f"  {typed_command()} reset --token {new_token.token}")
            return 0
        typed = sys.stdin.readline().strip() if options.token == STDIN else options.token
        token = ResetToken(typed, datetime.now(UTC) + timedelta(minutes=1))
        with (
            _recorded_change(JobKind.RESET, target, {}, "resetting Neptune", wait=options.wait) as (
                recording,
                listener,
            ),
            alone(settings, target.host, f"Neptune at {target.host}", wait=options.wait) as lock,
            leased(target, "reset", lock, wait=options.wait, listener=listener) as held,
        ):
            empty(target, token, held, listener)
            delete_named(settings, before_replacing(settings, target.host))  # nothing is to come back
            end_note(target)
            recording.result = f"Neptune at {target.host} is empty."
        print(f"{recording.result} Load a snapshot with: {typed_command()} load PATH")
        return 0


def status(_: Namespace) -> int:
    """Print the cluster's state, its contents and its running load.

    Returns 1 when it is not healthy, or holds anything but whole snapshots.
    """
    from lineage_viz.neptune_admin.leased import lease_of
    from lineage_viz.neptune_admin.target import open_target

    settings = Settings.from_environment()
    with open_target(settings) as target:
        engine = target.cluster.status()
        print(f"Neptune at {target.host}: {plain_text(engine.state)}, engine {plain_text(engine.version)}")
        if not engine.is_healthy:
            return 1
        # Once: a count visits every element.
        lease, markers, counts = lease_of(target), target.markers(), target.counts()
        for line in _contents(target, lease, markers, counts):
            print(line)
        live = lease if lease and lease.until > datetime.now(UTC) else None
        troubles = _troubles(live, markers, counts) or _missing(settings, target, markers, counts)
        for line in troubles:
            print(f"  {line}")
        return 1 if troubles else 0


def cancel(options: Namespace) -> int:
    """Cancel a load."""
    from lineage_viz.neptune_admin.target import open_target

    with open_target(Settings.from_environment()) as target:
        if target.cluster.load_status(options.load_id) is None:
            raise LoadFailed(
                f"Neptune at {target.host} knows no load {options.load_id}. `status` prints the running load."
            )
        record_admin_action("cancel a load", {"target": target.host, "load": options.load_id})
        target.cluster.cancel_load(options.load_id)
        print(
            f"The load {options.load_id} was cancelled. Its records so far stay in the cluster; load again to continue."
        )
        return 0


@contextmanager
def _recorded_change(
    kind: JobKind, target: "Target", parameters: Mapping[str, str], beginning: str, *, wait: bool
) -> Iterator[tuple[Recording, "ProgressListener"]]:
    """Record a job that changes a cluster. Yields the recording and the listener for its progress."""
    with (
        ProgressPrinter(sys.stderr, beginning) as printer,
        recorded_command(kind, target.host, parameters, printer.notice, wait=wait) as recording,
    ):

        def report(progress: Progress) -> None:
            printer.change(progress)
            recording.tell(progress)

        yield recording, report


def _contents(
    target: "Target", lease: "Lease | None", markers: "Sequence[Marker]", counts: "Counts"
) -> Iterator[str]:
    from lineage_viz.neptune_admin.leased import lease_left_words

    now = datetime.now(UTC)
    if lease:
        words = lease_left_words(lease)
        yield f"  {words[0].lower()}{words[1:].removesuffix('.')}"
    from lineage_viz.neptune_admin.loaded_on_cluster import unread_words

    for marker in markers:
        if marker.unreadable:
            yield f"  {unread_words(marker)}"
            continue
        info = marker.info
        when = f", taken {moment(info.taken)}, {age(info.taken, now)}" if info.taken else ""
        origin = origin_words(info.account, info.region, info.folder)
        label = "not back yet" if marker.awaited else "partly loaded" if marker.incoming else "snapshot"
        yield f"  {label}: {plain_text(info.path)} ({plain_text(origin)}{when})"
    if not markers:
        yield "  no snapshot is loaded"
    yield f"  {counts_words(counts)}"
    if running := target.cluster.running_load():
        yield f"  loading {running.source}: {count(running.records, 'record')} so far (load {running.id})"


def _troubles(lease: "Lease | None", markers: "Sequence[Marker]", counts: "Counts") -> list[str]:
    """The reasons why the cluster is not exactly its snapshots."""
    from lineage_viz.neptune_admin.accounting import MEND, unaccounted

    if any(each.unreadable for each in markers):
        return [f"So it is not known which snapshots are whole. To take the mark away: {MEND}"]
    if any(each.incoming for each in markers):
        if lease:
            return ["Until the load has ended, the graph is a mix of its old and its new contents."]
        return [f"A load was broken off, and the graph may be a mix. To bring it back: {MEND}"]
    lines = unaccounted(markers, counts)
    return (
        [f"It does not hold exactly its snapshots: {'; '.join(lines)}. To mend it: {MEND}"] if lines else []
    )


def _missing(
    settings: Settings, target: "Target", markers: "Sequence[Marker]", counts: "Counts"
) -> list[str]:
    """The reason why an empty cluster should not be empty, or why nobody here knows if it should."""
    from lineage_viz.home.missing import missing_names
    from lineage_viz.neptune_admin.accounting import MEND

    if markers:
        return []
    names = missing_names(settings, target)
    if names is None and not counts.entities:
        return [f"It is empty: nothing is loaded, {OR_A_REPLACE}. Look again in some minutes."]
    if not names:
        return []
    return [
        f"A replace has deleted {plain_text(', '.join(names))}, and has not loaded it again. If no replace runs: {MEND}"
    ]


def stranger_words(ids: Sequence[str]) -> str:
    """The elements that belonged to no snapshot and were removed, in words."""
    return f"removed: {count(len(ids), 'element')} of no snapshot, such as {plain_text(ids[0])}"


def counts_words(counts: "Counts") -> str:
    """The number of entities and associations, in words."""
    return how_much(counts.entities, counts.associations)


def change_lines(changes: "Difference") -> Iterator[str]:
    """One line for each kind of change, made or to be made."""
    from lineage_viz.difference.comparison import Change

    if changes.is_empty:
        yield "  no differences"
    for change in (Change.ADDED, Change.CHANGED, Change.REMOVED, Change.AGAIN):
        numbers = changes.entities.count(change), changes.associations.count(change)
        if any(numbers):
            words = "sent again" if change is Change.AGAIN else str(change)
            yield f"  {words}: {how_much(*numbers)}"
