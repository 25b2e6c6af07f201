"""The removal of one snapshot from a cluster, which keeps the others."""

from lineage_viz.errors import LoadFailed
from lineage_viz.model import Origin, origin_name
from lineage_viz.neptune_admin.bucket import Bucket
from lineage_viz.neptune_admin.leased import Held
from lineage_viz.neptune_admin.load import load_snapshot
from lineage_viz.neptune_admin.load_failure import another_load
from lineage_viz.neptune_admin.target import Target
from lineage_viz.progress import ProgressListener, silent
from lineage_viz.snapshot.loaded_snapshots import LoadedSnapshots, digest
from lineage_viz.store.neptune import marker, steps


def unload(
    target: Target, held: LoadedSnapshots, origin: Origin, lease: Held, listener: ProgressListener = silent
) -> None:
    """Remove the snapshot of an origin. Returns when the cluster holds the others only, and their counts are verified.

    From the first change on its marker is incoming: the graph may hold a part of it. A load of any other snapshot
    removes such a part, so this loads one that is there already. `lease` is that of the cluster. Raises the same errors
    as `load_snapshot`.
    """
    gone = [folder for folder in held.loaded if folder.info.origin == origin]
    rest = [folder for folder in held.loaded if folder.info.origin != origin]
    if not gone:
        raise LoadFailed(f"Neptune at {target.host} holds no complete snapshot of {origin_name(origin)}.")
    if not rest:
        raise LoadFailed(
            f"Neptune at {target.host} holds only {gone[0].path.name}. To empty the cluster, reset it: python -m "
            "lineage_viz reset"
        )
    _ = Bucket(target.load_settings).region  # a missing bucket is an error before the marker changes
    running = target.cluster.running_load()
    if running and running.source != lease.orphaned:
        raise another_load(running, target.host)
    for folder in gone:
        target.runner.ask(marker.doubt(steps.source(), folder.info, digest(folder), holder=lease.holder))
    lease.check()
    load_snapshot(target, rest[-1], held=lease, listener=listener)
