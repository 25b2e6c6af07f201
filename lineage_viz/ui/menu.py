"""Menus: each keeps its identity while other parts of the page appear or vanish."""

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def menu(name: str, words: str, icon: str | None = None) -> DeltaGenerator:
    """Return a menu to fill. `name` is its own on the page.

    Without a key Streamlit would know a menu by its place among its neighbours. When one of them vanished, the open
    menu would be another one.
    """
    return st.popover(words, icon=icon, key=f"menu {name} {_turn(name)}")


def closing(name: str, act: Callable[..., object]) -> Callable[..., None]:
    """Return a callback that acts and closes the menu, for choices that replace the picture behind it."""

    def chosen(*args: object) -> None:
        act(*args)
        st.session_state[_turns(name)] = _turn(name) + 1

    return chosen


def _turn(name: str) -> int:
    """Return the number of times that the menu was closed: the next one is a new menu, and closed."""
    turn: int = st.session_state.get(_turns(name), 0)
    return turn


def _turns(name: str) -> str:
    return f"turns of menu {name}"
