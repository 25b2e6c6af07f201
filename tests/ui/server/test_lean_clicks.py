"""A click asks Streamlit for less, and gets the same."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit import config
from streamlit.components.v2.bidi_component import main
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import SessionState

from lineage_viz.ui.server.lean_clicks import lean_clicks

Present = Callable[[object, SessionState], object]

EVENTS = "events of the picture"
CHOSEN = {"event": "action", "value": {"action": "select"}}


@pytest.fixture(autouse=True)
def _restored(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit itself again after each test."""
    for owner, name in (
        (SafeSessionState, "filtered_state"),
        (config, "get_option"),
        (main, "make_bidi_component_presenter"),
        (Runtime, "_enqueued_some_message"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))


def visit() -> SafeSessionState:
    """A visit with a few values."""
    state = SessionState()
    state["depth"], state["filter text"], state["empty"] = 5, "fraud", None
    return SafeSessionState(state, lambda: None)


def test_fields_find_the_same_values() -> None:
    before = visit().filtered_state
    lean_clicks()
    found = visit().filtered_state
    assert dict(found) == before == {"depth": 5, "filter text": "fraud", "empty": None}
    assert ("empty" in found, "other" in found, len(found)) == (True, False, 3)


def test_settings_are_the_same_and_follow_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    before = {name: config.get_option(name) for name in config.get_config_options()}
    lean_clicks()
    assert {name: config.get_option(name) for name in before} == before
    monkeypatch.setitem(config.get_config_options(), "theme.font", config.get_config_options()["server.port"])
    assert config.get_option("theme.font") == before["server.port"]
    with pytest.raises(RuntimeError):
        config.get_option("theme.nothing")


def shown(present: Present, value: object, happened: Any, kind: str = "json_trigger_value") -> object:
    """The state of a component as the app sees it after a message of the browser."""
    state = SessionState()
    about = WidgetMetadata(EVENTS, lambda each: each, lambda each: each, kind)  # type: ignore[arg-type]
    state._new_widget_state.set_widget_metadata(about)
    if happened is not None:
        state._new_widget_state.set_from_value(EVENTS, happened)
    return present(value, state)


@pytest.mark.parametrize(
    "happened", [None, CHOSEN, [CHOSEN], [CHOSEN, {"event": "open", "value": "a"}], [{}, 3]]
)
@pytest.mark.parametrize("value", [{}, {"text": "fraud"}, {"action": "kept"}, None, "text"])
def test_components_tell_the_same(value: object, happened: object) -> None:
    before = main.make_bidi_component_presenter(EVENTS, "picture", {"text"})  # type: ignore[attr-defined]
    lean_clicks()
    after = main.make_bidi_component_presenter(EVENTS, "picture", {"text"})  # type: ignore[attr-defined]
    for kind in ("json_trigger_value", "json_value"):
        assert shown(after, value, happened, kind) == shown(before, value, happened, kind)
