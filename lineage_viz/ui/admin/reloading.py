"""The Reload and Dry run buttons with their options."""

from collections.abc import Sequence

import streamlit as st

from lineage_viz.aws.profiles import DEFAULT, profile_in_use
from lineage_viz.evidence.services import Service
from lineage_viz.export import unfinished
from lineage_viz.export.costs import DETAILS, LINEAGE, RECORDS
from lineage_viz.jobs import JobKind
from lineage_viz.reload import known_in_use, to_delete
from lineage_viz.sagemaker_lineage.api import region_in_use
from lineage_viz.settings import KEEP, Settings
from lineage_viz.ui.admin.admins_only import still_an_admin
from lineage_viz.ui.admin.can_start import why_no_export
from lineage_viz.ui.admin.expected_costs import expected_costs
from lineage_viz.ui.admin.kept_snapshots import kept_if_known
from lineage_viz.ui.admin.open_dialog import dialog_opens
from lineage_viz.ui.admin.starting import Options, Starts, dry_run, start_sources
from lineage_viz.ui.text import literal
from lineage_viz.ui.trouble import loaded_now
from lineage_viz.words import count, moment

_REPLACE = (
    "Replace deletes everything in the cluster by a fast reset, then loads the new snapshot. Readers find nothing "
    "until the load has ended. Before the reset, the new snapshot and the last good one are both in S3. Choose it when "
    "a sync is not enough, for example when something else has written to the cluster."
)
_SAFE = (
    "Export the account, verify the snapshot, load it, compare the counts, switch to it. "
    "If a step fails, the last good snapshot is served."
)
_REPLACING = (
    "Readers find nothing until the load has ended. If a step fails, the last good snapshot is loaded again."
)
_STARTED = "The reload has started."
_NAMED = 2
"""The most sources that the button names itself."""
_REPLACED = "reload replaced"


def reloading(settings: Settings, names: Sequence[str], free: Sequence[str], why_not: str) -> Starts:
    """Show the buttons, or the reason why they are disabled, and the options; the default options are safe.

    `names` are those of all sources; without any, the buttons read the account of the AWS settings. They read those
    that are `free`, as no job reads them already. Returns the options: every button that exports has the same ones.
    """
    if not names:
        why_not = why_not or why_no_export(None)
    top = st.container(horizontal=True, vertical_alignment="center")
    with st.expander("Options", key="reload options"):
        exported, more = _export_choices(settings), _choices(settings, can_replace=len(names) < 2)
    starts = Starts(exported, exported | more)
    with top:
        _buttons(settings, free or names, why_not, starts, is_all=len(free) == len(names))
        safe = _SAFE.replace("the account", "each account") if len(names) > 1 else _SAFE
        st.caption(why_not or f"{_reads(free or names)} {_REPLACING if 'replace' in more else safe}")
    return starts


def _reads(names: Sequence[str]) -> str:
    """The sentence with the accounts that the buttons read."""
    if names:
        return f"Reads {literal(', '.join(names), 400)}\\." if len(names) > _NAMED else ""
    profile = profile_in_use()
    way = "the AWS settings of this app" if profile == DEFAULT else f"the AWS profile {literal(profile)}"
    return f"Reads {literal(region_in_use())} with {way}\\."


def _label(names: Sequence[str], *, is_all: bool) -> str:
    """The words of the button, with what it reads."""
    if len(names) > _NAMED:
        return f"Reload {'all ' if is_all else ''}{count(len(names), 'account')}"
    return f"Reload {' and '.join(map(literal, names))}".strip()


def _buttons(settings: Settings, names: Sequence[str], why_not: str, starts: Starts, *, is_all: bool) -> None:
    replaces, label = "replace" in starts.reload, _label(names, is_all=is_all)
    pressed = st.button(
        f"{label} and replace everything" if replaces else label,
        icon=":material/sync:",
        type="primary",
        key="reload all",
        disabled=bool(why_not),
        on_click=None if replaces else start_sources,
        args=(JobKind.RELOAD, names, starts.reload, _STARTED),
    )
    if pressed and replaces:
        _confirm_replacing(names, starts.reload)
    st.button(
        "Dry run",
        icon=":material/difference:",
        key="dry run all",
        disabled=bool(why_not),
        on_click=dry_run,
        args=(settings, names, starts.export),
        help="Export, verify the snapshot, then say what a reload would change. Nothing is loaded.",
    )


