"""The list of kept snapshots: restore one, pin it, preview its changes."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

import streamlit as st

from lineage_viz.administration import Administration
from lineage_viz.errors import HomeError, SnapshotError
from lineage_viz.jobs import JobKind
from lineage_viz.reload import Kept, all_kept, known_in_use, unreadable
from lineage_viz.settings import Settings
from lineage_viz.ui.admin.admins_only import still_an_admin
from lineage_viz.ui.admin.back_to_demo import back_to_demo
from lineage_viz.ui.admin.dry_run import show_changes
from lineage_viz.ui.admin.loaded_summary import target_words
from lineage_viz.ui.admin.open_dialog import dialog_opens
from lineage_viz.ui.admin.submit import change, section_error_shown
from lineage_viz.ui.page_numbers import page_number
from lineage_viz.ui.text import literal
from lineage_viz.ui.trouble import loaded_now
from lineage_viz.words import HAS_GAPS, age, count, moment, origin_words

PAGE = 10
_MOST_UNREADABLE = 3
_WIDTHS = (3.5, 1.1, 1, 1.2, 1.5, 4.2)


def kept_section(settings: Settings, why_not: str) -> None:
    """List the kept snapshots, the newest first, with buttons for each, and the way back to the demo account.

    `why_not` is the reason why none can be restored now; empty when one can. Raises SnapshotError.
    """
    try:
        _kept_list(settings, why_not)
    finally:
        back_to_demo(settings, why_not)


def _kept_list(settings: Settings, why_not: str) -> None:
    in_use, trouble = known_in_use(settings, answers=loaded_now() is not None)
    kept = all_kept(settings, in_use)
    _say_unreadable(unreadable(settings))
    if not kept:
        st.caption("No snapshot is kept yet. The first reload creates one.")
        return
    if trouble:
        st.warning(
            f"It is not known which other snapshots are in use. {literal(trouble, 1_000)}",
            icon=":material/warning:",
        )
    pages = -(-len(kept) // PAGE)
    number = page_number(pages, f"kept page of {pages}")
    several = len({each.origin for each in kept}) > 1
    minutes = Counter(moment(each.manifest.taken) for each in kept)
    with st.container(key="kept"):
        _head()
        for each in kept[(number - 1) * PAGE : number * PAGE]:
            at = moment(each.manifest.taken, seconds=minutes[moment(each.manifest.taken)] > 1)
            _row(each, at, why_not, with_origin=several)


def _say_unreadable(sentences: Sequence[str]) -> None:
    if sentences:
        folders = "A folder is" if len(sentences) == 1 else f"{len(sentences)} folders are"
        more = (
            f" And {len(sentences) - _MOST_UNREADABLE:,} more." if len(sentences) > _MOST_UNREADABLE else ""
        )
        words = " ".join(literal(each, 1_000) for each in sentences[:_MOST_UNREADABLE])
        st.warning(f"{folders} not in this list. {words}{more}", icon=":material/warning:")


def _head() -> None:
    names = ("Taken", "Mode", "Entities", "Associations", "", "")
    with st.container(key="kept-head"):
        for column, name in zip(st.columns(_WIDTHS, vertical_alignment="center"), names, strict=True):
            column.caption(name)


def _row(each: Kept, at: str, why_not: str, *, with_origin: bool) -> None:
    name, m = each.path.name, each.manifest
    cells = st.columns(_WIDTHS, vertical_alignment="center")
    words = literal(origin_words(m.account, m.region, m.folder))
    origin = f"  \n:gray[{words}]" if with_origin else ""
    cells[0].markdown(
        f"{at} :gray[· {age(m.taken, datetime.now(UTC))}]{origin}",
        help=f"{moment(m.taken, seconds=True)}, {words}: {literal(name)}",
    )
    cells[1].markdown(literal(m.mode + (", details" if m.details else "")))
    cells[2].markdown(f"{sum(m.labels.values()):,}")
    cells[3].markdown(f"{sum(m.association_types.values()):,}")
    cells[4].markdown(_marks(each))
    with cells[5].container(horizontal=True, gap="medium"):
        restore_button(name, why_not)
        preview_button(name)
        _pin_button(each)


def _pin_button(each: Kept) -> None:
    name = each.path.name
    st.button(
        "Unpin" if each.pinned else "Pin",
        key=f"pin {name}",
        icon=":material/keep_off:" if each.pinned else ":material/keep:",
        type="tertiary",
        on_click=_pin,
        args=(name, not each.pinned),
        help=None if each.pinned else "Keep this snapshot, however old it is",
    )


def restore_button(name: str, why_not: str, where: str = "", *, primary: bool = False) -> None:
    """Show a button that asks for confirmation, then starts the restore.

    `where` on the page makes its key unique when the same snapshot has several.
    """
    if st.button(
        "Restore",
        key=f"restore {name} {where}".strip(),
        icon=":material/history:",
        disabled=bool(why_not),
        type="primary" if primary else "tertiary",
        help=why_not or None,
    ):
        _confirm_restore(name)


def preview_button(name: str, where: str = "") -> None:
    """Show a button that opens a preview of the changes that a restore would make."""
    if st.button(
        "Preview changes",
        key=f"differing {name} {where}".strip(),
        icon=":material/difference:",
        type="tertiary",
    ):
        _preview(name)


def _marks(each: Kept) -> str:
    marks = [":green-badge[in use]"] if each.in_use else []
    if each.pinned:
        marks.append(":blue-badge[pinned]")
    if each.manifest.incomplete:
        marks.append(f":orange-badge[{HAS_GAPS}]")
    return " ".join(marks)


def kept_if_known(settings: Settings) -> tuple[Kept, ...]:
    """All kept snapshots; none while S3 does not answer, which the list of them says."""
    with suppress(HomeError):
        return all_kept(settings)
    return ()


def by_name(settings: Settings, name: str) -> Kept:
    """The kept snapshot of this name. Raises SnapshotError when there is none."""
    for each in all_kept(settings):
        if each.path.name == name:
            return each
    raise SnapshotError(f"The snapshot {name} is no longer kept. Choose another.")


@st.dialog("Restore this snapshot?", on_dismiss="rerun")
def _confirm_restore(name: str) -> None:
    dialog_opens()
    still_an_admin()
    settings = Settings.from_environment()
    with section_error_shown():
        m = by_name(settings, name).manifest
        st.markdown(
            f"{literal(target_words(settings))} will show {literal(origin_words(m.account, m.region, m.folder))} as of "
            f"**{moment(m.taken, seconds=True)}**: {count(sum(m.labels.values()), 'entity', 'entities')}, "
            f"{count(sum(m.association_types.values()), 'association')}. "
            f"{f'The snapshot {HAS_GAPS}. ' if m.incomplete else ''}If the restore fails, the present lineage stays."
        )
    if st.button("Restore it", type="primary", icon=":material/history:", on_click=_restore, args=(name,)):
        st.rerun()


@st.dialog("Preview changes", width="large", on_dismiss="rerun")
def _preview(name: str) -> None:
    dialog_opens()
    still_an_admin()
    settings = Settings.from_environment()
    with section_error_shown():
        show_changes(settings, by_name(settings, name))


def _restore(name: str) -> None:
    """Start the restore of a kept snapshot."""

    def make(administration: Administration) -> None:
        kept = by_name(administration.settings, name)
        administration.start(JobKind.RESTORE, {"path": str(kept.path)})

    change(make, "The restore has started.")


def _pin(name: str, pinned: bool) -> None:
    change(
        lambda administration: administration.keep(by_name(administration.settings, name).path, pinned=pinned)
    )
