"""Who may see the admin page."""

from collections.abc import Callable

import streamlit as st

from lineage_viz.access import Actor, Role
from lineage_viz.settings import NEPTUNE_ADMIN, Settings
from lineage_viz.ui.session import asked_later, is_admin, sign_in_is_configured
from lineage_viz.ui.text import literal


def admins_only(actor: Actor, settings: Settings) -> None:
    """Say in one sentence who may, and end the page there, for anybody else."""
    if actor.role >= Role.ADMIN:
        return
    st.title("Admin", anchor=False)
    st.info(_who_may(actor, settings), icon=":material/lock:")
    st.stop()


def still_an_admin() -> None:
    """For what runs again on its own: whoever no longer may is shown the whole page, which says so."""
    if not is_admin():
        st.rerun()


def for_admins(content: Callable[[], bytes]) -> Callable[[], bytes]:
    """What makes a file when a browser asks for it, and only for who is an admin then."""
    is_admin = asked_later()
    return lambda: content() if is_admin() else b""


def _who_may(actor: Actor, settings: Settings) -> str:
    if settings.read_only:
        return "This app is read\\-only, so nobody administers it here, whatever role he has\\."
    if settings.neptune and not settings.neptune_admin and not sign_in_is_configured():
        return (
            "Neptune is administered here by those who sign in as admin, or, where nobody signs in, by whoever is at "
            f"this machine if the app was started with `{NEPTUNE_ADMIN}=on`\\."
        )
    return f"Only those with the role admin may see this page, and {literal(actor.name)} is {actor.role}\\."
