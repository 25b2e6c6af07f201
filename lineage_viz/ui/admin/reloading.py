"""The one button: reload, and how."""

from collections.abc import Mapping

import streamlit as st

from lineage_viz.export import unfinished
from lineage_viz.jobs import JobKind
from lineage_viz.reload import kept_snapshots, known_in_use, outlived
from lineage_viz.reload.retention import KEEP
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.admins_only import still_an_admin
from lineage_viz.ui.admin.submit import change
from lineage_viz.ui.text import moment
from lineage_viz.ui.trouble import held_now
from lineage_viz.words import count

_REPLACE = (
    "Replace deletes everything in the cluster by a fast reset, then loads all of it anew. Readers find nothing until "
    "that is done. Before anything is deleted, the new snapshot and the last good one are both in S3. Take it when a "
    "sync is not enough, such as for a cluster that something else has written to."
)
_SAFE = (
    "Export the account, verify the snapshot, load it, compare the counts, switch to it. "
    "Whatever fails, the last good snapshot is what is served."
)
_REPLACING = (
    "Readers find nothing while it is loaded anew. Whatever fails, the last good snapshot is loaded again."
)
_BEGUN = "The reload has begun."
_WAY = "reload way"


def reloading(settings: Settings, why_not: str) -> None:
    """The buttons, or why they cannot be pressed; the choices below them are good without a look at them."""
    top = st.container(horizontal=True, vertical_alignment="center")
    with st.expander("How"):
        exported, more = export_choices("reload", settings), _choices(settings)
    with top:
        _buttons(settings, why_not, exported, exported | more)
        st.caption(why_not or (_REPLACING if "replace" in more else _SAFE))


def _buttons(
    settings: Settings, why_not: str, exported: Mapping[str, str], parameters: Mapping[str, str]
) -> None:
    replaces = "replace" in parameters
    pressed = st.button(
        "Reload, replacing everything" if replaces else "Reload",
        icon=":material/sync:",
        type="primary",
        disabled=bool(why_not),
        on_click=None if replaces else start,
        args=(JobKind.RELOAD, parameters, _BEGUN),
    )
    if pressed and replaces:
        _confirm_replacing(parameters)
    st.button(
        "Dry run",
        icon=":material/difference:",
        disabled=bool(why_not),
        on_click=start,
        args=(JobKind.EXPORT, {"out": str(settings.kept.absolute()), **exported}, "The export has begun."),
        help="Export the account and verify the snapshot, then say what a reload would change. Nothing is loaded.",
    )


@st.dialog("Delete everything, and load it anew?")
def _confirm_replacing(parameters: Mapping[str, str]) -> None:
    still_an_admin()
    st.markdown(_REPLACE)
    if st.button(
        "Reload, replacing everything",
        type="primary",
        icon=":material/sync:",
        key="replace it",
        on_click=_replace,
        args=(parameters,),
    ):
        st.rerun()


def _replace(parameters: Mapping[str, str]) -> None:
    """Once: the next click is a sync again, unless somebody chooses otherwise."""
    start(JobKind.RELOAD, parameters, _BEGUN)
    st.session_state[_WAY] = "sync"


def start(kind: JobKind, parameters: Mapping[str, str], done: str) -> None:
    """Begin a job."""
    change(lambda administration: administration.start(kind, parameters), done)


def export_choices(key: str, settings: Settings) -> dict[str, str]:
    """How much is read, and whether from the beginning."""
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
    asked = {"quick": quick == "quick", "details": details, "anew": _is_anew(key, settings)}
    return {name: "" for name, is_on in asked.items() if is_on}


def _is_anew(key: str, settings: Settings) -> bool:
    """Asked only where there is an export to go on from."""
    begun = unfinished(settings.kept)
    if begun is None:
        return False
    return st.toggle(
        "Start over",
        key=f"{key} anew",
        help=f"The export begun at {moment(begun)} did not end. Unless this is on, one of the same kind goes on from "
        "there, and what it reads is as of then.",
    )


def _choices(settings: Settings) -> dict[str, str]:
    parameters: dict[str, str] = {}
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
            key=_WAY,
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
    _say_what_goes(settings, int(keep))
    return {**parameters, "keep": str(int(keep))}


def _say_what_goes(settings: Settings, keep: int) -> None:
    """The cluster is asked what it uses only where that matters."""
    if len(kept_snapshots(settings.kept)) > keep:
        in_use, trouble = known_in_use(settings, answers=held_now() is not None)
        goes = outlived(settings.kept, keep, in_use)
        if goes and not trouble:
            st.caption(f"At least {count(len(goes), 'snapshot')} of those kept would be deleted after it.")
