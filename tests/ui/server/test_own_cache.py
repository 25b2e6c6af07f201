"""A visitor, also one without a sign-in, cannot clear the cache of all visitors."""

from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from lineage_viz.ui.server.own_cache import OwnCache


async def echo(_: Scope, receive: Receive, send: Send) -> None:
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] != "websocket.disconnect":
        await send({**message, "type": "websocket.send"})


def test_only_the_message_that_clears_the_cache_is_dropped() -> None:
    others = [BackMsg(stop_script=True).SerializeToString(), b"no message", b""]
    with TestClient(OwnCache(echo)).websocket_connect("/_stcore/stream") as connection:
        for message in (BackMsg(clear_cache=True).SerializeToString(), *others):
            connection.send_bytes(message)
        assert [connection.receive_bytes() for _ in others] == others
