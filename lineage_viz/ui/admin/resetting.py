"""Reset: what would be deleted, the name to type, and the deletion. For Neptune only."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

import streamlit as st

from lineage_viz.administration import Administration
from lineage_viz.jobs import Job, JobKind
from lineage_viz.neptune_admin.reset import VALID
from lineage_viz.settings import Settings
from lineage_viz.store.base import Counts
from lineage_viz.ui.admin.admins_only import still_an_admin
from lineage_viz.ui.admin.submit import change
from lineage_viz.ui.text import literal, moment
from lineage_viz.words import count, duration, type_words

_OFFER, _TYPED = "admin reset", "admin reset typed"

_EVERY = 5
"""Seconds between two looks at the time that is left."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What was shown to whoever asked. The token is nowhere but in here, on the server, in this visit."""

    target: str
    counts: Counts
    until: datetime
    token: str = field(repr=False)

    @property
    def is_valid(self) -> bool:
        """Whether the cluster would still take the token, as far as its time goes."""
        return datetime.now(UTC) < self.until


def resetting(settings: Settings, busy: Job | None) -> None:
    """Ask, then type, then delete."""
    st.markdown(
        f"Deletes everything in Neptune at {literal(settings.target)} by a fast reset. Readers find nothing "
        "from then on, until a snapshot is restored. The snapshots that are kept stay."
    )
    offer = _offered(settings)
    if offer is None:
        st.button(
            "Show what would be deleted",
            icon=":material/delete_sweep:",
            on_click=_ask,
            disabled=busy is not None,
            help="Nothing is deleted yet." if busy is None else "Wait for the job that is running.",
        )
        return
    _shown(offer)
    with st.form("reset", border=False):
        st.text_input(f"To delete all of it, type {literal(offer.target)}", key=_TYPED, autocomplete="off")
        with st.container(horizontal=True, key="reset-buttons"):
            st.form_submit_button(
                "Delete everything",
                icon=":material/delete_forever:",
                on_click=_delete,
                disabled=busy is not None,
            )
            st.form_submit_button("Cancel", on_click=_forget)


def _offered(settings: Settings) -> Offer | None:
    """What was asked for in this visit, as long as it can be had."""
    offer = st.session_state.get(_OFFER)
    if isinstance(offer, Offer) and offer.target == settings.target and offer.is_valid:
        return offer
    st.session_state.pop(_OFFER, None)
    return None


@st.fragment(run_every=_EVERY)
def _shown(offer: Offer) -> None:
    """With its time running; when that is over, the page no longer offers it."""
    still_an_admin()
    if not offer.is_valid:
        st.rerun()
    counts = offer.counts
    labels = ", ".join(f"{type_words(str(label))} {number:,}" for label, number in counts.labels.items())
    left = duration((offer.until - datetime.now(UTC)).total_seconds())
    st.error(
        f"Would be deleted: **{count(counts.entities, 'entity', 'entities')}** "
        f"and **{count(counts.associations, 'association')}**"
        f"{f' ({literal(labels)})' if labels else ''}. "
        f"This offer holds until {moment(offer.until)}, {left} from now.",
        icon=":material/delete_forever:",
    )


def _ask() -> None:
    def ask(administration: Administration) -> None:
        until = datetime.now(UTC) + VALID
        counts, token = administration.offer_reset()
        st.session_state[_OFFER] = Offer(administration.settings.target, counts, until, token)

    change(ask)


def _delete() -> None:
    """The name counts as it is typed; the token is spent with this, whatever comes of it."""
    offer = _offered(Settings.from_environment())
    typed = str(st.session_state.get(_TYPED, "")).strip()
    if offer is None:
        st.toast("That offer has ended. Ask for it again.", icon=":material/timer_off:")
    elif typed != offer.target:
        st.toast("That is not the target's name: nothing was deleted.", icon=":material/block:")
    else:
        _forget()
        change(
            lambda administration: administration.start(JobKind.RESET, {}, token=offer.token),
            "The reset has begun.",
        )


def _forget() -> None:
    st.session_state.pop(_OFFER, None)
