"""The snapshots that an empty cluster should hold, because a replace has deleted them."""

from pathlib import Path

from lineage_viz.home.records import missing_after_replace
from lineage_viz.neptune_admin.emptied import noted
from lineage_viz.neptune_admin.target import Target
from lineage_viz.settings import Settings


def missing_names(settings: Settings, target: Target) -> tuple[str, ...] | None:
    """Name the snapshots that a replace has deleted from a cluster without markers; none when it is simply empty.

    None when that is not known here: then a replace may be under way on another machine.
    """
    from_here = [each.path.name for each in missing_after_replace(settings)]
    elsewhere = noted(target, ())
    if elsewhere is None and not from_here:
        return None
    return tuple(dict.fromkeys([*from_here, *(Path(each.info.path).name for each in elsewhere or ())]))
