"""The jobs that the Admin page shows."""

from lineage_viz.jobs import Job
from lineage_viz.settings import Settings


def own_jobs(settings: Settings, jobs: tuple[Job, ...]) -> list[Job]:
    """The jobs on the target of this page or its folder of snapshots; a data folder may serve several clusters."""
    own = settings.target, str(settings.kept.absolute())
    return [job for job in jobs if job.order.target in own]
