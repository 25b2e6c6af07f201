"""Access to the Admin page: for admins only."""

from collections.abc import Callable

import streamlit as st

from lineage_viz.access import Actor, Role
from lineage_viz.settings import NEPTUNE_ADMIN, Settings
from lineage_viz.ui.session import admin_check, is_admin, sign_in_is_configured
from lineage_viz.ui.text import literal


def admins_only(actor: Actor, settings: Settings) -> None:
    """End the page for everybody else, with one sentence that says why."""
    if actor.role >= Role.ADMIN:
        return
    st.title("Admin", anchor=False)
    st.info(_refusal(actor, settings), icon=":material/lock:")
    st.stop()


def still_an_admin() -> None:
    """Run the whole page again when its visitor is no longer an admin: `admins_only` then refuses.

    For fragments, which run again without the rest of the page.
    """
    if not is_admin():
        st.rerun()


def for_admins(content: Callable[[], bytes]) -> Callable[[], bytes]:
    """A download's content, made when the browser requests it; empty unless the visitor is an admin at that time."""
    is_admin = admin_check()
    return lambda: content() if is_admin() else b""


def _refusal(actor: Actor, settings: Settings) -> str:
    if settings.read_only:
        return "This app is read\\-only: nobody can administer it here, whatever their role\\."
    if settings.neptune and not settings.neptune_admin and not sign_in_is_configured():
        return (
            "You cannot administer Neptune here\\. Configure sign\\-in and sign in as an admin, or start the app with "
            f"`{NEPTUNE_ADMIN}=on`, which makes the person at this machine an admin\\."
        )
    return f"Only admins may see this page\\. {literal(actor.name)} has the role {actor.role}\\."
