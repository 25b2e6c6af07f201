"""The entities and associations of a view, as CSV for spreadsheets and as JSON for programs.

The caption has its own columns at the end of every row. Lines above the header would keep spreadsheets and pandas
from finding the header, and lines below the data would count as data; columns survive sorting, filtering and copying.
A table without rows has one row with nothing but the caption.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from lineage_viz.evidence.describing import described_facts
from lineage_viz.evidence.failure import PIPELINE, REASON
from lineage_viz.evidence.state import state_of
from lineage_viz.evidence.words import IN_FILES, has_facts, warning
from lineage_viz.json_text import json_text
from lineage_viz.model import DEFAULT_ASSOCIATION, Association, Entity, Properties, Subgraph, Value
from lineage_viz.questions.impact import Impact
from lineage_viz.takeaway.caption import Caption
from lineage_viz.takeaway.column_names import distinct
from lineage_viz.takeaway.values import Cell, cell, in_words, jsonable, recorded
from lineage_viz.title import title
from lineage_viz.words import NO_TYPE_GIVEN

Row = tuple[Sequence[str], Properties]
"""The first columns as the file has them, and the properties."""

BYTE_ORDER_MARK = "\ufeff"
"""Without it, Excel reads UTF-8 as the local code page."""

_NUMBER = re.compile(r"-?(?:\d+(\.\d+)?([eE][+-]?\d+)?|Infinity)", re.ASCII)
# Spreadsheets of some languages end a cell or a row at these characters.
_FORMULA = re.compile("(^[\\s\ufeff]*|[;\\t\\r\\n][\\s\"']*)(?=[=+\\-@\\t\\r\uff1d\uff0b\uff0d\uff20])")

_LISTED = ("arn", "title", "label")
_ENTITY = (*_LISTED, "hops")
_IMPACT = (*_ENTITY, "endpoint state")
_ASSOCIATION = ("id", "source", "source title", "association type", "destination", "destination title")


def entities_csv(subgraph: Subgraph, caption: Caption) -> str:
    """Return a row for each entity: its ARN, title, label, distance from the focus, and every property."""
    rows = [((title(each), each.label, subgraph.hops.get(each.arn, "")), each) for each in subgraph.entities]
    return _entities(_ENTITY, rows, caption)


def listed_csv(
    entities: Iterable[Entity],
    caption: Caption,
    columns: Mapping[str, Callable[[Entity], Value | None]] = MappingProxyType({}),
) -> str:
    """Return a row for each entity of a list, in its order: as `entities_csv`, without a distance.

    `columns` are those that a reader chose: their names and cells come first, in their order.
    """

    def chosen(entity: Entity) -> Iterator[Value]:
        for cell_of in columns.values():
            value = cell_of(entity)
            yield "" if value is None else value

    rows = [((title(each), each.label, *chosen(each)), each) for each in entities]
    return entity_rows_csv(tuple(columns), rows, caption)


def entity_rows_csv(
    columns: Sequence[str], rows: Sequence[tuple[Sequence[Value], Entity]], caption: Caption
) -> str:
    """Return a row for each entity: its ARN, then title, label and the cells of these columns, then all properties."""
    return _entities((*_LISTED, *columns), rows, caption)


def impact_csv(impact: Impact, caption: Caption) -> str:
    """Return a row for each entity downstream, nearest first: as `entities_csv`, with the state of each endpoint."""
    rows = [
        ((title(each), each.label, hops, impact.endpoints.get(each.arn, "")), each)
        for hops, each in ((row.hops, row.entity) for row in impact.rows)
    ]
    return _entities(_IMPACT, rows, caption)


def associations_csv(subgraph: Subgraph, caption: Caption) -> str:
    """Return a row for each association: its id, both ends with their titles, its type, and every property."""
    titles = {entity.arn: title(entity) for entity in subgraph.entities}
    arns = distinct(titles, _written)
    ids = distinct((each.id for each in subgraph.associations), _written)
    rows = [_association_row(each, titles, arns, ids) for each in subgraph.associations]
    return _csv(_ASSOCIATION, rows, caption)


def as_json(subgraph: Subgraph, caption: Caption) -> str:
    """Return the caption, the entities and the associations as JSON. It is ASCII, which keeps every recorded text."""
    whole = {
        "caption": dict(caption.lines()),
        "focus": list(subgraph.focus),
        "entities": [
            {
                "arn": entity.arn,
                "title": title(entity),
                "label": str(entity.label),
                "hops": subgraph.hops.get(entity.arn),
                "state": state_of(entity),
                "warning": warning(entity),
                "facts": described_facts(entity) if has_facts(entity) else {},
                "properties": _jsonable(recorded(entity)),
            }
            for entity in subgraph.entities
        ],
        "associations": [
            {
                "id": association.id,
                "source": association.source,
                "type": str(association.type),
                "destination": association.destination,
                "properties": _jsonable(association.properties),
            }
            for association in subgraph.associations
        ],
    }
    return json_text(whole, indent=1) + "\n"


def rows_alone(table: str, number: int) -> str:
    """Return a table for a script that counts the rows: without any, its header alone."""
    return table.rstrip("\r\n") if number else table.splitlines()[0]


def safe_cell(value: Cell) -> str:
    """Return a cell that a spreadsheet shows and never computes. Text that starts like a formula gets an apostrophe."""
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str) or _NUMBER.fullmatch(value):
        return str(value)
    return _FORMULA.sub(r"\1'", value)


def _entities(first: Sequence[str], rows: Sequence[tuple[Sequence[Value], Entity]], caption: Caption) -> str:
    """Return a row for each entity: its ARN, the first columns, state, warning and facts in words, all properties."""
    arns = distinct((entity.arn for _, entity in rows), _written)
    facts = [in_words(entity) for _, entity in rows]
    others = [
        name for name in ("State", "Warning", REASON, PIPELINE, *IN_FILES.values()) if name not in first
    ]
    names = [name for name in others if any(name in row for row in facts)]
    table = [
        (
            (arns[entity.arn], *map(_written, (*cells, *(row.get(name, "") for name in names)))),
            recorded(entity),
        )
        for (cells, entity), row in zip(rows, facts, strict=True)
    ]
    return _csv((*first, *names), table, caption)


def _association_row(
    each: Association, titles: Mapping[str, str], arns: Mapping[str, str], ids: Mapping[str, str]
) -> Row:
    type_ = NO_TYPE_GIVEN if each.type == DEFAULT_ASSOCIATION else each.type
    known = (
        ids[each.id],
        *(arns[each.source], _written(titles[each.source]), _written(type_)),
        *(arns[each.destination], _written(titles[each.destination])),
    )
    return known, each.properties


def _csv(first: Sequence[str], rows: Sequence[Row], caption: Caption) -> str:
    about = {f"lineage {name.lower()}": value for name, value in caption.lines()}
    named = {name for _, properties in rows for name in properties}
    columns = distinct(named, _written, {"", *first, *about}, "{} (property)")
    order = sorted(columns, key=columns.__getitem__)
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([*first, *(columns[name] for name in order), *about])
    for known, properties in rows or [([""] * len(first), {})]:
        own = (properties.get(name, "") for name in order)
        writer.writerow([*known, *map(_written, (*own, *about.values()))])
    return BYTE_ORDER_MARK + stream.getvalue()


def _written(value: Value) -> str:
    return safe_cell(cell(value))


def _jsonable(properties: Properties) -> dict[str, object]:
    return {name: jsonable(value) for name, value in properties.items()}
