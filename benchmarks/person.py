"""One person with the explorer open, without a browser: a connection that speaks Streamlit's protocol.

It answers as a browser does: it sends back the URL and the large messages that it keeps, and ignores the rest.
"""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

_PICTURE = "-lineage"
"""The end of the id of the picture's widget."""

_EVENTS = "$$STREAMLIT_INTERNAL_KEY_{}__events"

Act = dict[str, object]


@dataclass
class Person:
    """A visit. `received` are the bytes that the server sent to it, uncompressed."""

    socket: ClientConnection
    query: str
    received: int = 0
    _kept: set[str] = field(default_factory=set)
    _picture: str = ""
    _page: str = ""
    _done: int = 0

    @classmethod
    async def arrive(cls, url: str, focus: str) -> "Person":
        """Open the explorer on an entity, and wait until the page is complete."""
        stream = f"{url.replace('http', 'ws', 1)}/_stcore/stream"
        socket = await connect(stream, max_size=None, proxy=None, subprotocols=["streamlit"])  # type: ignore[list-item]
        person = cls(socket, urlencode({"focus": focus}))
        await person._run(BackMsg())
        return person

    async def click(self, act: Act) -> float:
        """Do one thing in the picture. Return the seconds until the page is complete."""
        message = BackMsg()
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id = _EVENTS.format(self._picture)
        self._done += 1
        event = {**act, "number": self._done, "visit": "1", "before": []}
        widget.json_trigger_value = json.dumps([{"event": "action", "value": event}])
        started = time.perf_counter()
        await self._run(message)
        return time.perf_counter() - started

    async def _run(self, message: BackMsg) -> None:
        run = message.rerun_script
        run.query_string, run.page_script_hash = self.query, self._page
        run.cached_message_hashes.extend(self._kept)
        run.context_info.timezone, run.context_info.locale = "UTC", "en-US"
        run.context_info.color_scheme = "light"
        await self.socket.send(message.SerializeToString())
        while not self._take(await self.socket.recv(decode=False)):
            pass

    def _take(self, content: bytes) -> bool:
        """Take one message of the server. Return true when it ends the run of the page."""
        self.received += len(content)
        told = ForwardMsg.FromString(content)
        kind = told.WhichOneof("type")
        if told.metadata.cacheable:
            self._kept.add(told.hash)
        if kind == "navigation":
            self._page = told.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = told.page_info_changed.query_string
        elif kind == "delta" and told.delta.new_element.WhichOneof("type") == "bidi_component":
            name = told.delta.new_element.bidi_component.id
            self._picture = name if name.endswith(_PICTURE) else self._picture
        return kind == "script_finished"


def acts(focus: str, others: list[str]) -> Iterator[Act]:
    """A card is selected, becomes the focus, and that is undone; then the same with the next, for ever."""
    while True:
        for arn in others or [focus]:
            yield {"action": "select", "arn": arn, "selected": arn}
            yield {"action": "focus", "arn": arn, "selected": arn}
            yield {"action": "undo", "selected": arn}
