"""Which snapshots are served, for a list of them that also has to be shown while the cluster does not answer."""

from pathlib import Path

from lineage_viz.errors import LineageVizError, SnapshotError
from lineage_viz.reload.opening import open_place
from lineage_viz.reload.records import all_recorded
from lineage_viz.settings import Settings


def known_in_use(settings: Settings, *, answers: bool = True) -> tuple[frozenset[Path], str]:
    """What is served, and why it is not known whether that is all; without the cluster, what was written down here.

    One that is known not to answer is not asked: that takes minutes where packets are lost.
    """
    try:
        recorded, trouble = all_recorded(settings), ""
    except SnapshotError as error:
        recorded, trouble = frozenset(), str(error)
    if settings.snapshots:
        return recorded | {path.resolve() for path in settings.snapshots}, trouble
    if not answers:
        return recorded, trouble or "Neptune does not answer."
    try:
        with open_place(settings) as place:
            return place.in_use(), ""
    except LineageVizError as error:
        return recorded, str(error)
