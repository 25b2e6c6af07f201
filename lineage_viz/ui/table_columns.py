"""The columns that a table of entities can have: the header, the cells, and the width of each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import streamlit as st

from lineage_viz.arn import Arn
from lineage_viz.model import Entity, Value
from lineage_viz.store.order import SortBy, time_of
from lineage_viz.title import title
from lineage_viz.ui.fact_cells import (
    duration_of,
    image_of,
    key_metric,
    live,
    size_of,
    status,
    time_told,
    told,
    version_of,
)
from lineage_viz.ui.text import TABLE_DAY, TABLE_MOMENT
from lineage_viz.words import plain, plain_id, type_words

_NAME, _NAME_BESIDE, _LETTER, _AROUND, _WIDEST = 340, 240, 7.4, 20, 1_000
"""In pixels: the widest column of names, also beside the column of endpoints; the mean width of a letter, the space
around a text, the widest column of other texts."""


class Form(Enum):
    """The form of the cells."""

    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, its cells, and the widest that it may be, in pixels. Its `SortBy` is its name in a link."""

    name: str
    cell: Callable[[Entity], Value | None]
    form: Form = Form.TEXT
    widest: int = 300


def _fact(name: str) -> Callable[[Entity], str]:
    return lambda entity: told(entity, name)


def _source(entity: Entity) -> str:
    """The source; of an ARN in the entity's own account and region, only the resource: all others begin alike."""
    source, own = Arn.parse(entity.source), Arn.parse(entity.arn)
    near = source.account and (source.account, source.region) == (own.account, own.region)
    return plain_id(source.resource if near else entity.source)


COLUMNS: Mapping[SortBy, Column] = {
    SortBy.NAME: Column("Name", lambda each: plain(title(each))),
    SortBy.VERSION: Column("Version", version_of),
    SortBy.STATUS: Column("Status", status, widest=150),
    SortBy.DECISION: Column("Decision", _fact("approval")),
    SortBy.DECIDED_BY: Column("Decided by", _fact("decidedby")),
    SortBy.DECIDED: Column("Decided", lambda each: time_of(each, SortBy.DECIDED), Form.DAY),
    SortBy.LIVE: Column("Live", live),
    SortBy.SINCE: Column("Live since", lambda each: time_told(each, SortBy.SINCE)),
    SortBy.METRIC: Column("Key metric", key_metric),
    SortBy.DURATION: Column("Duration", duration_of, widest=200),
    SortBy.OWNER: Column("Owner", _fact("owner")),
    SortBy.STEP: Column("Pipeline step", _fact("step")),
    SortBy.EXECUTION: Column("Pipeline execution", _fact("execution")),
    SortBy.FILE_VERSION: Column("File version", _fact("fileversion")),
    SortBy.SIZE: Column("Size", size_of, widest=200),
    SortBy.CHANGED: Column("File changed", lambda each: time_told(each, SortBy.CHANGED)),
    SortBy.IMAGE: Column("Image", image_of),
    SortBy.PUSHED: Column("Image pushed", lambda each: time_told(each, SortBy.PUSHED)),
    SortBy.COMMIT: Column("Commit", _fact("commit")),
    SortBy.DEPLOYS: Column("Deploys", _fact("deploys")),
    SortBy.REPLACED: Column("Replaced", lambda each: time_told(each, SortBy.REPLACED)),
    SortBy.TYPE: Column("Type", lambda each: type_words(each.type or each.label)),
    SortBy.CREATED: Column("Created", lambda each: each.created, Form.MOMENT),
    SortBy.ACCOUNT: Column("Account", lambda each: plain(each.text("account"), 40)),
    SortBy.SOURCE: Column("Source", _source, widest=_WIDEST),
    SortBy.ARN: Column("ARN", lambda each: plain_id(each.arn), widest=_WIDEST),
}
"""All columns, in the order in which a person chooses among them."""

BY_NAME: Mapping[str, SortBy] = {column.name: by for by, column in COLUMNS.items()}

USUAL = (
    SortBy.STATUS, SortBy.DECIDED_BY, SortBy.LIVE, SortBy.DECIDED, SortBy.METRIC, SortBy.TYPE, SortBy.CREATED,
    SortBy.OWNER, SortBy.SOURCE, SortBy.ARN,
)  # fmt: skip
"""The columns after the name of a list of several types. The facts by which people decide stand near the name."""

_FACTS = frozenset({SortBy.DECIDED_BY, SortBy.LIVE, SortBy.DECIDED, SortBy.METRIC, SortBy.OWNER})


def usual(entities: Sequence[Entity]) -> tuple[SortBy, ...]:
    """Return the usual columns, without those of facts that no entity of the list has."""
    return tuple(by for by in USUAL if by not in _FACTS or any(map(COLUMNS[by].cell, entities)))


def config(by: SortBy, mark: str, cells: Iterable[object], *, beside_live: bool) -> Any:
    """Return the configuration of a column. A source or an ARN is never cut: its end says what it is."""
    column = COLUMNS[by]
    label = column.name + mark
    date = st.column_config.DatetimeColumn
    match column.form:
        case Form.DAY:
            return date(label, format=TABLE_DAY, timezone="UTC", width=100)
        case Form.MOMENT:
            return date(label, format=TABLE_MOMENT, timezone="UTC")
    widest = (_NAME_BESIDE if beside_live else _NAME) if by is SortBy.NAME else column.widest
    longest = max(map(len, (label, *map(str, cells))))
    return st.column_config.TextColumn(label, width=min(widest, int(_LETTER * longest) + _AROUND))
