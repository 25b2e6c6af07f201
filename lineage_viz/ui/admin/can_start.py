"""Whether what changes the target can be begun at the moment."""

from lineage_viz.errors import LineageVizError
from lineage_viz.jobs import Job
from lineage_viz.reload.local_place import LocalPlace
from lineage_viz.settings import BUCKET, LOAD_ROLE, Settings
from lineage_viz.ui.admin.job_words import begun_by, kind_words
from lineage_viz.ui.text import literal


def why_not(settings: Settings, busy: Job | None) -> str:
    """Why nothing can be loaded at the moment, as markdown; empty when it can."""
    if busy:
        return f"{kind_words(busy)} is running: {begun_by(busy)}\\. Another can begin when it has ended\\."
    if settings.neptune:
        return (
            ""
            if settings.bulk_load
            else f"Neptune loads from S3, so `{BUCKET}` and `{LOAD_ROLE}` have to be set\\."
        )
    try:
        LocalPlace(settings)
    except LineageVizError as error:
        return literal(str(error), 1_000)
    return ""
