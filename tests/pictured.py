"""The lineage that a picture shows, for tests: of a model with its evaluations, of an endpoint what it serves."""

from lineage_viz.model import Subgraph
from lineage_viz.picture.address import DOWN, UP
from lineage_viz.questions.own_lineage import own_lineage, traced_own
from lineage_viz.store.base import DEFAULT_CAP, Store


def pictured(store: Store, focus: str, up: int = UP, down: int = DOWN) -> Subgraph:
    """Return the lineage of the first picture of a focus."""
    return traced_own(store, focus, own_lineage(store, focus), up=up, down=down, cap=DEFAULT_CAP)
