"""The one button: reload, and how."""

from collections.abc import Mapping

import streamlit as st

from lineage_viz.jobs import Kind
from lineage_viz.reload.kept import KEEP
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.changing import change

_REPLACE = (
    "Replace deletes everything in the cluster by a fast reset, then loads all of it anew. Readers find nothing until "
    "that is done. Before anything is deleted, the new snapshot and the last good one are both in S3. Take it when a "
    "sync is not enough, such as for a cluster that something else has written to."
)


def reloading(settings: Settings, why_not: str) -> None:
    """The button, or why it cannot be pressed; the choices below it are good without a look at them."""
    top = st.container(horizontal=True, vertical_alignment="center")
    with st.expander("How"):
        parameters = _choices(settings)
    with top:
        st.button(
            "Reload",
            icon=":material/sync:",
            type="primary",
            disabled=bool(why_not),
            on_click=start,
            args=(Kind.RELOAD, parameters, "The reload has begun."),
        )
        st.caption(
            why_not
            or "Export the account, verify the snapshot, load it, compare the counts, switch to it. "
            "Whatever fails, the last good snapshot is what is served."
        )


def start(kind: Kind, parameters: Mapping[str, str], done: str) -> None:
    """Begin a job."""
    change(lambda administration: administration.start(kind, parameters), done)


def export_choices(key: str) -> dict[str, str]:
    """How much is read."""
    quick = st.radio(
        "Export",
        ("full", "quick"),
        format_func={"full": "Full", "quick": "Quick"}.__getitem__,
        captions=("Read everything again", "Read only what changed since the last snapshot"),
        horizontal=True,
        key=f"{key} mode",
    )
    details = st.toggle(
        "With details",
        key=f"{key} details",
        help="Also properties, parameters, metrics, commits and users: a call for each entity, so it takes longer.",
    )
    return {name: "" for name, is_on in (("quick", quick == "quick"), ("details", details)) if is_on}


def _choices(settings: Settings) -> dict[str, str]:
    parameters = export_choices("reload")
    if settings.neptune:
        way = st.radio(
            "Load",
            ("sync", "replace"),
            format_func={"sync": "Sync", "replace": "Replace"}.__getitem__,
            captions=(
                "Change only what differs; readers never see an empty graph",
                "Delete everything first",
            ),
            horizontal=True,
            key="reload way",
        )
        if way == "replace":
            st.warning(_REPLACE, icon=":material/warning:")
            parameters["replace"] = ""
    keep = st.number_input(
        "Snapshots to keep of each account and region",
        1,
        1_000,
        KEEP,
        key="reload keep",
        width=320,
        help="Besides those that are in use or pinned.",
    )
    return {**parameters, "keep": str(int(keep))}
