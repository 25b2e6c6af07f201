"""The cache belongs to all visitors, so none of them may clear it: the store would be opened again."""

from google.protobuf.message import DecodeError
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

_CLEARS = "clear_cache"


class OwnCache:
    """ASGI middleware: drop the message by which a browser clears Streamlit's cache, also before a sign-in."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the connection on without such messages."""

        async def receive_others() -> Message:
            while True:
                message = await receive()
                if not _clears(message.get("bytes")):
                    return message

        await self._app(scope, receive_others if scope["type"] == "websocket" else receive, send)


def _clears(content: bytes | None) -> bool:
    try:
        return content is not None and BackMsg.FromString(content).WhichOneof("type") == _CLEARS
    except DecodeError:  # Streamlit ends such a connection
        return False
