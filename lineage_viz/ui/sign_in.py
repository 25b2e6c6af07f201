"""The parts of a page that sign a visitor in and out."""

import streamlit as st

from lineage_viz.access import Actor
from lineage_viz.errors import SignInNeeded
from lineage_viz.ui.session import providers, sign_out
from lineage_viz.ui.text import literal


def ask_to_sign_in(why: SignInNeeded) -> None:
    """Show the sign-in buttons: the only content for a visitor who is not signed in."""
    st.title("Sign in", anchor=False)
    st.caption("Lineage Viz: where models came from, and what depends on them")
    st.markdown(literal(str(why)))
    for name in providers():
        words = f"Sign in with {literal(name, 40)}" if name else "Sign in"
        if st.button(words, icon=":material/login:", type="primary", key=f"sign in {name}"):
            st.login(name or None)


def visitor_menu(actor: Actor) -> None:
    """Show the visitor's name and role, and the button to sign out."""
    with (
        st.container(key="visitor"),
        st.popover(literal(actor.name, 40), icon=":material/person:", type="tertiary"),
    ):
        st.markdown(f"{literal(actor.name)}  \nYour role: **{actor.role}**")
        if st.button("Sign out", icon=":material/logout:", width="stretch"):
            sign_out()
            st.stop()
