"""A day after the snapshots: they do not tell what was there then, so no answer is about such a day."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from lineage_viz.arn import Arn
from lineage_viz.model import SnapshotInfo
from lineage_viz.words import day, moment


def later_words(snapshots: Iterable[SnapshotInfo], at: date | None, arn: str = "") -> str:
    """Return the sentence about a day, or a time in UTC, after the day of the newest snapshot; empty for any other.

    With an ARN, those of its account and region count, if there are any. A folder without a time, as a foreign one, may
    tell about any day.
    """
    newest = newest_of(snapshots, arn)
    if newest is None or at is None:
        return ""
    asked = at.date() if isinstance(at, datetime) else at
    if asked <= newest.astimezone(UTC).date():
        return ""
    words = f"The snapshot was taken {moment(newest)}, so nothing is known of {day(at)}."
    return f"{words} Choose an earlier day, or reload."


def newest_of(snapshots: Iterable[SnapshotInfo], arn: str = "") -> datetime | None:
    """Return the time of the newest snapshot of the account and region of an ARN, of all if there is none.

    None when the time of one of them is not known, as of a foreign folder.
    """
    every, own = tuple(snapshots), Arn.parse(arn)
    of_place = [
        each for each in every if own.account and (each.account, each.region) == (own.account, own.region)
    ]
    times = [each.taken for each in of_place or every]
    return max(filter(None, times), default=None) if all(times) else None
