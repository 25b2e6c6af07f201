"""The costs of an export of this account, by all that is known here before it starts."""

from collections.abc import Mapping

from lineage_viz.errors import LineageVizError
from lineage_viz.export.costs import Sizes, costs
from lineage_viz.jobs import Job, JobBook, JobKind, JobState
from lineage_viz.model import EntityLabel
from lineage_viz.settings import Settings
from lineage_viz.snapshot.manifest import EXPORTED, Manifest
from lineage_viz.ui.admin.kept_snapshots import kept_if_known
from lineage_viz.ui.admin.loaded_summary import is_demo
from lineage_viz.ui.source import current_store

_IMAGE = EntityLabel.ARTIFACT, "Image"

_JOBS = 20
"""Ended jobs in which the last export is looked for."""


def expected_costs(settings: Settings) -> Mapping[str, str]:
    """The words for each choice: by the newest kept export, else by what the app shows, else for each hundred."""
    last = _last(settings)
    return costs(Sizes.of(last) or _shown(settings), _pace(settings, last) if last else None)


def _last(settings: Settings) -> Manifest | None:
    """The manifest of the newest kept export."""
    exported = (each.manifest for each in kept_if_known(settings) if each.manifest.mode in EXPORTED)
    return next(exported, None)


def _shown(settings: Settings) -> Sizes | None:
    """The sizes of what the app shows; None when the store is empty or does not answer."""
    try:
        counts = current_store().counts()
        origin = "the size of the demo account" if is_demo(settings) else "the loaded entities"
    except LineageVizError:
        return None
    if not counts.entities:
        return None
    return Sizes(origin, counts.labels, counts.associations, images=counts.types.get(_IMAGE, 0))


def _pace(settings: Settings, last: Manifest) -> float | None:
    """The calls in a second of the job that exported this snapshot; None without such a job."""
    try:
        ended = JobBook(settings.jobs).jobs(_JOBS, states=(JobState.SUCCEEDED,))
    except LineageVizError:
        return None
    took = next((seconds for job in ended if (seconds := _seconds(job, last, settings))), 0.0)
    calls = sum(last.calls.values())
    return calls / took if took and calls else None


def _seconds(job: Job, last: Manifest, settings: Settings) -> float:
    """The duration of a job during which a snapshot was taken; 0 when it is another job, or took long to load."""
    kinds = (JobKind.EXPORT,) if settings.neptune else (JobKind.EXPORT, JobKind.RELOAD)
    if job.order.kind not in kinds or not job.started or not job.ended:
        return 0.0
    begun = job.started.replace(microsecond=0)  # a manifest has whole seconds
    return (job.ended - job.started).total_seconds() if begun <= last.taken <= job.ended else 0.0
