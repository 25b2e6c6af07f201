"""The columns of the Entities page: the usual ones of the chosen type, or those that the reader chose.

The choice is in the URL, so a link and Back show the same.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain

import streamlit as st

from lineage_viz.model import Entity, EntityLabel, TypeKey, Value
from lineage_viz.search.asked import Asked
from lineage_viz.store.filter import Filter
from lineage_viz.store.order import SortBy
from lineage_viz.ui.entities.link import COLUMNS, parameter, set_parameter
from lineage_viz.ui.menu_value import MenuValue
from lineage_viz.ui.table_columns import COLUMNS as ALL
from lineage_viz.ui.table_columns import USUAL

Columns = tuple[SortBy, ...]

_BETWEEN = ","
_MOVE = "moved column"
_LAST = (SortBy.CREATED, SortBy.SOURCE, SortBy.ARN)
_JOB = (SortBy.STATUS, SortBy.DURATION, SortBy.METRIC, SortBy.OWNER, SortBy.STEP)
_FILE = (SortBy.FILE_VERSION, SortBy.SIZE, SortBy.CHANGED)

_OF_TYPE: Mapping[TypeKey, Columns] = {
    (EntityLabel.ARTIFACT, "Model"): (
        SortBy.VERSION, SortBy.DECISION, SortBy.DECIDED_BY, SortBy.LIVE, SortBy.METRIC, SortBy.OWNER,
    ),
    **dict.fromkeys(((EntityLabel.ARTIFACT, type_) for type_ in ("DataSet", "Dataset", "Checkpoint")), _FILE),
    (EntityLabel.ARTIFACT, "TransformationCode"): _FILE,
    (EntityLabel.ARTIFACT, "Image"): (SortBy.IMAGE, SortBy.PUSHED),
    (EntityLabel.TRIAL_COMPONENT, "SageMakerTrainingJob"): _JOB,
    **dict.fromkeys(
        ((EntityLabel.TRIAL_COMPONENT, f"SageMaker{kind}Job") for kind in ("Processing", "Transform")),
        tuple(by for by in _JOB if by is not SortBy.METRIC),
    ),
    (EntityLabel.CONTEXT, "Endpoint"): (SortBy.LIVE, SortBy.SINCE, SortBy.STATUS),
    (EntityLabel.CONTEXT, "ModelGroup"): (SortBy.OWNER,),
    (EntityLabel.ACTION, "ModelDeployment"): (SortBy.STATUS, SortBy.DEPLOYS, SortBy.REPLACED),
}  # fmt: skip
"""The usual columns of a type, before those of all types."""


def columns_control(search: Asked, *, accounts: int) -> Columns | None:
    """Show the control of the columns and return the columns; None means the usual ones of a list of several types."""
    usual = _of_type(search.filter_)
    chosen = chosen_columns()
    columns = chosen or usual or USUAL
    options: list[SortBy] = [
        by for by in ALL if by is not SortBy.NAME and (accounts > 1 or by is not SortBy.ACCOUNT)
    ]
    options += [by for by in columns if by not in options]
    with st.popover("Columns", icon=":material/view_column:", type="tertiary"):
        shown = MenuValue.shown(COLUMNS, list(columns))
        st.multiselect(
            "Columns after the name, in this order",
            options,
            format_func=_name,
            key=shown.key,
            on_change=shown.then(lambda picked: _set(picked, usual)),
        )
        st.pills(
            "Move one to the left",
            columns[1:],
            format_func=_name,
            key=_MOVE,
            on_change=shown.beside(lambda: _move(columns, usual)),
        )
        st.button(
            "Usual columns",
            disabled=not chosen,
            on_click=shown.beside(lambda: set_parameter(COLUMNS, "")),
        )
    return chosen or usual


def chosen_columns() -> Columns:
    """The columns that the reader chose, without the name; none for the usual ones."""
    return _known(parameter(COLUMNS))


def chosen_cells() -> Mapping[str, Callable[[Entity], Value | None]]:
    """The cells of the columns that the reader chose, by their names on screen, for a file."""
    return {_name(by): ALL[by].cell for by in chosen_columns()}


def unknown_columns() -> tuple[str, ...]:
    """The names of columns in the URL that mean nothing here."""
    names = parameter(COLUMNS).split(_BETWEEN)
    return tuple(name for name in names if name and name not in _names(_known(parameter(COLUMNS))))


def _name(by: SortBy) -> str:
    return ALL[by].name


def _names(columns: Sequence[SortBy]) -> list[str]:
    return [str(by) for by in columns]


def _known(text: str) -> Columns:
    """The columns in a text of the URL, each once; the name is always the first column."""
    found = dict.fromkeys(text.split(_BETWEEN))
    return tuple(SortBy(name) for name in found if name in set(SortBy) and name != SortBy.NAME)


def _set(columns: Sequence[SortBy], usual: Columns | None) -> None:
    """Put the columns into the URL; the usual ones, and none at all, mean its absence."""
    text = _BETWEEN.join(columns)
    set_parameter(COLUMNS, "" if text == _BETWEEN.join(usual or USUAL) else text)


def _move(columns: Columns, usual: Columns | None) -> None:
    """Move the picked column one place to the left."""
    by = st.session_state[_MOVE]
    place = columns.index(by)
    st.session_state[_MOVE] = None
    _set((*columns[: place - 1], by, columns[place - 1], *columns[place + 1 :]), usual)


def _of_type(filter_: Filter) -> Columns | None:
    """The usual columns of the types that a list is limited to; None when it is not limited, or to other types."""
    kinds = [each for each in (filter_, *filter_.also) if each.types]
    if len(kinds) != 1:
        return None
    of_kinds = [_usual(kinds[0].labels, type_) for type_ in sorted(kinds[0].types)]
    return tuple(dict.fromkeys((*chain(*of_kinds), *_LAST))) if all(of_kinds) else None


def _usual(labels: frozenset[str], type_: str) -> Columns:
    found = (
        columns for key, columns in _OF_TYPE.items() if key[1] == type_ and (not labels or key[0] in labels)
    )
    return next(found, ())
