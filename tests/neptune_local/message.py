"""Gremlin's WebSocket messages in GraphBinary and GraphSON, as far as the proxy reads and writes them."""

import json
import struct
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from gremlin_python.driver.serializer import GraphBinarySerializersV1
from gremlin_python.structure.io.graphbinaryV1 import GraphBinaryReader

from tests.neptune_local.errors import NeptuneError, translated
from tests.neptune_local.graphbinary import check_whole

_INT = struct.Struct(">i")
NO_ID = str(uuid.UUID(int=0))
"""The id in the answer to a request that has no readable id."""

_CUT = "unreadable"
"""The operation of a request that cannot be read."""

_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, struct.error, RecursionError)
_NO_MORE = b"\x00\x00\x00\x00" * 2 + b"\xfe\x01"
"""No attributes, no meta, no data."""


def _text(value: str) -> bytes:
    return _INT.pack(len(value.encode())) + value.encode()


@dataclass(frozen=True, slots=True)
class Message:
    """One request. `arguments` is None for bytecode in GraphBinary, which the proxy passes on without reading it."""

    mime: str
    id: str
    operation: str
    processor: str
    body: bytes
    arguments: dict[str, Any] | None

    @classmethod
    def parse(cls, frame: bytes) -> "Message":
        """Read a frame of the client: the length of its format's name, the name, and the request."""
        size = frame[0] if frame else 0
        mime, body = frame[1 : 1 + size].decode("latin-1"), frame[1 + size :]
        return cls._read(mime, body)

    @classmethod
    def parse_text(cls, text: str) -> "Message":
        """Read a frame of text, which is JSON without the name of a format."""
        return cls._read("application/json", text.encode("utf-8", "replace"))

    @classmethod
    def _read(cls, mime: str, body: bytes) -> "Message":
        request_id = NO_ID
        try:
            request_id = _binary_id(body) if is_binary(mime) else _json_id(json.loads(body))
            return _graphbinary(mime, body) if is_binary(mime) else _graphson(mime, body)
        except _UNREADABLE:
            return cls(mime, request_id, _CUT, "", body, {})

    @classmethod
    def of_http(cls, query: str, mime: str) -> "Message":
        """A query that came over HTTP; its answer has the format `mime`."""
        arguments = {"gremlin": query}
        whole = {"requestId": str(uuid.uuid4()), "op": "eval", "processor": "", "args": arguments}
        return cls(mime, str(whole["requestId"]), "eval", "", json.dumps(whole).encode(), arguments)

    @property
    def query(self) -> str:
        """The query as text for people."""
        if self.arguments is not None and isinstance(text := self.arguments.get("gremlin"), str):
            return text
        return f"bytecode of {len(self.body)} bytes"

    def check(self) -> None:
        """Raise NeptuneError for a request that is malformed, or that Neptune does not support."""
        if self.operation == _CUT:
            raise _malformed("The request cannot be read")
        if self.operation not in ("eval", "bytecode"):
            raise NeptuneError("UnsupportedOperationException", f"no operation {self.operation}")
        if self.processor == "session":
            raise NeptuneError("UnsupportedOperationException", "the local Neptune has no sessions")
        if self.arguments is None:
            return
        if not self.arguments.get("gremlin"):
            raise NeptuneError("MissingParameterException", "The parameter gremlin is missing")
        if self.operation == "eval":
            text_of(self.arguments, "gremlin")
            refuse_bindings(self.arguments)

    def frame(self) -> bytes:
        """The request for the Gremlin Server: text only in the Gremlin grammar.

        Raises NeptuneError for a request that cannot be written again.
        """
        try:
            return self._frame()
        except (RecursionError, UnicodeEncodeError) as error:
            raise _malformed(f"The request cannot be read: {error}") from error

    def _frame(self) -> bytes:
        if self.arguments is None:
            return self._prefix() + self.body
        arguments = self.arguments | ({"language": "gremlin-lang"} if self.operation == "eval" else {})
        if is_binary(self.mime):
            message = {"requestId": self.id, "op": self.operation, "processor": self.processor}
            made = GraphBinarySerializersV1().finalize_message(
                message | {"args": arguments}, 0x20, b"application/vnd.graphbinary-v1.0"
            )
            return bytes(made)
        return self._prefix() + json.dumps(self._whole(arguments)).encode()

    def _whole(self, arguments: dict[str, Any]) -> dict[str, Any]:
        return {**json.loads(self.body), "op": self.operation, "processor": self.processor, "args": arguments}

    def refusal(self, error: NeptuneError) -> bytes:
        """An error answer in the client's format."""
        text = error.text(self.id)
        if is_binary(self.mime):
            head = b"\x81\x00" + uuid.UUID(self.id).bytes + _INT.pack(error.gremlin_status)
            return head + b"\x00" + _text(text) + _NO_MORE
        empty = {"@type": "g:Map", "@value": []} if "-v3" in self.mime else {}
        status = {"code": error.gremlin_status, "message": text, "attributes": empty}
        answer = {"requestId": self.id, "status": status, "result": {"data": None, "meta": empty}}
        return json.dumps(answer).encode()

    def _prefix(self) -> bytes:
        return bytes([len(self.mime)]) + self.mime.encode()


