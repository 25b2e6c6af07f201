"""A query over HTTP: one whole answer in the format that its client accepts, or JSON in parts while the query runs.

The query goes to the Gremlin Server over a WebSocket, because over HTTP that server never answers an error without a
message, such as that of `next()` on an empty result.
"""

import json
import re
import struct
from collections.abc import AsyncIterator, Sequence
from io import BytesIO
from typing import Any

from aiohttp import WSMsgType
from gremlin_python.structure.io.graphbinaryV1 import GraphBinaryReader

from tests.neptune_local.engine_connection import Connect
from tests.neptune_local.errors import NeptuneError, bad_request
from tests.neptune_local.message import Message, answered, is_binary

JSON = "application/json"
FORMATS = frozenset((
    JSON, "application/vnd.graphbinary-v1.0",
    "application/vnd.gremlin-v3.0+json", "application/vnd.gremlin-v3.0+json;types=false",
    "application/vnd.gremlin-v2.0+json", "application/vnd.gremlin-v2.0+json;types=false",
))  # fmt: skip
_NUMBER = "\ue000"
_MARKED = re.compile(r'"\\ue000([^"]*)\\ue000"')
_INT = struct.Struct(">i")


def format_of(accept: str) -> str:
    """The first format of an Accept header that the server has. Raises NeptuneError."""
    for part in accept.lower().split(",") if accept.strip() else ("*/*",):
        name, *parameters = (word.strip() for word in part.split(";"))
        asked = ";".join((name, *(word for word in parameters if word == "types=false")))
        if name in ("*/*", "application/*"):
            return JSON
        if asked in FORMATS:
            return asked
    raise bad_request(f"no serializer for requested Accept header: {accept}")


async def answer(engine: Connect, message: Message, request: bytes) -> bytes:
    """The answer of the Gremlin Server to a request, in the format of the message. Raises NeptuneError."""
    async with engine() as server:
        await server.send_bytes(request)
        parts: list[bytes] = []
        async for frame in server:
            parts.append(frame.data if frame.type is WSMsgType.BINARY else frame.data.encode())
            _, error, last = answered(parts[-1])
            if error:
                raise error
            if last:
                return _of_binary(parts) if is_binary(message.mime) else _of_json(parts)
    raise NeptuneError("InternalFailureException", "The engine ended the query without an answer")


async def parts(engine: Connect, request: bytes) -> AsyncIterator[bytes]:
    """The same answer as JSON, each part as soon as the engine sends it. Raises NeptuneError, also between parts."""
    async with engine() as server:
        await server.send_bytes(request)
        begun = followed = False
        async for frame in server:
            data = frame.data if frame.type is WSMsgType.BINARY else frame.data.encode()
            _, error, last = answered(data)
            if error:
                raise error
            head, tail = _around(_of_json([data]))
            values = ", ".join(_written(each) for each in _listed(_read(data)["result"]["data"]))
            yield (
                ("" if begun else head).encode()
                + (", " if followed and values else "").encode()
                + values.encode()
            )
            begun, followed = True, followed or bool(values)
            if last:
                yield tail.encode()
                return
    raise NeptuneError("InternalFailureException", "The engine ended the query without an answer")


def _around(whole: bytes) -> tuple[str, str]:
    """The JSON of an answer before and after its values."""
    answer = _read(whole)
    data = answer["result"]["data"]
    mark = "the values stand here"
    answer["result"]["data"] = data | {"@value": [mark]} if isinstance(data, dict) else [mark]
    head, _, tail = _written(answer).partition(f'"{mark}"')
    return head, tail


def _of_json(parts: Sequence[bytes]) -> bytes:
    answers = [_read(part) for part in parts]
    values = [value for each in answers for value in _listed(each["result"]["data"])]
    typed = isinstance(answers[0]["result"]["meta"], dict) and "@type" in answers[0]["result"]["meta"]
    empty = {"@type": "g:Map", "@value": []} if typed else {}
    data = {"@type": "g:List", "@value": values} if typed else values
    return _written(
        {
            "requestId": answers[0]["requestId"],
            "status": {"message": "", "code": 200, "attributes": empty},
            "result": {"data": data, "meta": empty},
        }
    ).encode()


def _read(data: bytes) -> Any:
    """JSON whose decimal numbers are marked texts: a float would lose their digits, and JSON has no Infinity."""
    return json.loads(data, parse_float=lambda digits: f"{_NUMBER}{digits}{_NUMBER}")


def _written(value: Any) -> str:
    return _MARKED.sub(r"\1", json.dumps(value))


def _listed(data: Any) -> list[Any]:
    return data["@value"] if isinstance(data, dict) else data or []


def _of_binary(parts: Sequence[bytes]) -> bytes:
    lists = [_binary_list(part) for part in parts]
    head = parts[0][:18] + _INT.pack(200) + b"\x00" + _INT.pack(0) * 3  # no message, no attributes, no meta
    count = sum(_INT.unpack(each[:4])[0] for each in lists)
    return head + b"\x09\x00" + _INT.pack(count) + b"".join(each[4:] for each in lists)


def _binary_list(part: bytes) -> bytes:
    """The number of values, and the values, of one part."""
    stream = BytesIO(part[22:])
    if stream.read(1) == b"\x00":  # a message
        stream.read(_INT.unpack(stream.read(4))[0])
    reader = GraphBinaryReader()
    for _ in ("attributes", "meta"):
        for _ in range(2 * _INT.unpack(stream.read(4))[0]):
            reader.read_object(stream)
    return stream.read() if stream.read(2) == b"\x09\x00" else _INT.pack(0)
