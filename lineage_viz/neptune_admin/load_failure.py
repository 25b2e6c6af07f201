"""Why a load did not bring all, as one sentence and the next step."""

from collections.abc import Sequence
from itertools import islice

from lineage_viz.errors import LoadFailed
from lineage_viz.neptune_admin.cluster import may_read
from lineage_viz.neptune_admin.load_error import LoadError
from lineage_viz.neptune_admin.load_status import CANCELLED, CHANGED, FAILED, S3_DENIED, LoadStatus
from lineage_viz.words import count, plain

SHOWN = 3
"""Problems that the message itself names; the others are in `LoadFailed.problems`."""


def another_load(load: LoadStatus, host: str) -> LoadFailed:
    """Neptune runs one at a time, and this one is not ours to end."""
    since = f" since {load.started:%Y-%m-%d %H:%M} UTC" if load.started else ""
    return LoadFailed(
        f"Neptune at {host} is loading {plain(load.source)}{since} (load {load.id}). It runs one load at a time: "
        "wait until that one has ended, or cancel it, and load again. Nothing was loaded."
    )


def failed(load: LoadStatus, role: str, attempts: int, problems: Sequence[LoadError]) -> LoadFailed:
    """A load that is over, and not to be tried again. What the cluster holds then is for whoever began it to say."""
    told = tuple(map(str, problems))
    ended = f"The load {load.id} of {plain(load.source)}"
    return LoadFailed(f"{ended} {_reason(load, role, attempts)} {_first(told)}".rstrip(), told)


def vanished(source: str, host: str, attempts: int) -> LoadFailed:
    """Neptune forgot the load, each time."""
    return LoadFailed(
        f"Neptune at {host} knows nothing any more of the load of {plain(source)} that it began, after "
        f"{count(attempts, 'attempt')}. It seems to restart again and again: look at its events."
    )


def _reason(load: LoadStatus, role: str, attempts: int) -> str:
    ended = {load.status, *(feed.status for feed in load.failed_feeds)}
    if load.status == CANCELLED:
        return "was cancelled on the cluster."
    if load.errors:
        return f"stopped at what is wrong in its files ({load.status}). Correct them, or export and upload again."
    if S3_DENIED in ended:
        return f"was not allowed to read from S3. {may_read(role)}"
    if CHANGED in ended:
        return (
            "met a file that was changed or removed meanwhile. Upload the files again, and leave them alone."
        )
    if not load.feeds and load.status == FAILED:
        return "found no files there. Upload them first."
    if load.may_pass:
        return f"ended with {load.status} for reasons of the cluster's own, in {count(attempts, 'attempt')}. Try later."
    files = ", ".join(plain(feed.uri.rpartition("/")[2]) for feed in islice(load.failed_feeds, SHOWN))
    return f"ended with {load.status}{f' ({files})' if files else ''}. Try again."


def _first(told: Sequence[str]) -> str:
    if not told:
        return ""
    more = f" and {len(told) - SHOWN:,} more" if len(told) > SHOWN else ""
    # A problem may end with a stop of its own or with none.
    return "; ".join(one.rstrip(".") for one in told[:SHOWN]) + f"{more}. "
