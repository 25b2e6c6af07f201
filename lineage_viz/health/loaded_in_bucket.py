"""The loaded snapshots in the bucket: a machine without their folders fetches them from there."""

from pathlib import Path

from lineage_viz.health.finding import Finding, failing, ok, unknown
from lineage_viz.neptune_admin.bucket import Bucket
from lineage_viz.neptune_admin.target import open_target
from lineage_viz.neptune_admin.whole_snapshots import place_of
from lineage_viz.settings import BulkLoad, Settings
from lineage_viz.snapshot.manifest import FILE_NAME, Manifest
from lineage_viz.store.neptune.marker import Marker
from lineage_viz.words import count

IN_BUCKET = "Loaded snapshots in S3"

_ATTEMPTS = 2


def in_bucket(settings: Settings, folder: BulkLoad) -> Finding:
    """Check that each snapshot on the cluster stands whole in the bucket. Raises BucketError, StoreUnavailable."""
    with open_target(settings, brief=True) as target:
        markers = [each for each in target.markers() if each.digest]
    bucket, not_compared, troubles = Bucket(folder, _ATTEMPTS, brief=True), 0, []
    for each in markers:
        damage, more = _damage(bucket, each)
        not_compared += more
        if damage:
            troubles.append(f"{each.info.path}: {damage}")
    if troubles:
        return failing(
            IN_BUCKET,
            f"{count(len(troubles), 'loaded snapshot')} cannot be fetched from the bucket: {'; '.join(troubles[:3])}. "
            "If the machine with its folder is lost, no other one can reload or repair.",
            "Reload this account on the machine that has the folder: a reload sends the whole snapshot.",
        )
    if not_compared:
        return unknown(
            IN_BUCKET,
            "All files of the loaded snapshots are in the bucket, but "
            f"{count(not_compared, 'large file')} could not be compared: S3 keeps no digest of the whole file.",
        )
    return ok(IN_BUCKET, f"The bucket has {count(len(markers), 'loaded snapshot')}, each whole.")


def _damage(bucket: Bucket, marker: Marker) -> tuple[str, int]:
    """The reason why nobody could fetch this snapshot; empty without one. Also the number of files not compared."""
    name = Path(marker.info.path).name
    found = place_of(bucket, name, marker.digest)
    if found is None:
        return f"{bucket.address(f'{name}.{FILE_NAME}')} is missing or is that of another snapshot", 0
    there, content = found
    return bucket.damage(there, Manifest.of(content, bucket.address(f"{there}.{FILE_NAME}")).files)
