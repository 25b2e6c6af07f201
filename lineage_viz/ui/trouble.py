"""The messages for a store that does not answer: the rest of the page stays, and the page recovers by itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Literal

import streamlit as st

from lineage_viz.errors import HomeError, LineageVizError, SettingsError, SnapshotError, StoreUnavailable
from lineage_viz.model import SnapshotInfo
from lineage_viz.store.base import Store
from lineage_viz.typed_command import typed_command
from lineage_viz.ui.source import current_store, on_neptune
from lineage_viz.ui.text import literal

_EVERY = 3
"""Seconds between two questions to a store that does not answer or is empty."""

LoadedInfo = tuple[SnapshotInfo, ...] | None
"""The snapshots in a store; None while it does not answer."""

_NEXT_STEPS: tuple[tuple[type[LineageVizError], str], ...] = (
    (SettingsError, "Then start the app again."),
    (HomeError, "Then open this page again."),
    (
        SnapshotError,
        f"Check the folder with `{typed_command()} verify PATH`, or start the app without it to see the demo.",
    ),
)


@contextmanager
def errors_shown() -> Iterator[None]:
    """Show an error of ours as one message and end the page. Any other error is a bug and is raised."""
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
    """Show the message for one part of a page, small if `aside`, and go on with the other parts."""
    try:
        yield
    except StoreUnavailable as error:
        unavailable(error, name, aside=aside)


@contextmanager
def waiting_shown() -> Iterator[None]:
    """Say while the block runs that the page waits for Neptune; the rest of the page is there before."""
    with st.spinner("Waiting for Neptune to answer …") if on_neptune() else nullcontext():
        yield


def unavailable(error: StoreUnavailable, name: str, lacks: str = "", *, aside: bool = False) -> None:
    """Show the error after its effect (`lacks`), with a button to try again."""
    store = current_store()
    sentences = [lacks, literal(str(error), 1_000)]
    if is_down(store):
        sentences.append("This page continues by itself when the store answers again.")
    words = " ".join(filter(None, sentences))
    if aside:
        st.caption(f":material/cloud_off: {words}")
    else:
        st.error(words, icon=":material/cloud_off:")
    kind: Literal["tertiary", "secondary"] = "tertiary" if aside else "secondary"
    st.button("Try again", icon=":material/refresh:", key=f"again {name}", type=kind)
    watch_if_down(store)


def is_down(store: Store) -> bool:
    """True when the store does not answer at the moment."""
    try:
        store.check()
    except StoreUnavailable:
        return True
    return False


def loaded_now() -> LoadedInfo:
    """The snapshots in the current store; none when it cannot be opened, None when it does not answer."""
    try:
        store = current_store()
        return None if is_down(store) else store.snapshots
    except LineageVizError:
        return ()


def watch_if_down(store: Store) -> None:
    """Run the page again as soon as a silent store answers."""
    if is_down(store):
        _watch(store, None)


def watch_for_a_load(store: Store) -> None:
    """Run the page again as soon as an empty store has a snapshot."""
    if on_neptune():
        _watch(store, ())


def watch_for_a_change(store: Store, seen: str, now: Callable[[], str]) -> None:
    """Run the page again when other snapshots are loaded, or when `now` returns another text than `seen`."""
    if on_neptune():
        _watch_both(store, store.snapshots, seen, now)


@st.fragment(run_every=_EVERY)
def _watch_both(store: Store, loaded: LoadedInfo, seen: str, now: Callable[[], str]) -> None:
    if not is_down(store) and (store.snapshots != loaded or now() != seen):
        st.rerun()


@st.fragment(run_every=_EVERY)
def _watch(store: Store, seen: tuple[SnapshotInfo, ...] | None) -> None:
    if not is_down(store) and store.snapshots != seen:
        st.rerun()
