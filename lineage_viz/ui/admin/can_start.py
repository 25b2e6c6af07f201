"""The reason why no job that changes the target can start now."""

from collections.abc import Sequence

from lineage_viz.errors import LineageVizError
from lineage_viz.jobs import SOURCE, Job, JobKind, Order
from lineage_viz.reload.local_place import LocalPlace
from lineage_viz.sagemaker_lineage.api import region_in_use
from lineage_viz.settings import BUCKET, LOAD_ROLE, Settings
from lineage_viz.ui.admin.job_words import kind_words, started_by
from lineage_viz.ui.text import literal


def why_no_export(busy: Job | None, *, needs_settings: bool = True) -> str:
    """The reason why nothing can be exported now, as markdown; empty when an export can start.

    Only what is known without a call counts: credentials may be renewed at any time, and the health line reports them.
    """
    if busy:
        return _busy_words(busy)
    if not needs_settings:
        return ""
    try:
        region_in_use()
    except LineageVizError as error:
        return literal(str(error), 1_000)
    return ""


def why_not(settings: Settings, busy: Job | None) -> str:
    """The reason why nothing can be loaded now, as markdown; empty when a load can start."""
    if busy:
        return _busy_words(busy)
    if settings.neptune:
        return (
            ""
            if settings.bulk_load
            else f"Neptune loads from S3\\. Set `{BUCKET}` and `{LOAD_ROLE}`, then start the app again\\."
        )
    try:
        LocalPlace(settings)
    except LineageVizError as error:
        return literal(str(error), 1_000)
    return ""


def why_no_retry(settings: Settings, active: Sequence[Job], job: Job) -> str:
    """The reason why a job cannot be run again now, as markdown: that of the button that starts such a job."""
    order = job.order
    reads = order.kind in (JobKind.EXPORT, JobKind.RELOAD)
    busy = excluding(settings, active, [order.source] if reads and order.source else ())
    why = _busy_words(busy) if busy else why_not(settings, None) if order.words != JobKind.EXPORT else ""
    return why or (why_no_export(None, needs_settings=not order.source) if reads else "")


def excluding(settings: Settings, active: Sequence[Job], names: Sequence[str]) -> Job | None:
    """The running job that keeps all reloads of these sources, or of the account, from starting; None if one can."""
    orders = [Order(JobKind.RELOAD, settings.target, {SOURCE: name}, "") for name in names]
    running = [job for job in active if job.order.kind.changes_target or not job.order.source]
    if not names:
        return running[0] if running else None
    busy = [next((job for job in running if order.excludes(job.order)), None) for order in orders]
    return busy[0] if all(busy) else None


def _busy_words(busy: Job) -> str:
    job = f"{literal(kind_words(busy))} is running: {started_by(busy)}"
    return f"{job}\\. You can start another job when it has ended\\."
