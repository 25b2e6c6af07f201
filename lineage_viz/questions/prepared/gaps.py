"""The question about all that nobody can trace."""

from collections.abc import Iterator

from lineage_viz.model import Entity, EntityLabel
from lineage_viz.questions.prepared.models import kind, without_training
from lineage_viz.questions.prepared.question import Found, Row
from lineage_viz.questions.prepared.walked import DATA, MODEL
from lineage_viz.store.base import UNLIMITED, Store
from lineage_viz.words import count

_UNRESOLVED = "only associations name it: it was deleted, or it is of another account"
_UNREAD = "no job reads it: it may be a result"


def not_traceable(store: Store) -> Found:
    """Return the ends of the lineage: unresolved entities, models without a training job, data that nothing reads."""
    every = store.search(limit=UNLIMITED).entities
    models = [each.arn for each in every if each.type == MODEL and each.label == EntityLabel.ARTIFACT]
    untrained = without_training(store, models) if models else set()
    data = [each.arn for each in every if each.type in DATA]
    readers = {arn: down for arn, (_, down) in store.degrees(data).items()}

    def why(entity: Entity) -> Iterator[str]:
        if entity.unresolved:
            yield _UNRESOLVED
        if entity.arn in untrained:
            yield f"no training job of this {kind(entity)} is recorded"
        if readers.get(entity.arn) == 0:
            yield _UNREAD

    found = [(each, list(why(each))) for each in every]
    rows = [Row(each, ("; ".join(reasons),)) for each, reasons in found if reasons]
    rows.sort(
        key=lambda row: (row.cells == (_UNREAD,), row.entity.arn)
    )  # results are many, and seldom a fault
    results = sum(row.cells == (_UNREAD,) for row in rows)
    first = count(len(rows) - results, "entity", "entities")
    note = f"{first} without an origin first, then {count(results, 'data set')} that no job reads."
    return Found(tuple(rows), notes=(note,) if rows else ())
