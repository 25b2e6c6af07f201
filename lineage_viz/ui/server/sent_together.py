"""The messages of a click go to the server in groups.

A click is about a hundred messages. Streamlit wakes the thread of the server for each; this thread then takes the
processor from the page that makes the next one. The server sends what has come every ten milliseconds anyway.
"""

from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Any

from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

_SOON = 0.005
"""The seconds that a message waits for others."""

_Call = Callable[[], None]


class _Waiting:
    """The calls of one visit that wait for the thread of the server, in their order."""

    def __init__(self, session: AppSession) -> None:
        self._session, self._calls, self._lock = session, deque[_Call](), Lock()

    def add(self, call: _Call, *, at_once: bool) -> None:
        """Add a call, which waits for others, or else goes on with all that wait."""
        with self._lock:
            self._calls.append(call)
            is_first = len(self._calls) == 1
        if at_once:
            _on_loop(self._session, self._go_on)
        elif is_first:
            _on_loop(self._session, self._go_on_soon)

    def _go_on_soon(self) -> None:
        self._session._event_loop.call_later(_SOON, self._go_on)

    def _go_on(self) -> None:
        with self._lock:
            calls, self._calls = self._calls, deque()
        for call in calls:
            self._session._event_loop.call_soon(call)


_on_loop = AppSession._call_soon_on_event_loop


def send_together() -> None:
    """Let the messages of each page wait for one another; its start and its end go on at once, and take them along."""
    AppSession._on_scriptrunner_event = _happened  # type: ignore[method-assign, assignment]


def _happened(session: AppSession, sender: object, event: ScriptRunnerEvent, *args: Any, **more: Any) -> None:
    """Pass an event of a page on to the thread of the server."""
    waiting: _Waiting | None = session.__dict__.get("_waiting")
    if waiting is None:
        waiting = session.__dict__.setdefault("_waiting", _Waiting(session))

    def handle() -> None:
        session._handle_scriptrunner_event_on_event_loop(sender, event, *args, **more)  # type: ignore[arg-type]

    waiting.add(handle, at_once=event is not ScriptRunnerEvent.ENQUEUE_FORWARD_MSG)
