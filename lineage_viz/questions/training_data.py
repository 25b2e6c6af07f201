"""The data sets that the jobs which made model files read: up to three steps upstream of a model package."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from lineage_viz.model import Entity
from lineage_viz.store.base import Store
from lineage_viz.store.filter import Filter

_STEPS = 3
"""Package ← model file ← job ← data set."""

_READ = Filter(
    types=frozenset({"Model", "SageMakerTrainingJob", "SageMakerProcessingJob", "DataSet", "Dataset"})
)
"""Without images, approvals and groups, which lead to other models."""


def training_data(store: Store, models: Sequence[Entity], most: int) -> Mapping[str, Sequence[Entity]]:
    """Return the data sets of each of these models, by its ARN, with one question.

    The answer lacks those beyond the `most` nearest entities. Raises StoreUnavailable.
    """
    lineage = store.trace([each.arn for each in models], up=_STEPS, down=0, filter_=_READ, cap=most)
    entities = {each.arn: each for each in lineage.entities}
    before: dict[str, list[str]] = defaultdict(list)
    for each in lineage.associations:
        before[each.destination].append(each.source)
    return {each.arn: _data_of(each.arn, before, entities) for each in models}


def _data_of(arn: str, before: Mapping[str, Sequence[str]], entities: Mapping[str, Entity]) -> list[Entity]:
    near, seen = [arn], {arn}
    for _ in range(_STEPS):
        near = [other for each in near for other in before.get(each, ()) if other not in seen]
        seen.update(near)
    return [entities[each] for each in sorted(seen - {arn}) if entities[each].type.casefold() == "dataset"]


def newest_change(data: Collection[Entity]) -> datetime | None:
    """Return the time of the newest of these data: of its file if S3 was asked, else of its record in the lineage."""
    times = (each.properties.get("filechanged") or each.created for each in data)
    return max((at for at in times if isinstance(at, datetime)), default=None)
