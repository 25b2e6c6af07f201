"""Gremlin's WebSocket messages in GraphBinary and GraphSON, as far as the proxy reads and writes them."""

import json
import struct
import uuid
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from gremlin_python.driver.serializer import GraphBinarySerializersV1
from gremlin_python.structure.io.graphbinaryV1 import GraphBinaryReader

from tests.neptune_local.errors import NeptuneError, translated

_INT = struct.Struct(">i")
_NO_MORE = b"\x00\x00\x00\x00" * 2 + b"\xfe\x01"
"""No attributes, no meta, no data."""


def _text(value: str) -> bytes:
    return _INT.pack(len(value.encode())) + value.encode()


def _source(name: str) -> bytes:
    """The part of a GraphBinary message that names the traversal source of `g`."""
    one = b"\x0a\x00" + _INT.pack(1) + b"\x03\x00" + _text("g")
    return b"\x03\x00" + _text("aliases") + one + b"\x03\x00" + _text(name)


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
        """Read a frame of the client."""
        mime, body = frame[1 : 1 + frame[0]].decode(), frame[1 + frame[0] :]
        return _graphbinary(mime, body) if "graphbinary" in mime else _graphson(mime, body)

    @classmethod
    def of_http(cls, query: str, query_id: str | None) -> "Message":
        """A query that came over HTTP, with the id that its client gave it."""
        return cls("application/json", query_id or str(uuid.uuid4()), "eval", "", b"", {"gremlin": query})

    @property
    def query(self) -> str:
        """The query as text for people."""
        if self.arguments is not None and isinstance(text := self.arguments.get("gremlin"), str):
            return text
        return f"bytecode of {len(self.body)} bytes"

    def check(self) -> None:
        """Raise NeptuneError for a request that Neptune does not support."""
        if self.operation not in ("eval", "bytecode"):
            raise NeptuneError("UnsupportedOperationException", f"no operation {self.operation}")
        if self.processor == "session":
            raise NeptuneError("UnsupportedOperationException", "the local Neptune has no sessions")
        if self.operation == "eval" and (self.arguments or {}).get("bindings"):
            raise NeptuneError("UnsupportedOperationException", "bindings are not supported")

    def frame(self, source: str) -> bytes:
        """The request for the Gremlin Server: text only in the Gremlin grammar, and `g` from the given source."""
        if self.arguments is None:
            return self._prefix() + self.body.replace(_source("g"), _source(source), 1)
        aliases = {"aliases": {"g": source}}
        arguments = (
            self.arguments | aliases | ({"language": "gremlin-lang"} if self.operation == "eval" else {})
        )
        if "graphbinary" in self.mime:
            message = {"requestId": self.id, "op": self.operation, "processor": self.processor}
            made = GraphBinarySerializersV1().finalize_message(
                message | {"args": arguments}, 0x20, b"application/vnd.graphbinary-v1.0"
            )
            return bytes(made)
        whole = json.loads(self.body)
        whole["args"] = whole["args"] | arguments
        return self._prefix() + json.dumps(whole).encode()

    def refusal(self, error: NeptuneError) -> bytes:
        """An error answer in the client's format."""
        text = error.text(self.id)
        if "graphbinary" in self.mime:
            head = b"\x81\x00" + uuid.UUID(self.id).bytes + _INT.pack(error.gremlin_status)
            return head + b"\x00" + _text(text) + _NO_MORE
        empty = {"@type": "g:Map", "@value": []} if "-v3" in self.mime else {}
        status = {"code": error.gremlin_status, "message": text, "attributes": empty}
        answer = {"requestId": self.id, "status": status, "result": {"data": None, "meta": empty}}
        return json.dumps(answer).encode()

    def _prefix(self) -> bytes:
        return bytes([len(self.mime)]) + self.mime.encode()


def answered(data: bytes) -> tuple[str, NeptuneError | None, bool]:
    """The request id of a Gremlin Server answer, its error in Neptune's words, and True for the last part."""
    if data[:1] == b"\x81":
        request_id, status = str(uuid.UUID(bytes=data[2:18])), _INT.unpack_from(data, 18)[0]
        message = "" if status < 400 else _message(data)
    else:
        answer = json.loads(data)
        request_id, status = answer["requestId"], answer["status"]["code"]
        message = answer["status"]["message"] or ""
        message = message or str(answer["status"]["attributes"])
    return request_id, translated(status, message) if status >= 400 else None, status != 206


def _message(data: bytes) -> str:
    if data[22] == 0:  # not null
        size = _INT.unpack_from(data, 23)[0]
        return data[27 : 27 + size].decode()
    return data[23:].decode("utf-8", "replace")  # the attributes name the exception


def _graphbinary(mime: str, body: bytes) -> Message:
    stream = BytesIO(body)
    stream.read(1)  # the version
    request_id = str(uuid.UUID(bytes=stream.read(16)))
    operation = stream.read(_INT.unpack(stream.read(4))[0]).decode()
    processor = stream.read(_INT.unpack(stream.read(4))[0]).decode()
    arguments = None
    if operation == "eval":
        read = GraphBinaryReader().read_object
        arguments = {read(stream): read(stream) for _ in range(_INT.unpack(stream.read(4))[0])}
    return Message(mime, request_id, operation, processor, body, arguments)


def _graphson(mime: str, body: bytes) -> Message:
    whole = json.loads(body)
    request_id = whole["requestId"]["@value"] if isinstance(whole["requestId"], dict) else whole["requestId"]
    arguments = whole["args"] if whole["op"] == "eval" else {}
    return Message(mime, request_id, whole["op"], whole.get("processor", ""), body, arguments)
