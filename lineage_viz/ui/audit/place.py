"""The place of a visit on the Audit page: the model and the day, both in the URL, so that a link shows the same."""

from datetime import UTC, date, datetime, time

import streamlit as st

from lineage_viz.audit.pack_file import pack_names

_MODEL, _DAY, _WITH, _IN, _PACK = "model", "day", "with", "in", "pack"
PREVIOUS = "previous"
"""In the place of a model to compare with: the version before."""
_LIST = ("worst", "check", "group", "live", "overdue", "page")
"""The parts of the link of the list of all models."""


def wanted_model() -> str:
    """The text in the URL that names the model; empty for the list of all models."""
    return st.query_params.get(_MODEL, "").strip()


def wanted_day() -> date | None:
    """The day in the URL, in UTC; None for now."""
    text = st.query_params.get(_DAY, "")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def wanted_other() -> str:
    """The text in the URL that names the model to compare with; empty without one."""
    return st.query_params.get(_WITH, "").strip()


def wanted_other_snapshot() -> str:
    """The name of the kept snapshot in the URL to compare with; empty without one."""
    return st.query_params.get(_IN, "").strip()


def compare_with(arn: str = "", snapshot: str = "") -> None:
    """Compare with another model, or with the same one in another snapshot; without both, end the comparison."""
    for name, value in ((_WITH, arn), (_IN, snapshot)):
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)


def end_of(day: date | None) -> datetime | None:
    """The last moment of a day in UTC; None for now."""
    return datetime.combine(day, time.max, UTC) if day else None


def open_review(arn: str) -> None:
    """Show the review of a model, on the same day and by the same pack."""
    kept = {name: st.query_params[name] for name in (_DAY, _PACK) if st.query_params.get(name)}
    st.query_params.from_dict({_MODEL: arn, **list_parts(), **kept})


def list_parts() -> dict[str, str]:
    """The filters and the page of the list of all models: the link of a review has them too, for the way back."""
    return {name: st.query_params[name] for name in _LIST if st.query_params.get(name)}


def back_to_all() -> None:
    """Show all models as they were filtered, judged by the same pack."""
    pack = st.query_params.get(_PACK)
    st.query_params.from_dict({**list_parts(), **({_PACK: pack} if pack else {})})


def show_day(day: date | None) -> None:
    """Show the review of a day; None for now."""
    if day:
        st.query_params[_DAY] = day.isoformat()
    else:
        st.query_params.pop(_DAY, None)


def unknown_parts() -> tuple[str, ...]:
    """The parts of the link of a review that mean nothing, each as `name=value`; empty ones say nothing."""
    pack = st.query_params.get(_PACK) in pack_names()
    known = {_MODEL, _WITH, _IN, *_LIST, *([_DAY] if wanted_day() else []), *([_PACK] if pack else [])}
    return tuple(
        f"{name}={value}"
        for name in st.query_params
        for value in st.query_params.get_all(name)
        if value and name not in known
    )
