"""Lineage as data frames of pandas."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from lineage_viz.errors import LineageVizError
from lineage_viz.evidence.columns import NAMES, names_of
from lineage_viz.evidence.fact import SOURCES, FactState
from lineage_viz.evidence.record import RECORD
from lineage_viz.evidence.state import state_of
from lineage_viz.evidence.words import warning
from lineage_viz.model import UNRESOLVED, Association, Entity, Value, value_text
from lineage_viz.notebook.typed import TIME, as_type, typed
from lineage_viz.questions.prepared.plain_data import COUNTS
from lineage_viz.takeaway.column_names import distinct
from lineage_viz.title import title
from lineage_viz.typed_day import day_of

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Value | int | None]

_WHOLE = frozenset({RECORD, SOURCES, "decisions"})
"""Properties that are JSON for the product itself: their parts are facts."""

_ABSENT = frozenset({"", FactState.NOT_RECORDED.value, FactState.NOT_READ.value})
"""Cells of a question without a value."""

_TIMES = frozenset({"created", "decided"})
"""The columns of questions of which each cell is a day."""

_OF_ENTITY = ("arn", "title", "type", "label", "state", "warning", "created", "steps")
_OF_ASSOCIATION = ("source", "type", "destination")
"""Our own columns, first in a frame. A recorded property with such a name gets another one."""


def entity_frame(
    entities: Iterable[Entity],
    steps: Mapping[str, int] | None = None,
    extent: str = "",
    more: Sequence[str] = (),
) -> "pd.DataFrame":
    """Return a row for each entity: its identity, its state, and every fact and property by its name.

    The attribute `extent` of the frame has the words about its completeness. The caller adds the columns `more`.
    """
    rows = [(_own(each, steps), _properties(each)) for each in entities]
    first = _OF_ENTITY if steps is not None else _OF_ENTITY[:-1]
    return frame(first, _joined(rows, (*_OF_ENTITY, *more)), extent)


def association_frame(associations: Iterable[Association], extent: str) -> "pd.DataFrame":
    """Return a row for each association: its ends, its type, and every property by its name."""
    rows: list[tuple[Row, Row]] = [
        (
            {"source": each.source, "type": str(each.type), "destination": each.destination},
            dict(each.properties),
        )
        for each in associations
    ]
    return frame(_OF_ASSOCIATION, _joined(rows, _OF_ASSOCIATION), extent, empty=("creationtime",))


def is_ours(name: str) -> bool:
    """True for a column whose meaning is ours in every frame of entities: its identity, or a fact."""
    return name in _OF_ENTITY or name in NAMES


def _joined(rows: Sequence[tuple[Row, Row]], ours: Sequence[str]) -> Iterator[Row]:
    """Yield each row with its properties: one with the name of a column of ours has another name, as in a file.

    One that says in each row what our column says, such as the ARN of an export, is left out.
    """
    taken = frozenset(ours)
    names = {name for own, recorded in rows for name in recorded if not _is_said(name, own, recorded)}
    columns = distinct(names, taken=taken, mark="{} (property)")
    for own, recorded in rows:
        yield {columns[name]: value for name, value in recorded.items() if name in columns} | own


def _is_said(name: str, own: Row, recorded: Row) -> bool:
    value = recorded[name]
    return name in own and own[name] in (value, None if value is None else value_text(value))


def _properties(entity: Entity) -> Row:
    facts: Row = dict.fromkeys(name for name in names_of(entity) if name not in _WHOLE)
    recorded = {name: value for name, value in entity.properties.items() if name not in _WHOLE}
    # A snapshot has it only where it is true: that of a listed entity is known, too.
    return facts | {UNRESOLVED: False} | recorded


def _own(entity: Entity, steps: Mapping[str, int] | None) -> Row:
    own: Row = {
        "arn": entity.arn,
        "title": title(entity),
        "type": entity.type,
        "label": str(entity.label),
        "state": state_of(entity),
        "warning": warning(entity),
        "created": entity.created,
    }
    return own if steps is None else {**own, "steps": steps.get(entity.arn)}


def frame(
    first: tuple[str, ...], rows: Iterable[Mapping[str, object]], extent: str, empty: tuple[str, ...] = ()
) -> "pd.DataFrame":
    """Return rows as a frame: these columns first, the others by name; `attrs` has the words about its completeness.

    A column of ours has the same type in each frame (`typed`). Without a row it has the columns `empty`, too, because
    code names them. Raises LineageVizError without pandas.
    """
    try:
        import pandas as pd
    except ModuleNotFoundError as error:
        raise LineageVizError("A data frame needs pandas. Install it with: pip install pandas") from error

    every = list(rows)
    others = sorted({name for row in every or [dict.fromkeys(empty)] for name in row}.difference(first))
    columns = {name: typed(name, [row.get(name) for row in every]) for name in (*first, *others)}
    made = pd.DataFrame(columns)
    made.attrs["extent"] = extent
    return made


def cells_as_values(name: str, cells: Sequence[str]) -> "pd.Series":
    """Return a column of a question as numbers or times if all that is known in it are, and no value elsewhere."""
    found = [None if each in _ABSENT else each for each in cells]
    known = [each for each in found if each is not None]
    if name.lower() in COUNTS and all(each.isascii() and each.isdigit() for each in known):
        return as_type("Int64", [None if each is None else int(each) for each in found])
    days = [None if each is None else day_of(each) for each in found]
    are_days = sum(each is not None for each in days) == len(known)
    if are_days and (known or name.lower() in _TIMES):
        return as_type(TIME, days)
    return typed(name, found)