def answered(data: bytes) -> tuple[str, NeptuneError | None, bool]:
    """The request id of a Gremlin Server answer, its error in Neptune's words, and True for the last part.

    The id is "" when the server could not read the request.
    """
    if data[:1] == b"\x81":
        has_id = data[1] == 0
        rest = data[18 if has_id else 2 :]
        request_id = str(uuid.UUID(bytes=data[2:18])) if has_id else ""
        status = _INT.unpack_from(rest)[0]
        message = "" if status < 400 else _message(rest)
    else:
        answer = json.loads(data)
        request_id, status = answer["requestId"] or "", answer["status"]["code"]
        message = answer["status"]["message"] or ""
        message = message or str(answer["status"]["attributes"])
    if not request_id:
        return "", _malformed("The engine cannot read the request"), True
    return request_id, translated(status, message) if status >= 400 else None, status != 206


def _message(data: bytes) -> str:
    if data[4] == 0:  # not null
        size = _INT.unpack_from(data, 5)[0]
        return data[9 : 9 + size].decode()
    return data[5:].decode("utf-8", "replace")  # the attributes name the exception


def is_binary(mime: str) -> bool:
    """True for GraphBinary, False for GraphSON."""
    return "graphbinary" in mime


def text_of(given: Mapping[str, Any], name: str) -> str:
    """A parameter that must be text; "" when it is missing. Raises NeptuneError."""
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise NeptuneError("InvalidParameterException", f"The parameter {name} is not text")
    return value or ""


def refuse_bindings(given: Mapping[str, Any]) -> None:
    """Raise NeptuneError for a query with bindings. A map of GraphSON 3 names its type and may be empty."""
    bindings = given.get("bindings")
    if _plain(bindings) if isinstance(bindings, dict) else bindings:
        raise NeptuneError("UnsupportedOperationException", "bindings are not supported")


def _malformed(message: str) -> NeptuneError:
    return NeptuneError("BadRequestException", message, gremlin_status=498)


def _binary_id(body: bytes) -> str:
    return str(uuid.UUID(bytes=body[1:17]))  # the first byte is the version


def _json_id(whole: dict[str, Any]) -> str:
    given = whole["requestId"]
    return str(uuid.UUID(given["@value"] if isinstance(given, dict) else given))


def _graphbinary(mime: str, body: bytes) -> Message:
    stream = BytesIO(body[17:])
    operation, processor = _short_text(stream), _short_text(stream)
    arguments = None
    if operation == "eval":
        read = GraphBinaryReader().read_object
        arguments = {read(stream): read(stream) for _ in range(_INT.unpack(stream.read(4))[0])}
    else:
        check_whole(stream)
    return Message(mime, _binary_id(body), operation, processor, body, arguments)


def _short_text(stream: BytesIO) -> str:
    size = _INT.unpack(stream.read(4))[0]
    text = stream.read(max(0, size))
    if len(text) != size:
        raise ValueError("the request is cut off")
    return text.decode()


def _graphson(mime: str, body: bytes) -> Message:
    whole = json.loads(body)
    arguments = _plain(whole.get("args") or {})
    operation, processor = (str(whole.get(name) or "") for name in ("op", "processor"))
    return Message(mime, _json_id(whole), operation, processor, body, arguments)


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    """The map that a map of GraphSON 3 describes: `{"@type": "g:Map", "@value": [key, value, …]}`."""
    if given.get("@type") != "g:Map":
        return given
    values = iter(given["@value"])
    return dict(zip(values, values, strict=True))
