"""The reports of explain and profile as text, made by a script on the Gremlin Server."""

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.neptune_local.engine_connection import Connect
from tests.neptune_local.errors import NeptuneError
from tests.neptune_local.message import Message
from tests.neptune_local.over_http import answer

_SCRIPTS = {
    name: (Path(__file__).parent / "gremlin" / f"{name}.groovy").read_text("utf-8")
    for name in ("explain", "profile")
}
_UNTYPED = "application/vnd.gremlin-v3.0+json;types=false"
_TIMEOUT = re.compile(r"""\.\s*with\s*\(\s*(['"])evaluationTimeout\1\s*,\s*(-?\d+)[lL]?\s*\)""")

SERIALIZERS = {
    "GRAPHSON": "application/json",
    **{f"GRAPHSON_V{n}": f"application/vnd.gremlin-v{n}.0+json" for n in (1, 2, 3)},
    **{f"GRAPHSON_V{n}_UNTYPED": f"application/vnd.gremlin-v{n}.0+json;types=false" for n in (1, 2, 3)},
    "GRAPHBINARY_V1": "application/vnd.graphbinary-v1.0",
}


@dataclass(frozen=True, slots=True)
class Profile:
    """The options of a profile."""

    results: bool
    chop: int
    serializer: str
    index_ops: bool

    @classmethod
    def parse(cls, given: Mapping[str, Any]) -> "Profile":
        """Read the parameters, which are JSON values or text. Raises NeptuneError."""
        serializer = str(given.get("profile.serializer") or "")
        known = SERIALIZERS.get(serializer, serializer)
        if known and known not in SERIALIZERS.values():
            raise _invalid("profile.serializer", serializer)
        return cls(
            results=_flag(given, "profile.results", default=True),
            chop=_number(given, "profile.chop", 250),
            serializer=known,
            index_ops=_flag(given, "profile.indexOps", default=False),
        )


async def explained(engine: Connect, query: str) -> str:
    """The plan of a query, which does not run. Raises NeptuneError."""
    request = script(_SCRIPTS["explain"], {"query": query})
    return await _report(engine, request)


async def profiled(engine: Connect, message: Message, options: Profile) -> str:
    """The plan of a query and the metrics of its run, which has the id of the message. Raises NeptuneError."""
    bindings: dict[str, object] = {
        "query": message.query, "results": options.results, "chop": options.chop,
        "serializer": options.serializer, "indexOps": options.index_ops,
    }  # fmt: skip
    return await _report(engine, script(_SCRIPTS["profile"], bindings, message.id, limit_of(message.query)))


def limit_of(query: str) -> int | None:
    """The evaluation time-out that a query names itself."""
    named = _TIMEOUT.search(query)
    return int(named[2]) if named else None


def script(
    text: str, bindings: Mapping[str, object], request_id: str = "", limit: int | None = None
) -> bytes:
    """The request for a script in Groovy, whose time limit in milliseconds may differ from the server's."""
    arguments = {"gremlin": text, "language": "gremlin-groovy", "bindings": bindings}
    named = {} if limit is None else {"evaluationTimeout": limit}
    whole = {
        "requestId": request_id or str(uuid.uuid4()),
        "op": "eval",
        "processor": "",
        "args": arguments | named,
    }
    return bytes([len(_UNTYPED)]) + _UNTYPED.encode() + json.dumps(whole).encode()


async def _report(engine: Connect, request: bytes) -> str:
    data = await answer(engine, Message.of_http("", _UNTYPED), request)
    return str(json.loads(data)["result"]["data"][0])


def _flag(given: Mapping[str, Any], name: str, *, default: bool) -> bool:
    value = str(given.get(name, default)).upper()
    if value not in ("TRUE", "FALSE"):
        raise _invalid(name, value)
    return value == "TRUE"


def _number(given: Mapping[str, Any], name: str, default: int) -> int:
    value = str(given.get(name, default))
    if not re.fullmatch("[0-9]{1,9}", value):
        raise _invalid(name, value)
    return int(value)


def _invalid(name: str, value: str) -> NeptuneError:
    return NeptuneError("InvalidParameterException", f"The parameter {name} has the invalid value {value}")
