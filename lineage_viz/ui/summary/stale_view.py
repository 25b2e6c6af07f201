"""The live models whose data is old at the time of the snapshot, as a part of a report."""

from collections.abc import Sequence
from datetime import datetime

from lineage_viz.component.report import Block
from lineage_viz.model import Entity
from lineage_viz.questions.training_data import newest_change, training_data
from lineage_viz.store.base import Store
from lineage_viz.ui.fact_cells import where_live
from lineage_viz.ui.summary.section_view import name_cell
from lineage_viz.words import count, day

STALE_DAYS = 180
_MOST_ENTITIES, _ROWS = 5_000, 6
_HEADING = f"Live models whose newest data is older than {STALE_DAYS} days"


def stale_blocks(store: Store, live: Sequence[Entity], now: datetime) -> list[Block]:
    """Return the list, oldest first, and a sentence about models without recorded data; empty without live models.

    Raises StoreUnavailable.
    """
    if not live:
        return []
    data = training_data(store, live, _MOST_ENTITIES)
    changed = {each.arn: newest_change(data[each.arn]) for each in live}
    old = [(at, each) for each in live if (at := changed[each.arn]) and (now - at).days > STALE_DAYS]
    unknown = sum(at is None for at in changed.values())
    lines = [
        *([] if old else ["No live model is known to have only older data."]),
        *([f"The lineage has no data set of {count(unknown, 'live model')}."] if unknown else []),
    ]
    heading = f"{_HEADING} ({len(old):,})" if old else _HEADING
    said: list[Block] = [{"is": "words", "heading": heading, "lines": lines}] if lines else []
    if not old:
        return said
    rows = [_row(each, at, (now - at).days) for at, each in sorted(old, key=lambda pair: pair[0])[:_ROWS]]
    more = {"lines": [f"First {_ROWS} of {count(len(old), 'live model')}."]} if len(old) > _ROWS else {}
    head = [{"words": each} for each in ("Name", "Live", "Newest data", "Age at the snapshot")]
    table: Block = {
        "is": "table",
        "words": _HEADING,
        "head": head,
        "rows": rows,
        **({} if said else {"heading": heading}),
    }
    return [*said, table, *([{"is": "words", **more}] if more else [])]


def _row(model: Entity, at: datetime, days: int) -> list[Block]:
    return [name_cell(model), {"words": where_live(model)}, {"words": day(at)}, {"words": count(days, "day")}]
