"""Reads answers in GraphBinary: gremlinpython's reader, quicker at what lineage is made of.

Reading takes most of the time that a large answer costs here; so it takes a third of what gremlinpython needs.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from struct import Struct
from typing import Any

from gremlin_python.process.traversal import T, Traverser
from gremlin_python.structure.io.graphbinaryV1 import DataType, GraphBinaryReader
from gremlin_python.structure.io.util import HashableDict

_int = Struct(">i").unpack
_long = Struct(">q").unpack


class Reader(GraphBinaryReader):  # type: ignore[misc]  # gremlinpython has no types
    """Every value starts with two bytes, its type and whether it is null; what follows is read by its type."""

    def __init__(self) -> None:
        super().__init__()
        theirs = {type_.value: reader for type_, reader in self.deserializers.items()}
        self._bodies = {code: _body(reader) for code, reader in theirs.items()} | _OURS

    def to_object(self, buff: BytesIO, data_type: Any = None, nullable: bool = True) -> Any:
        """The next value. A type that is given is not in the bytes: only the message's own frame has such."""
        if data_type is not None:
            return super().to_object(buff, data_type, nullable)
        code, null = buff.read(2)
        return None if null else self._bodies[code](buff, self)


_Body = Callable[[BytesIO, Reader], Any]


def _body(theirs: Any) -> _Body:
    return lambda buffer, reader: theirs.objectify(buffer, reader, False)


def _text(buffer: BytesIO, _reader: Reader) -> str:
    return buffer.read(_int(buffer.read(4))[0]).decode()


def _list(buffer: BytesIO, reader: Reader) -> list[Any]:
    read = reader.to_object
    return [read(buffer) for _ in range(_int(buffer.read(4))[0])]


def _map(buffer: BytesIO, reader: Reader) -> dict[Any, Any]:
    read = reader.to_object
    return {_key(read(buffer)): read(buffer) for _ in range(_int(buffer.read(4))[0])}


def _key(found: Any) -> Any:
    return found if isinstance(found, str) else HashableDict.of(found)


def _traverser(buffer: BytesIO, reader: Reader) -> Traverser:
    (bulk,) = _long(buffer.read(8))
    return Traverser(reader.to_object(buffer), bulk)


def _date(buffer: BytesIO, _reader: Reader) -> datetime:
    """As all our own are, in UTC; gremlinpython's have no zone."""
    return datetime.fromtimestamp(_long(buffer.read(8))[0] / 1000, UTC)


_TOKENS = {token.name: token for token in T}

_OURS: dict[int, _Body] = {
    DataType.string.value: _text,
    DataType.list.value: _list,
    DataType.map.value: _map,
    DataType.traverser.value: _traverser,
    DataType.date.value: _date,
    DataType.int.value: lambda buffer, _: _int(buffer.read(4))[0],
    DataType.long.value: lambda buffer, _: _long(buffer.read(8))[0],
    DataType.t.value: lambda buffer, reader: _TOKENS[reader.to_object(buffer)],
}
