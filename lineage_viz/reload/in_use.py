"""The snapshots in use, for a list that must also be shown while the cluster does not answer."""

from pathlib import Path

from lineage_viz.errors import HomeError, LineageVizError, SnapshotError
from lineage_viz.reload.opening import open_place
from lineage_viz.reload.records import all_recorded
from lineage_viz.settings import Settings


def known_in_use(settings: Settings, *, answers: bool = True) -> tuple[frozenset[Path], str]:
    """Return the snapshots in use, and the reason why there may be more; the reason is empty when all are known.

    Without an answer of the cluster these are the snapshots recorded here. With `answers` False the cluster is not
    asked: where packets are lost, that would take minutes.
    """
    try:
        recorded, trouble = all_recorded(settings, brief=True), ""
    except HomeError as error:
        return frozenset(), str(error)  # a person waits, and the home would be asked again
    except SnapshotError as error:
        recorded, trouble = frozenset(), str(error)
    if settings.snapshots:
        return recorded | {path.resolve() for path in settings.snapshots}, trouble
    if settings.in_s3 and settings.neptune is None:
        return recorded, trouble
    if not answers:
        return recorded, trouble or "Neptune does not answer."
    try:
        with open_place(settings) as place:
            return place.in_use(), ""
    except LineageVizError as error:
        return recorded, str(error)
