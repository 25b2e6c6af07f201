"""The parameters and metrics of the training jobs of model packages, side by side."""

from collections.abc import Sequence

from lineage_viz.approval import is_package
from lineage_viz.model import Entity
from lineage_viz.questions.prepared import BY_NAME, NOW, ask
from lineage_viz.questions.prepared.walked import TRAINING
from lineage_viz.questions.side_by_side import Line, side_by_side
from lineage_viz.store.base import Store

_SHOWN = ("Parameter ", "Metric ")


def training_beside(store: Store, entities: Sequence[Entity]) -> tuple[Line, ...]:
    """Return the lines of the nearest training job of each package; none unless all are packages.

    A package itself has no parameters: what differs between two versions is in their jobs. Raises StoreUnavailable.
    """
    if not all(map(is_package, entities)):
        return ()
    told = [_told(store, each) for each in entities]
    names = dict.fromkeys(name for each in told for name in each)
    return tuple(Line(f"Training job: {name}", tuple(each.get(name, "") for each in told)) for name in names)


def _told(store: Store, package: Entity) -> dict[str, str]:
    question = BY_NAME["jobs-behind"]
    values = dict(zip((each.name for each in question.takes), (package.arn, NOW), strict=False))
    jobs = [row.entity for row in ask(store, question, values).rows if row.entity.type == TRAINING]
    lines = side_by_side(jobs[:1])
    return {line.name: line.values[0] for line in lines if line.name.startswith(_SHOWN)}
