"""The models that a waiver may concern: those whose review has an entity that a waiver names."""

from collections.abc import Iterable, Sequence

from lineage_viz.audit.row import Row
from lineage_viz.audit.waiver import Waivers
from lineage_viz.model import Entity
from lineage_viz.store.base import UNLIMITED, Store


def concerned(store: Store, every: Iterable[Entity], rows: Iterable[Row], waivers: Waivers) -> frozenset[str]:
    """Return the ARNs of these models, and of some more entities: too many cost time, and too few would be wrong.

    `every` are all entities. Raises StoreUnavailable.
    """
    named = {each.arn for each in every if any(waivers.about([each]))}
    if not named:
        return frozenset()
    # A review has what is upstream of the model, what is up to two steps downstream of it or of its file, and the
    # inputs and outputs of its evaluations, which are among these.
    around = _arns(store, named, up=1, down=1)
    files = _arns(store, around, up=2, down=0)
    served = {row.model.arn for row in rows for each in row.endpoints if row.model and each.arn in named}
    return frozenset(served | _arns(store, named, up=0, down=UNLIMITED) | _arns(store, files, up=0, down=1))


def _arns(store: Store, arns: Iterable[str], up: int, down: int) -> set[str]:
    focus: Sequence[str] = sorted(arns)
    return {each.arn for each in store.trace(focus, up=up, down=down, cap=UNLIMITED).entities}
