"""Work of Streamlit at each click that this app can do without."""

import gc
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from streamlit import config
from streamlit.components.v2.bidi_component import main
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import SessionState

_YOUNG = 10_000
"""The new objects after which Python looks for garbage. A click makes thousands; Python's 700 are a few widgets."""


def lean_clicks() -> None:
    """Let the server leave this work out.

    Each text field, slider and list of options asks Streamlit for the state of the whole visit, to look for its own
    key. Each look at the state of a component makes a Python class, to tell Streamlit of changes, which the app makes
    nowhere. Each message takes a lock to read one setting, and wakes the server, also when it is awake.
    """
    main.make_bidi_component_presenter = _shown  # type: ignore[attr-defined, assignment]
    SafeSessionState.filtered_state = property(_known)  # type: ignore[assignment]
    gc.set_threshold(_YOUNG)
    config.get_option = _option
    Runtime._enqueued_some_message = _wake  # type: ignore[method-assign, assignment]


class Known(Mapping[str, Any]):
    """The state of a visit by key. It looks a value up when somebody asks for it."""

    def __init__(self, state: SessionState) -> None:
        self._state = state

    def __contains__(self, key: object) -> bool:
        return key in self._state

    def __getitem__(self, key: str) -> Any:
        return self._state[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._state.filtered_state)

    def __len__(self) -> int:
        return len(self._state.filtered_state)


def _known(state: SafeSessionState) -> Known:
    return Known(state._state)


def _shown(
    events: str, component: str | None = None, names: set[str] | None = None
) -> Callable[[object, SessionState], object]:
    """Return the function that shows the state of a component: its values, and what just happened in the browser."""
    del component, names

    def shown(value: object, state: SessionState) -> object:
        told = state._new_widget_state
        about = told.widget_metadata.get(events)
        if not isinstance(value, dict) or about is None or about.value_type != "json_trigger_value":
            return value
        happened = told.get(events)
        each = happened if isinstance(happened, list) else [happened]
        parts = [one for one in each if isinstance(one, dict) and isinstance(one.get("event"), str)]
        return {**{one["event"]: one.get("value") for one in parts}, **value}

    return shown


_ask = config.get_option


def _option(key: str) -> Any:
    """Return a setting. Those that were read are never taken away, so nobody has to wait for another reader."""
    option = (config._config_options or {}).get(key)
    return option.value if option else _ask(key)


def _wake(runtime: Runtime) -> None:
    """Tell the server that there is something to send, if nobody has told it since it looked."""
    objects = runtime._get_async_objs()
    if not objects.need_send_data.is_set():
        objects.eventloop.call_soon_threadsafe(objects.need_send_data.set)
