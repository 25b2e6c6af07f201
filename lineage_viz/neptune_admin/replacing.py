"""Delete everything on a cluster, with a sign at each moment that tells every machine what is to come back.

Before the deletion and after it, the sign is a marker for each awaited snapshot; in between, a note in the bucket.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from lineage_viz.errors import ResetRefused, StoreError
from lineage_viz.neptune_admin.cluster_step import ClusterStep
from lineage_viz.neptune_admin.emptied import end_note, note_emptying, noted
from lineage_viz.neptune_admin.leased import Held
from lineage_viz.neptune_admin.reset import ResetProgress, ResetToken, perform_reset, request_reset
from lineage_viz.neptune_admin.target import Target
from lineage_viz.progress import Progress, ProgressListener, silent
from lineage_viz.snapshot import Folder
from lineage_viz.snapshot.loaded_snapshots import digest
from lineage_viz.store.neptune import marker, steps
from lineage_viz.store.remembering import FRESH

SEEN = FRESH + 1.0
"""Seconds from the marker to the first change: by then every app knows of the load, and calls nothing complete."""


def empty(target: Target, token: ResetToken, held: Held, listener: ProgressListener = silent) -> None:
    """Delete everything on a cluster but the lease. Raises LeaseLost, ResetRefused, StoreUnavailable."""

    def report(progress: ResetProgress) -> None:
        listener(Progress(ClusterStep.RESET, round(progress.seconds), unit="s", note=progress.state))

    listener(Progress(ClusterStep.RESET))
    held.doubted = False
    with held.kept_beside():
        held.check()
        perform_reset(target.cluster, token, target.is_empty, report, pause=target.pause)
        held.take_again()


def empty_for(target: Target, folders: Sequence[Folder], held: Held, listener: ProgressListener) -> None:
    """Delete everything, because these snapshots are loaded next. Raises BucketError, and what `empty` raises."""
    token = request_reset(target.cluster)
    note_emptying(target, folders)
    if target.markers():  # an app that remembers them would call the emptied graph complete
        await_again(target, folders, held)
        target.pause(SEEN)
    try:
        empty(target, token, held, listener)
    except ResetRefused:
        with suppress(StoreError):
            if any(each.may_be_there for each in target.markers()):
                await_no_more(target, held)
                end_note(target)
        raise
    await_again(target, folders, held)
    held.doubted = True  # since before the deletion, and nothing was there in between
    end_note(target)


def await_again(target: Target, folders: Iterable[Folder], held: Held) -> None:
    """Mark snapshots as awaited. Until each is back, nobody calls the graph complete. Raises StoreUnavailable."""
    for each in folders:
        target.runner.ask(marker.wait_for(steps.source(), each.info, digest(each), holder=held.holder))


def await_no_more(target: Target, held: Held) -> None:
    """Delete the marks of all awaited snapshots, because nothing was deleted. Raises StoreUnavailable."""
    target.runner.ask(marker.await_none(steps.source(), holder=held.holder))


def bring_back_the_sign(target: Target, held: Held) -> None:
    """Mark the snapshots that a replace elsewhere has deleted as awaited, when only its note names them.

    Raises StoreUnavailable.
    """
    for each in noted(target, target.markers()) or ():
        target.runner.ask(marker.wait_for(steps.source(), each.info, each.digest, holder=held.holder))
    end_note(target)
