"""The reset of a Neptune cluster: the counts, the name to type, and the deletion."""

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
from lineage_viz.ui.text import literal
from lineage_viz.words import count, duration, moment, type_words

_OFFER, _TYPED = "admin reset", "admin reset typed"

_EVERY = 5
"""Seconds between two updates of the remaining time."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A reset that one admin may confirm. The token exists only here: on the server, in this visit."""

    target: str
    counts: Counts
    until: datetime
    token: str = field(repr=False)

    @property
    def is_valid(self) -> bool:
        """True while the token has not expired."""
        return datetime.now(UTC) < self.until


def resetting(settings: Settings, busy: Job | None) -> None:
    """Show the reset: first the counts, then the name to type, then the deletion."""
    st.markdown(
        f"A fast reset deletes everything in Neptune at {literal(settings.target)}. Readers find nothing until you "
        "restore a snapshot. The kept snapshots stay."
    )
    offer = _valid_offer(settings)
    if offer is None:
        st.button(
            "Show what would be deleted",
            icon=":material/delete_sweep:",
            on_click=_request_offer,
            disabled=busy is not None,
            help="This deletes nothing yet." if busy is None else "Wait until the running job has ended.",
        )
        return
    _counts(offer)
    with st.form("reset", border=False):
        st.text_input(f"To delete everything, type {literal(offer.target)}", key=_TYPED, autocomplete="off")
        with st.container(horizontal=True, key="reset-buttons"):
            st.form_submit_button(
                "Delete everything",
                icon=":material/delete_forever:",
                on_click=_delete,
                disabled=busy is not None,
            )
            st.form_submit_button("Cancel", on_click=_drop_offer)


def _valid_offer(settings: Settings) -> Offer | None:
    """The offer of this visit, if its token is still valid for this target."""
    offer = st.session_state.get(_OFFER)
    if isinstance(offer, Offer) and offer.target == settings.target and offer.is_valid:
        return offer
    st.session_state.pop(_OFFER, None)
    return None


@st.fragment(run_every=_EVERY)
def _counts(offer: Offer) -> None:
    """Show the counts and the remaining time; run the page again when that is over."""
    still_an_admin()
    if not offer.is_valid:
        st.rerun()
    counts = offer.counts
    labels = ", ".join(f"{type_words(str(label))} {number:,}" for label, number in counts.labels.items())
    left = duration((offer.until - datetime.now(UTC)).total_seconds())
    st.error(
        f"This deletes **{count(counts.entities, 'entity', 'entities')}** "
        f"and **{count(counts.associations, 'association')}**"
        f"{f' ({literal(labels)})' if labels else ''}. "
        f"You can confirm until {moment(offer.until)}, {left} from now.",
        icon=":material/delete_forever:",
    )


def _request_offer() -> None:
    def request(administration: Administration) -> None:
        until = datetime.now(UTC) + VALID
        counts, token = administration.offer_reset()
        st.session_state[_OFFER] = Offer(administration.settings.target, counts, until, token)

    change(request)


def _delete() -> None:
    """Start the reset if the typed name matches. The token is used up even when the reset fails."""
    offer = _valid_offer(Settings.from_environment())
    typed = str(st.session_state.get(_TYPED, "")).strip()
    if offer is None:
        st.toast("The time to confirm is over. Show the counts again.", icon=":material/timer_off:")
    elif typed != offer.target:
        st.toast("The name does not match the target: nothing was deleted.", icon=":material/block:")
    else:
        _drop_offer()
        change(
            lambda administration: administration.start(JobKind.RESET, {}, token=offer.token),
            "The reset has started.",
        )


def _drop_offer() -> None:
    st.session_state.pop(_OFFER, None)
