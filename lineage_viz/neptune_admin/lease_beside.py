"""The lease of a cluster beside its graph, as an object in the bucket: while Neptune deletes everything, also the
lease, its holder renews it here. So other machines know that the holder still waits, and when it has ended.
"""

import json
from contextlib import suppress

from lineage_viz.errors import BucketError
from lineage_viz.json_text import json_text
from lineage_viz.neptune_admin.bucket import Bucket
from lineage_viz.neptune_admin.target import Target
from lineage_viz.store.neptune import lease
from lineage_viz.store.neptune.lease import Lease

_ATTEMPTS = 2


def write_beside(target: Target, present: Lease | None) -> None:
    """Write the lease, or that there is none. Without an answer of S3, others wait as for a lease that they cannot see.

    It is emptied, not deleted: a load needs no right to delete objects.
    """
    if target.bulk_load is None:
        return
    rows = [lease.as_row(present)] if present else []
    with suppress(BucketError):
        Bucket(target.bulk_load, _ATTEMPTS, brief=True).notes.write(_name(target), json_text(rows).encode())


def read_beside(target: Target) -> Lease | None:
    """The lease of a process that waits until everything is deleted; None without one, or when S3 does not tell."""
    if target.bulk_load is None:
        return None
    try:
        found = Bucket(target.bulk_load, _ATTEMPTS, brief=True).notes.read(_name(target))
        beside = lease.as_lease(json.loads(found[0])) if found else None
        return None if beside and beside.unreadable else beside
    except (BucketError, ValueError, TypeError, AttributeError, IndexError, RecursionError):
        return None


def _name(target: Target) -> str:
    return f"lease-{target.host}.json"
