"""The elements of a cluster, accounted for: each belongs to a snapshot that a marker names."""

from collections.abc import Sequence

from lineage_viz.difference.counts import count_differences
from lineage_viz.neptune_admin.removal import batches
from lineage_viz.neptune_admin.target import COUNTING_TIMEOUT, Target
from lineage_viz.snapshot import Folder
from lineage_viz.snapshot.merging import Merged
from lineage_viz.store.base import Counts
from lineage_viz.store.neptune import dropping, steps
from lineage_viz.store.neptune.marker import Marker
from lineage_viz.typed_command import typed_command

MEND = f"{typed_command()} reload --repair"
"""The command that brings a cluster back to exactly its snapshots."""


def unaccounted(markers: Sequence[Marker], found: Counts) -> tuple[str, ...]:
    """The differences between the counts of a graph and those after its last load, in words.

    Empty when there are none, while a load is unfinished, and for a graph that an old version loaded.
    """
    expected = next((each.counts for each in markers if each.counts), None)
    if expected is None or any(each.incoming for each in markers):
        return ()
    return tuple(count_differences(expected, found))


def is_lacking(target: Target, wanted: Sequence[Folder]) -> bool:
    """True when the graph lacks an element of these snapshots. It reads the ids of the whole graph.

    Raises SnapshotError, StoreUnavailable.
    """
    g, merged = steps.source(COUNTING_TIMEOUT), Merged(tuple(wanted))
    entities, associations = target.runner.ask(steps.entities(g).id_()), target.runner.ask(g.E().id_())
    return not (
        {each.arn for each in merged.entities()}.issubset(entities)
        and {each.id for each in merged.associations()}.issubset(associations)
    )


def remove_strangers(target: Target, wanted: Sequence[Folder], holder: str) -> tuple[str, ...]:
    """Remove the elements that belong to none of these snapshots. Returns their ids, entities first.

    It reads the ids of the whole graph. Nothing is removed when another process than `holder` has the lease.
    Raises SnapshotError, StoreUnavailable.
    """
    g, merged = steps.source(COUNTING_TIMEOUT), Merged(tuple(wanted))
    entities = set(target.runner.ask(steps.entities(g).id_())) - {each.arn for each in merged.entities()}
    # The associations of a removed entity go with it.
    associations = set(target.runner.ask(g.E().id_())) - {each.id for each in merged.associations()}
    for ids in batches(sorted(associations)):
        target.runner.ask(dropping.edges(g, ids, holder))
    for ids in batches(sorted(entities)):
        target.runner.ask(dropping.vertices(g, ids, holder))
    return *sorted(entities), *sorted(associations)
