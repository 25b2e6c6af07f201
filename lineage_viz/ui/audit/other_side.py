"""The other side of a comparison: another version, or the same model in another kept snapshot. Both are in the URL."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from lineage_viz.audit.report import Report
from lineage_viz.errors import NotAssessable
from lineage_viz.model import SnapshotInfo
from lineage_viz.snapshot import open_folder
from lineage_viz.snapshot.beside import beside
from lineage_viz.store.base import Store
from lineage_viz.store.local import LocalStore
from lineage_viz.store.memory import Memory
from lineage_viz.title import title
from lineage_viz.ui.audit.place import PREVIOUS, compare_with, wanted_other, wanted_other_snapshot
from lineage_viz.ui.text import distinct
from lineage_viz.words import moment, plain

_NOTHING = "Compare with …"
_KEY = "compared side"
_FIRST = 3
_SNAPSHOT = "snapshot "
"""The start of an option that is a snapshot; no ARN starts so."""


@st.cache_resource(show_spinner=False)
def _stores() -> Memory:
    return Memory(2)


def replace_previous(found: Report) -> None:
    """Put the version before into the URL, where the URL asks for it; without one, the page says so."""
    if wanted_other() != PREVIOUS:
        return
    arns = [each.arn for each in found.review.versions]
    place = arns.index(found.review.model.arn) if found.review.model.arn in arns else 0
    compare_with(arns[place - 1] if place else "")
    if not place:
        st.info("No earlier version of this model is recorded. Choose what to compare it with above.")


def compare_menu(found: Report) -> None:
    """Show the other versions, and the other kept snapshots; nothing when there are none."""
    review = found.review
    versions = [(each.arn, title(each)) for each in reversed(review.versions) if each.arn != review.model.arn]
    snapshots = [(f"{_SNAPSHOT}{name}", words) for name, words in _other_snapshots(found.snapshots).items()]
    # The list shows eight without scrolling: the newest of both come first.
    others = dict([*versions[:_FIRST], *snapshots[:_FIRST], *versions[_FIRST:], *snapshots[_FIRST:]])
    chosen = wanted_other()
    if chosen and chosen not in others:  # a link may name any model
        others[chosen] = chosen
    if wanted_other_snapshot():
        chosen = f"{_SNAPSHOT}{wanted_other_snapshot()}"
        others.setdefault(chosen, chosen)
    if not others:
        return
    names = [_NOTHING, *(plain(each, 60) for each in others.values())]
    words = dict(zip(["", *others], distinct(names), strict=True))
    st.session_state[_KEY] = chosen
    st.selectbox(
        "Compare with",
        list(words),
        format_func=words.__getitem__,
        key=_KEY,
        width=165,
        label_visibility="collapsed",
        on_change=_choose,
    )


def _choose() -> None:
    chosen = st.session_state[_KEY]
    if chosen.startswith(_SNAPSHOT):
        compare_with(snapshot=chosen.removeprefix(_SNAPSHOT))
    else:
        compare_with(chosen)


def _other_snapshots(snapshots: tuple[SnapshotInfo, ...]) -> Mapping[str, str]:
    """The names of the other kept snapshots of the account, newest first, in words."""
    if len(snapshots) != 1:
        return {}
    shown = Path(snapshots[0].path).resolve()
    others = (each for each in reversed(beside(shown)) if each.path != shown)
    return {each.path.name: f"itself on {moment(each.taken)}" for each in others}


def other_store(store: Store) -> Store:
    """Return the store with the other side: the snapshot in the URL, or the store itself.

    Raises NotAssessable for a name that is none of the kept snapshots: a link never opens another folder. Raises
    SnapshotError.
    """
    name = wanted_other_snapshot()
    if not name:
        return store
    if name not in _other_snapshots(store.snapshots):
        raise NotAssessable(
            f"{plain(name, 80)} is no other kept snapshot of this account. Choose one in the list."
        )
    path = Path(store.snapshots[0].path).resolve().with_name(name)
    opened: Store = _stores().recall(path, lambda: LocalStore([open_folder(path)]))
    return opened
