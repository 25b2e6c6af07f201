"""When the store cannot answer: one sentence where it happened, the rest goes on, and it mends itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import streamlit as st

from lineage_viz.errors import LineageVizError, SettingsError, SnapshotError, StoreUnavailable
from lineage_viz.model import SnapshotInfo
from lineage_viz.store.base import Store
from lineage_viz.ui.source import current_store, on_neptune
from lineage_viz.ui.text import literal

_EVERY = 3
"""Seconds between two looks at a store that does not answer, or in which nothing is loaded yet."""

LoadedInfo = tuple[SnapshotInfo, ...] | None
"""What a store holds; None while it cannot be asked."""

_NEXT_STEPS: tuple[tuple[type[LineageVizError], str], ...] = (
    (SettingsError, "Then start the app again."),
    (
        SnapshotError,
        "Check the folder with `python -m lineage_viz verify PATH`, or start without it for the demo.",
    ),
)


@contextmanager
def errors_shown() -> Iterator[None]:
    """Turn our own errors into one message and end the page there; anything else is a bug and stays loud."""
    try:
        yield
    except StoreUnavailable as error:
        unavailable(error, "page")
        st.stop()
    except LineageVizError as error:
        step = next((words for type_, words in _NEXT_STEPS if isinstance(error, type_)), "")
        st.error(f"{literal(str(error), 1_000)}\n\n{step}", icon=":material/error:")
        st.stop()


@contextmanager
def unavailable_shown(name: str, *, aside: bool = False) -> Iterator[None]:
    """A part of a page that may lack its answer: it says so, in small letters if it is an aside; the rest is shown."""
    try:
        yield
    except StoreUnavailable as error:
        unavailable(error, name, aside=aside)


def unavailable(error: StoreUnavailable, name: str, lacks: str = "", *, aside: bool = False) -> None:
    """Say it, and what that means there, and offer to try again."""
    store = current_store()
    said = [lacks, literal(str(error), 1_000)]
    if is_down(store):
        said.append("This page goes on by itself as soon as it answers.")
    words = " ".join(filter(None, said))
    if aside:
        st.caption(f":material/cloud_off: {words}")
    else:
        st.error(words, icon=":material/cloud_off:")
    kind: Literal["tertiary", "secondary"] = "tertiary" if aside else "secondary"
    st.button("Try again", icon=":material/refresh:", key=f"again {name}", type=kind)
    watch_if_down(store)


def is_down(store: Store) -> bool:
    """Whether nothing can be asked at the moment."""
    try:
        store.check()
    except StoreUnavailable:
        return True
    return False


def loaded_now() -> LoadedInfo:
    """By the current store; that it cannot be opened is another trouble than that it does not answer."""
    try:
        store = current_store()
        return None if is_down(store) else store.snapshots
    except LineageVizError:
        return ()


def watch_if_down(store: Store) -> None:
    """Run the page again as soon as a store that does not answer does."""
    if is_down(store):
        _watch(store, None)


def watch_for_a_load(store: Store) -> None:
    """Run the page again as soon as a snapshot is loaded in a store that has none."""
    if on_neptune():
        _watch(store, ())


@st.fragment(run_every=_EVERY)
def _watch(store: Store, seen: tuple[SnapshotInfo, ...] | None) -> None:
    if not is_down(store) and store.snapshots != seen:
        st.rerun()