@st.dialog("Delete everything, then load the new snapshot?", on_dismiss="rerun")
def _confirm_replacing(names: Sequence[str], parameters: Options) -> None:
    dialog_opens()
    still_an_admin()
    st.markdown(_REPLACE)
    if st.button(
        "Reload and replace everything",
        type="primary",
        icon=":material/sync:",
        key="replace it",
        on_click=_replace,
        args=(names, parameters),
    ):
        st.rerun()


def _replace(names: Sequence[str], parameters: Options) -> None:
    """Replace once: the next reload is a sync again, unless the admin chooses replace again."""
    start_sources(JobKind.RELOAD, names, parameters, _STARTED)
    st.session_state[_REPLACED] = st.session_state.get(_REPLACED, 0) + 1


def _export_choices(settings: Settings) -> dict[str, str]:
    """Ask for the options of an export. Returns them as job parameters."""
    quick = st.radio(
        "Export",
        ("full", "quick"),
        format_func={"full": "Full", "quick": "Quick"}.__getitem__,
        captions=("Read everything again", "Read only the changes since the last snapshot"),
        horizontal=True,
        key="reload mode",
    )
    cost = expected_costs(settings)
    st.caption(f"The lineage itself costs {cost[LINEAGE]}.")
    details = _choice("reload details", "With details", cost[DETAILS], _DETAILS)
    records = _choice("reload records", "With records", cost[RECORDS], _RECORDS, is_on=True)
    evidence = [
        each
        for each in Service
        if _choice(f"reload {each}", f"Evidence from {each.words}", cost[each], _EVIDENCE[each])
    ]
    options = {
        "quick": quick == "quick",
        "details": details,
        "lineage-only": not records,
        "anew": _start_over(settings),
    }
    named = {"evidence": ",".join(evidence)} if evidence else {}
    return {name: "" for name, is_on in options.items() if is_on} | named


_DETAILS = "Also describe each artifact, action and context: properties, commits and users."
_RECORDS = (
    "Also read the records of jobs, model packages, models, endpoints, cards and pipeline executions: they say what is "
    "approved, by whom, and what an endpoint serves."
)
_EVIDENCE = {
    Service.S3: "Also ask S3 for the version, checksum and last change of each file.",
    Service.ECR: "Also ask ECR for the digest of each image, and the time of its push.",
    Service.CLOUDTRAIL: "Also ask CloudTrail who changed the approval of model packages: the strongest proof.",
}


def _choice(key: str, label: str, cost: str, more: str, *, is_on: bool = False) -> bool:
    """Ask for one part of an export, with its cost in the same line."""
    with st.container(horizontal=True, vertical_alignment="center"):
        wanted = st.toggle(label, value=is_on, key=key, help=more)
        st.caption(cost)
    return wanted


def _start_over(settings: Settings) -> bool:
    """True when the admin starts over; asked only when there is an interrupted export to resume."""
    begun = unfinished(settings.kept)
    if begun is None:
        return False
    return st.toggle(
        "Start over",
        key="reload anew",
        help=f"The export of {moment(begun)} was interrupted. The next export with the same options resumes it and "
        "shows the account as of that time. Turn this on to start a new export instead.",
    )


def _way() -> str:
    """The key of the choice between sync and replace. After a replace it is another one: a message of the page that is
    on its way then still has the old choice, and would bring it back."""
    return f"reload way {st.session_state.get(_REPLACED, 0)}"


def _choices(settings: Settings, *, can_replace: bool) -> dict[str, str]:
    parameters: dict[str, str] = {}
    if settings.neptune and can_replace:
        way = st.radio(
            "Load",
            ("sync", "replace"),
            format_func={"sync": "Sync", "replace": "Replace"}.__getitem__,
            captions=(
                "Load only the difference; readers never see an empty graph",
                "Delete everything first",
            ),
            horizontal=True,
            key=_way(),
        )
        if way == "replace":
            st.warning(_REPLACE, icon=":material/warning:")
            parameters["replace"] = ""
    keep = st.number_input(
        "Snapshots to keep for each account and region",
        1,
        1_000,
        KEEP,
        key="reload keep",
        width=320,
        help="Snapshots that are in use or pinned are kept in addition.",
    )
    _announce_deletions(settings, int(keep))
    return {**parameters, "keep": str(int(keep))}


def _announce_deletions(settings: Settings, keep: int) -> None:
    """Show the number of snapshots that a reload would delete; asks the cluster for its snapshots only if needed."""
    if len(kept_if_known(settings)) > keep:
        in_use, trouble = known_in_use(settings, answers=loaded_now() is not None)
        deleted = to_delete(settings, keep, in_use)
        if deleted and not trouble:
            st.caption(f"After the reload, at least {count(len(deleted), 'snapshot')} would be deleted.")
