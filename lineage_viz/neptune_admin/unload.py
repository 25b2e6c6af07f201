"""The removal of one snapshot from a cluster, which keeps the others."""

from collections.abc import Collection, Sequence

from lineage_viz.difference.counts import count_differences
from lineage_viz.difference.difference import difference
from lineage_viz.errors import LoadFailed
from lineage_viz.model import Origin, origin_name
from lineage_viz.neptune_admin.accounting import remove_strangers
from lineage_viz.neptune_admin.bucket import Bucket
from lineage_viz.neptune_admin.cluster_step import ClusterStep
from lineage_viz.neptune_admin.leased import Held
from lineage_viz.neptune_admin.load import load_snapshot
from lineage_viz.neptune_admin.load_failure import another_load
from lineage_viz.neptune_admin.removal import Removal
from lineage_viz.neptune_admin.replacing import SEEN
from lineage_viz.neptune_admin.target import Target
from lineage_viz.neptune_admin.whole_snapshots import send_missing
from lineage_viz.progress import Progress, ProgressListener, silent
from lineage_viz.snapshot.loaded_snapshots import LoadedSnapshots, digest
from lineage_viz.store.neptune import marker, steps
from lineage_viz.store.neptune.marker import Marker


def unload(
    target: Target,
    held: LoadedSnapshots,
    origin: Origin,
    lease: Held,
    listener: ProgressListener = silent,
    lost: Sequence[Marker] = (),
) -> tuple[str, ...]:
    """Remove the snapshot of an origin. Returns when the cluster holds the others only, and their counts are verified.

    From the first change on its marker is incoming: the graph may hold a part of it. A load of any other snapshot
    removes such a part, so this loads one that is there already; without another one, all elements are removed. `lease`
    is that of the cluster. `lost` are the markers of this origin whose snapshot is nowhere: the elements that belong to
    no other snapshot go with them. Returns the ids of such elements. Raises the same errors as `load_snapshot`.
    """
    gone = [folder for folder in held.loaded if folder.info.origin == origin]
    rest = [folder for folder in held.loaded if folder.info.origin != origin]
    if not gone and not lost:
        raise LoadFailed(f"Neptune at {target.host} holds no complete snapshot of {origin_name(origin)}.")
    bucket = Bucket(target.load_settings)
    _ = bucket.region  # a missing bucket is an error before the marker changes
    running = target.cluster.running_load()
    if running and running.source != lease.orphaned:
        raise another_load(running, target.host)
    send_missing(bucket, held.loaded)  # another machine may have to go on
    doubted = [(each.info, digest(each)) for each in gone] + [(each.info, each.digest) for each in lost]
    for info, own in doubted:
        target.runner.ask(marker.doubt(steps.source(), info, own, holder=lease.holder))
    lease.check()
    # A lost marker that was loaded is incoming by now, so its id is another one.
    ids = {each.id for each in lost} | {each.id for each in target.markers() if each.digest in _digests(lost)}
    if rest:
        done = load_snapshot(target, rest[-1], held=lease, lost=ids, exact=bool(lost), listener=listener)
        return done.strangers
    return _remove_all(target, held, lease, listener, ids)


def _digests(markers: Sequence[Marker]) -> set[str]:
    return {each.digest for each in markers}


def _remove_all(
    target: Target, held: LoadedSnapshots, lease: Held, listener: ProgressListener, lost: Collection[str]
) -> tuple[str, ...]:
    """Remove the elements of all snapshots, then their markers. A reset would also restart the cluster."""
    listener(Progress(ClusterStep.COMPARE))
    changes, done = difference(held.states(), ()), 0

    def report(more: int) -> None:
        nonlocal done
        done += more
        lease.check()
        listener(Progress(ClusterStep.REMOVE, done, removal.size, "elements"))

    removal = Removal(target.runner, changes, report, lease.holder)
    target.pause(SEEN)
    removal.remove_gone()
    listener(Progress(ClusterStep.VERIFY))
    strangers: tuple[str, ...] = ()
    if lost or count_differences(changes.counts, target.counts()):
        strangers = remove_strangers(target, (), lease.holder)
    if lost:
        target.runner.ask(marker.take_away(steps.source(), lost, holder=lease.holder))
    digests = [digest(each) for each in (*held.loaded, *held.incoming)]
    if not target.runner.ask(marker.forget(steps.source(), digests, holder=lease.holder)):
        lease.check()
    return strangers
