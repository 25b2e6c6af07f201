"""The age of the audited snapshot. It depends on today, so it is beside the report and not in it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from lineage_viz.model import SnapshotInfo
from lineage_viz.settings import FRESH
from lineage_viz.words import age, moment


def with_age(taken: datetime, now: datetime) -> str:
    """`12 Mar 2026, 02:00 UTC, 8 months ago`."""
    return f"{moment(taken)}, {age(taken, now)}"


def stale_words(snapshots: Iterable[SnapshotInfo], fresh: timedelta | None, now: datetime) -> str:
    """Return the sentence about the oldest snapshot if it is older than `fresh` allows; empty if it is not.

    None allows any age. A snapshot without a time, such as a foreign folder, has no age.
    """
    taken = min((each.taken for each in snapshots if each.taken), default=None)
    if fresh is None or taken is None or now - taken <= fresh:
        return ""
    return (
        f"The snapshot was taken {with_age(taken, now)}, which is longer ago than {FRESH} allows. A review "
        "of it does not have what happened since: reload first."
    )
