"""The reason why a load failed, as one sentence and the next step."""

from collections.abc import Sequence
from itertools import islice

from lineage_viz.errors import LoadFailed
from lineage_viz.neptune_admin.cluster import s3_advice
from lineage_viz.neptune_admin.load_error import LoadError
from lineage_viz.neptune_admin.load_status import CANCELLED, CHANGED, FAILED, S3_DENIED, LoadStatus
from lineage_viz.words import count, plain

SHOWN = 3
"""The number of problems in the message. `LoadFailed.problems` has all of them."""


def another_load(load: LoadStatus, host: str) -> LoadFailed:
    """The error that another load runs. Neptune runs one load at a time, and its user must end it."""
    since = f" since {load.started:%Y-%m-%d %H:%M} UTC" if load.started else ""
    return LoadFailed(
        f"Neptune at {host} is loading {plain(load.source)}{since} (load {load.id}). It runs one load at a time: "
        "wait until that one has ended, or cancel it, and load again. Nothing was loaded."
    )


def failed(load: LoadStatus, role: str, attempts: int, problems: Sequence[LoadError]) -> LoadFailed:
    """The error of an ended load that must not be tried again. The caller describes the state of the cluster."""
    texts = tuple(map(str, problems))
    subject = f"The load {load.id} of {plain(load.source)}"
    return LoadFailed(f"{subject} {_reason(load, role, attempts)} {_first(texts)}".rstrip(), texts)


def vanished(source: str, host: str, attempts: int) -> LoadFailed:
    """The error that Neptune lost the load at each attempt."""
    return LoadFailed(
        f"Neptune at {host} has lost the load of {plain(source)} after {count(attempts, 'attempt')}. The cluster may "
        "restart repeatedly: look at its events."
    )


def _reason(load: LoadStatus, role: str, attempts: int) -> str:
    ended = {load.status, *(feed.status for feed in load.failed_feeds)}
    if load.status == CANCELLED:
        return "was cancelled on the cluster."
    if load.errors:
        return f"stopped at errors in its files ({load.status}). Correct them, or export and upload again."
    if S3_DENIED in ended:
        return f"was not allowed to read from S3. {s3_advice(role)}"
    if CHANGED in ended:
        return "found a file that was changed or removed meanwhile. Upload the files again, and do not change them."
    if not load.feeds and load.status == FAILED:
        return "found no files there. Upload them first."
    if load.may_pass:
        return f"ended with {load.status} because of the cluster, in {count(attempts, 'attempt')}. Try again later."
    files = ", ".join(plain(feed.uri.rpartition("/")[2]) for feed in islice(load.failed_feeds, SHOWN))
    return f"ended with {load.status}{f' ({files})' if files else ''}. Try again."


def _first(problems: Sequence[str]) -> str:
    if not problems:
        return ""
    more = f" and {len(problems) - SHOWN:,} more" if len(problems) > SHOWN else ""
    # The text of a problem may end with a full stop or without one.
    return "; ".join(problem.rstrip(".") for problem in problems[:SHOWN]) + f"{more}. "
