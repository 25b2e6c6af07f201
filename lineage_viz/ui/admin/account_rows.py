"""The list of accounts: the age of each, the result of its last reload, and buttons to reload and to remove it."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import streamlit as st

from lineage_viz.administration import Administration
from lineage_viz.jobs import Job, JobKind
from lineage_viz.reload.removing import confirmation, still_a_source
from lineage_viz.settings import Settings
from lineage_viz.snapshot.current import Named
from lineage_viz.ui.admin.account_list import Account, differences
from lineage_viz.ui.admin.admins_only import still_an_admin
from lineage_viz.ui.admin.job_words import state_words
from lineage_viz.ui.admin.loaded_summary import target_words
from lineage_viz.ui.admin.open_dialog import dialog_opens
from lineage_viz.ui.admin.starting import Starts, dry_run, start_sources
from lineage_viz.ui.admin.submit import change
from lineage_viz.ui.stalest import known_sources
from lineage_viz.ui.text import literal
from lineage_viz.words import age, moment, origin_words

_WIDTHS = (2.2, 1.8, 4.2, 3.6)
_SHORT = 160
"""Characters of the beginning of an error in its row."""

_SENTENCE = re.compile(r"(?<=[.!?]) ")


def account_rows(
    settings: Settings, rows: Sequence[Account], starts: Starts, why_not: Mapping[str, str], why_fixed: str
) -> None:
    """Show a row for each account, if there are several, or a file of sources.

    `why_not` has the reason why a source cannot be reloaded now, `why_fixed` why no account can be removed.
    """
    if len(rows) < 2 and not any(each.source for each in rows):
        return
    with st.container(key="accounts"):
        with st.container(key="accounts-head"):
            heads = ("Account", "Age", "Last result", "")
            for column, name in zip(st.columns(_WIDTHS, vertical_alignment="center"), heads, strict=True):
                column.caption(name)
        for each in rows:
            _row(settings, each, starts, why_not.get(each.name, ""), why_fixed)


def _row(settings: Settings, each: Account, starts: Starts, why_not: str, why_fixed: str) -> None:
    cells = st.columns(_WIDTHS, vertical_alignment="center")
    account, region = each.origin
    origin = " · ".join(filter(None, (account if each.name != account else "", region)))
    cells[0].markdown(f"**{literal(each.name)}**" + (f"  \n:gray[{literal(origin)}]" if origin else ""))
    cells[1].markdown(_age(each), help=moment(each.taken, seconds=True) if each.taken else None)
    error = each.last.error if each.last and not each.running else ""
    cells[2].markdown(_result(each), help=literal(error, 1_000) or None)
    with cells[3].container(horizontal=True, gap="medium", horizontal_alignment="left"):
        if each.source:
            _reload_buttons(settings, each, starts, why_not)
        if each.named:
            _remove_button(each, each.named, why_fixed)


def _age(each: Account) -> str:
    if each.shown is None:
        return ":orange-badge[not loaded]"
    if each.taken is None:
        return ":gray[no time]"
    words = age(each.taken, datetime.now(UTC))
    return f"{words} :orange-badge[stale]" if each.is_stale else words


def _result(each: Account) -> str:
    if each.running:  # the job is shown below, and refreshed there
        return ":blue[:material/arrow_circle_right: **is being read**]"
    if each.last is None:
        return ":gray[Not reloaded yet]" if each.source else ":gray[Not in the file of sources]"
    return _ended(each.last)


def _ended(job: Job) -> str:
    when = f":gray[{age(job.ended or job.created, datetime.now(UTC))}]"
    if job.order.kind is JobKind.EXPORT:
        words = ", ".join(differences(job)) or _beginning(job.error)
        kind = "Dry run" if "compare" in job.order.parameters else "Export"
        return f"{kind} {state_words(job)} {when}" + (f"  \n{literal(words, _SHORT)}" if words else "")
    return f"{state_words(job)} {when}" + (
        f"  \n{literal(_beginning(job.error), _SHORT)}" if job.error else ""
    )


def _beginning(error: str) -> str:
    """The first sentences: they say what happened, and the next step. A service's own message comes after them."""
    first, *more = _SENTENCE.split(error)
    for sentence in more:
        if len(first) + len(sentence) > _SHORT:
            break
        first = f"{first} {sentence}"
    return first


def _reload_buttons(settings: Settings, each: Account, starts: Starts, why_not: str) -> None:
    st.button(
        "Reload",
        key=f"reload {each.key}",
        icon=":material/sync:",
        type="tertiary",
        disabled=bool(why_not),
        help=why_not or f"Reads {literal(each.name)}\\.",
        on_click=start_sources,
        args=(JobKind.RELOAD, [each.name], starts.reload, f"The reload of {each.name} has started."),
    )
    st.button(
        "Dry run",
        key=f"dry run {each.key}",
        icon=":material/difference:",
        type="tertiary",
        disabled=bool(why_not),
        help=why_not or "Export it, then say what a reload would change. Nothing is loaded.",
        on_click=dry_run,
        args=(settings, [each.name], starts.export),
    )


def _remove_button(each: Account, named: Named, why_not: str) -> None:
    if st.button(
        "Remove",
        key=f"remove {each.key}",
        icon=":material/delete:",
        type="tertiary",
        disabled=bool(why_not),
        help=why_not or "Show this account no longer. Its kept snapshots stay.",
    ):
        _confirm(each.name, each.key, named)


@st.dialog("Remove this account?", on_dismiss="rerun")
def _confirm(name: str, key: str, named: Named) -> None:
    dialog_opens()
    still_an_admin()
    settings = Settings.from_environment()
    words = origin_words(named.account, named.region, named.folder)
    st.markdown(
        f"{literal(target_words(settings))} will no longer show **{literal(name)}** ({literal(words)}). The other "
        "accounts stay, and so do its kept snapshots: restore one to see it again."
    )
    if more := still_a_source(settings, known_sources(settings), named):
        st.caption(literal(more, 600))
    if st.button("Remove it", type="primary", icon=":material/delete:", on_click=_remove, args=(key, named)):
        st.rerun()


def _remove(key: str, named: Named) -> None:
    parameters = {"origin": key, "confirm": confirmation(named)}

    def make(administration: Administration) -> None:
        administration.start(JobKind.REMOVE, parameters)

    change(make, "The removal has started.")


def why_no_reload(rows: Sequence[Account], why_not: str) -> Mapping[str, str]:
    """The reason why each source cannot be reloaded now; empty when it can."""
    return {each.name: "It is being read already." if each.running else why_not for each in rows}
