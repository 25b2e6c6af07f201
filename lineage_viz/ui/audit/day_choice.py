"""The choice of the reviewed day: typed, or for an endpoint by the version that it served."""

from collections.abc import Iterator
from datetime import date

import streamlit as st

from lineage_viz.model import Entity
from lineage_viz.questions.served import Deployed, is_endpoint, near, served
from lineage_viz.store.base import Store
from lineage_viz.typed_day import day_of, no_day
from lineage_viz.ui.audit.place import show_day
from lineage_viz.ui.text import distinct, literal
from lineage_viz.words import day as day_words
from lineage_viz.words import plain

_DAY, _SERVED, _WRONG = "audited day", "served version", "no day"
_OTHER = "Another day"


def day_choice(store: Store, subject: Entity | None, day: date | None) -> None:
    """Show the field for a day and, for an endpoint, the versions that it served with their days."""
    if subject and is_endpoint(subject):
        _versions(store, subject, day)
    st.session_state[_DAY] = day.isoformat() if day else ""
    st.text_input(
        "As of (UTC)",
        key=_DAY,
        placeholder="now",
        on_change=_typed,
        help="The review at the end of that day, as 2026-03-12. Without a day: now.",
        width=112,
    )


def wrong_day() -> None:
    """Say once that a typed text is no day."""
    if text := st.session_state.pop(_WRONG, ""):
        st.error(literal(no_day(text), 200), icon=":material/event_busy:")


def _typed() -> None:
    text = str(st.session_state[_DAY])
    day = day_of(text)
    if text.strip() and day is None:
        st.session_state[_WRONG] = plain(text, 60)
    else:
        show_day(day)


def _versions(store: Store, endpoint: Entity, day: date | None) -> None:
    found = served(near(store, endpoint.arn))
    if not found:
        return
    choices = list(_choices(found.deployments))
    words = {"": "Now"}  # a text: None would be no choice
    texts = distinct(text for _, text in choices)
    words |= {first.isoformat(): text for (first, _), text in zip(choices, texts, strict=True)}
    shown = _shown(found.deployments, day)
    chosen = shown.isoformat() if shown else ""
    if chosen not in words:  # a day on which it served nothing
        words[chosen] = _OTHER
    st.session_state[_SERVED] = chosen
    st.selectbox(
        "What it served",
        list(words),
        format_func=words.__getitem__,
        key=_SERVED,
        on_change=lambda: show_day(day_of(st.session_state[_SERVED])),
        help="Each completed deployment, newest first. A choice shows the review of its first day.",
        width=240,
    )


def _choices(deployments: tuple[Deployed, ...]) -> Iterator[tuple[date, str]]:
    """Yield the first day of each version that the endpoint served at the end of a day, and its words."""
    for each in deployments:
        if each.completed and each.at and not _is_within_a_day(each):
            until = day_words(each.until) if each.until else "now"
            yield each.at.date(), f"{day_words(each.at)} to {until}: {plain(each.versions, 60)}"


def _is_within_a_day(each: Deployed) -> bool:
    return bool(each.at and each.until and each.at.date() == each.until.date())


def _shown(deployments: tuple[Deployed, ...], day: date | None) -> date | None:
    """The first day of the version that was served at the end of a day; the day itself if none was."""
    if day is None:
        return None
    before = (each for each in deployments if each.completed and each.at and each.at.date() <= day)
    found = next(before, None)
    return found.at.date() if found and found.at else day
