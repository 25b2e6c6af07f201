"""The messages of a click reach the thread of the server in their order, and wake it a few times only."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from typing import Any

from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent

from lineage_viz.ui.server.sent_together import _happened

MESSAGES = 100


class Visit:
    """The part of a visit that hands the messages of a page to the thread of the server."""

    def __init__(self, loop: asyncio.AbstractEventLoop, done: Callable[[], object]) -> None:
        self._event_loop, self._done = loop, done
        self.woken, self.handled = 0, list[object]()

    def _call_soon_on_event_loop(self, call: Callable[[], None]) -> None:
        self.woken += 1
        AppSession._call_soon_on_event_loop(self, call)  # type: ignore[arg-type]

    def _handle_scriptrunner_event_on_event_loop(
        self, sender: object, event: ScriptRunnerEvent, forward_msg: object = None
    ) -> None:
        assert sender is self
        self.handled.append(forward_msg or event)
        if event is ScriptRunnerEvent.SHUTDOWN:
            self._done()

    def page(self) -> None:
        """Run a page, in its own thread."""
        happened: Any = _happened
        happened(self, self, ScriptRunnerEvent.SCRIPT_STARTED)
        for number in range(1, MESSAGES + 1):
            happened(self, self, event=ScriptRunnerEvent.ENQUEUE_FORWARD_MSG, forward_msg=number)
        happened(self, self, ScriptRunnerEvent.SHUTDOWN)


async def clicked() -> Visit:
    done = asyncio.Event()
    visit = Visit(asyncio.get_running_loop(), done.set)
    page = Thread(target=visit.page)
    page.start()
    await done.wait()
    page.join()
    return visit


def test_messages_keep_their_order_and_the_server_its_sleep() -> None:
    with ThreadPoolExecutor(1) as thread:  # that of the tests may have a loop, of the browser
        visit = thread.submit(lambda: asyncio.run(clicked())).result()
    expected = [ScriptRunnerEvent.SCRIPT_STARTED, *range(1, MESSAGES + 1), ScriptRunnerEvent.SHUTDOWN]
    assert visit.handled == expected
    assert visit.woken < MESSAGES / 2
