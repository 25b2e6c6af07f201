"""The filters of the list of all models. They are in the URL; unknown values in a link are left out."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from lineage_viz.approval import is_package
from lineage_viz.audit.outcome import Severity
from lineage_viz.audit.pack_file import pack_names
from lineage_viz.audit.row import NOTHING, UNCLEAR, Row, result_of
from lineage_viz.title import title
from lineage_viz.ui.shown import show, show_option
from lineage_viz.ui.text import distinct, literal
from lineage_viz.words import plain

_WORST, _CHECK, _GROUP, _LIVE, _PAGE, _ON = "worst", "check", "group", "live", "page", "on"
_OVERDUE, _LIVE_ABSENT = "overdue", "live-not-known"


@dataclass(frozen=True, slots=True)
class ModelFilter:
    """The chosen rows; an empty text means all."""

    worst: str = ""
    check: str = ""
    group: str = ""
    live: bool = False
    live_absent: bool = False
    overdue: bool = False
    late: frozenset[str] = frozenset()
    """The ARNs of the models with an overdue follow-up."""

    def passes(self, row: Row) -> bool:
        """True when a row is in the list."""
        return (
            (not self.worst or result_of(row) == self.worst)
            and (not self.check or self.check in row.found)
            and (not self.group or group_of(row) == self.group)
            and (not self.live or row.is_live)
            and (not self.live_absent or bool(row.live))
            and (not self.overdue or (row.model is not None and row.model.arn in self.late))
        )


def group_of(row: Row) -> str:
    """Return the model package group of a row: the title of a package is GROUP/VERSION."""
    return title(row.model).rpartition("/")[0] if row.model and is_package(row.model) else ""


def model_filter(rows: Sequence[Row], late: frozenset[str]) -> ModelFilter:
    """Show the filters, each value with its number of rows that the other filters keep. Returns the chosen ones.

    `late` has the ARNs of the models with an overdue follow-up; without one there is no filter for them.
    """
    wanted = _wanted(rows, late)
    results = _counts(rows, replace(wanted, worst=""), _results, wanted.worst)
    checks = _counts(rows, replace(wanted, check=""), _checks, wanted.check)
    groups = _counts(rows, replace(wanted, group=""), _groups, wanted.group)
    others = replace(wanted, live=False)
    live = sum(row.is_live for row in rows if others.passes(row))
    return ModelFilter(
        worst=_pills(results),
        check=_choice(_CHECK, "Any check", "Failing check", checks),
        group=_choice(_GROUP, "Any group", "Model package group", groups),
        live=_switch(_LIVE, f"Live ({live:,})", "Endpoints in service, and the models that they serve."),
        live_absent=_has_absent(rows) and _absent(rows, wanted),
        overdue=bool(late) and _overdue(rows, wanted),
        late=late,
    )


def _absent(rows: Sequence[Row], wanted: ModelFilter) -> bool:
    number = sum(map(replace(wanted, live_absent=True).passes, rows))
    return _switch(
        _LIVE_ABSENT,
        f"Live not known ({number:,})",
        "Models and endpoints of which it was not read, or is not recorded, if they are live.",
    )


def _has_absent(rows: Iterable[Row]) -> bool:
    return any(row.live for row in rows)


def _overdue(rows: Sequence[Row], wanted: ModelFilter) -> bool:
    only = replace(wanted, overdue=True)
    number = sum(map(only.passes, rows))
    return _switch(_OVERDUE, f"Overdue ({number:,})", "Models with a follow-up whose due date is over.")


def _results(row: Row) -> Iterable[str]:
    return (result_of(row),)


def _checks(row: Row) -> Iterable[str]:
    return row.found


def _groups(row: Row) -> Iterable[str]:
    return filter(None, (group_of(row),))


def _wanted(rows: Sequence[Row], late: frozenset[str]) -> ModelFilter:
    """The filters in the URL, without values that no row has."""

    def known(name: str, values: Callable[[Row], Iterable[str]]) -> str:
        text = _parameter(name)
        return text if any(text in values(row) for row in rows) else ""

    return ModelFilter(
        known(_WORST, _results),
        known(_CHECK, _checks),
        known(_GROUP, _groups),
        _parameter(_LIVE) == _ON,
        _has_absent(rows) and _parameter(_LIVE_ABSENT) == _ON,
        bool(late) and _parameter(_OVERDUE) == _ON,
        late,
    )


def _counts(
    rows: Sequence[Row], others: ModelFilter, values: Callable[[Row], Iterable[str]], chosen: str
) -> Counter[str]:
    """The number of rows of each value; a chosen value stays, so that a click can take it back."""
    counts = Counter(each for row in rows if others.passes(row) for each in values(row))
    return Counter({chosen: 0, **counts}) if chosen else counts


def unknown_filters(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the parts of the link of the list that mean nothing here, each as `name=value`."""
    known: Mapping[str, Iterable[str]] = {
        _WORST: {result_of(row) for row in rows},
        _CHECK: {id_ for row in rows for id_ in row.found},
        _GROUP: {*map(group_of, rows)} - {""},
        _LIVE: {_ON},
        _LIVE_ABSENT: {_ON} if _has_absent(rows) else (),
        _OVERDUE: {_ON},
        "pack": pack_names(),
        _PAGE: {str(wanted_page())},
    }
    return tuple(
        f"{name}={value}"
        for name in st.query_params
        for value in st.query_params.get_all(name)
        if value and value not in known.get(name, ())
    )


def wanted_page() -> int:
    """The page number in the URL, from 1."""
    text = _parameter(_PAGE)
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) <= 9 else 1


def show_page(number: int) -> None:
    """Put a page number into the URL."""
    _set(_PAGE, "" if number == 1 else str(number))


def _pills(counts: Mapping[str, int]) -> str:
    words = {
        **{str(each): str(each).capitalize() for each in Severity},
        UNCLEAR: "Not clear",
        NOTHING: "No finding",
    }
    options = [each for each in words if each in counts]
    show_option(_WORST, wanted if (wanted := _parameter(_WORST)) in options else None)
    return (
        st.pills(
            "Worst finding",
            options,
            format_func=lambda each: f"{words[each]} {counts[each]:,}",
            label_visibility="collapsed",
            key=_WORST,
            on_change=lambda: _set(_WORST, st.session_state[_WORST] or ""),
        )
        or ""
    )


def _choice(name: str, nothing: str, label: str, counts: Mapping[str, int]) -> str:
    values = ["", *sorted(counts, key=lambda value: (-counts[value], value))]
    words = distinct([nothing, *(f"{plain(each, 60)} ({counts[each]:,})" for each in values[1:])])
    show_option(name, wanted if (wanted := _parameter(name)) in counts else "")
    return st.selectbox(
        label,
        values,
        format_func=dict(zip(values, words, strict=True)).__getitem__,
        label_visibility="collapsed",
        width=240,
        key=name,
        on_change=_setter(name),
    )


def _setter(name: str) -> Callable[[], None]:
    return lambda: _set(name, st.session_state[name])


def _switch(name: str, words: str, more: str) -> bool:
    show(name, _parameter(name) == _ON)
    return st.toggle(
        literal(words),
        key=name,
        help=more,
        on_change=lambda: _set(name, _ON if st.session_state[name] else ""),
    )


def _parameter(name: str) -> str:
    return st.query_params.get(name, "")


def _set(name: str, value: str) -> None:
    """Put a value into the URL. Any change except that of the page goes back to the first page."""
    if name != _PAGE:
        st.query_params.pop(_PAGE, None)
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)
