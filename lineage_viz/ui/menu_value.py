"""The value that a widget of a menu shows: that of the page, also after the page has changed it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st


@dataclass(frozen=True, slots=True)
class MenuValue:
    """A value, and the key of the widget that shows it."""

    name: str
    key: str

    @classmethod
    def shown(cls, name: str, value: object) -> "MenuValue":
        """Let a widget show a value of the page. `name` is its own on the page.

        The browser has no widget while the menu is closed. It does not learn then that the page has changed the value,
        as undo does, and sends the old one as a new choice with the next click on anything. So the widget is a new one
        then, which has no old value.
        """
        by_person = st.session_state.pop(_chosen(name), False)
        turn, last = st.session_state.get(_turn(name), (0, value))
        if value != last and not by_person:
            turn += 1
        st.session_state[_turn(name)] = (turn, value)
        key = f"{name} {turn}" if turn else name
        st.session_state[key] = value
        return cls(name, key)

    def then(self, act: Callable[[Any], object]) -> Callable[[], None]:
        """Return the callback of the widget: `act` gets the value that a person has chosen.

        A menu may close before the browser learns what the page made of a choice. The browser then sends this choice
        again, beside a click on "Undo": the same value twice is no second choice.
        """

        def chosen() -> None:
            sent = st.session_state[self.key]
            if st.session_state.get(_sent(self.key)) == (sent,):
                return
            self.beside(lambda: act(sent))()
            st.session_state[_sent(self.key)] = (sent,)

        return chosen

    def beside(self, act: Callable[..., object]) -> Callable[..., None]:
        """Return the callback of another widget of the menu, which changes the value while the menu is open."""

        def chosen(*args: object) -> None:
            st.session_state[_chosen(self.name)] = True
            st.session_state.pop(_sent(self.key), None)
            act(*args)

        return chosen


def _turn(name: str) -> str:
    return f"turn of {name}"


def _sent(key: str) -> str:
    return f"sent by {key}"


def _chosen(name: str) -> str:
    return f"chosen {name}"
