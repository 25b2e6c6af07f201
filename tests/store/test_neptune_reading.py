"""The faster reader of answers: its values equal those of gremlinpython, except for the time zone."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from gremlin_python.process.traversal import T, Traverser
from gremlin_python.statics import SingleByte, long
from gremlin_python.structure.graph import Vertex
from gremlin_python.structure.io.graphbinaryV1 import GraphBinaryReader, GraphBinaryWriter

from lineage_viz.store.neptune.reading import Reader

VALUES = [
    None,
    True,
    -1,
    long(2**40),
    1.5,
    SingleByte(3),
    "",
    "模型 😀",
    T.label,
    UUID(int=7),
    Vertex("a", "artifact"),
    [],
    [1, [None, "x"], {}],
    {"a", "b"},
    {T.id: "a", "name": ["x", "y"], "none": None, 3: {"deep": [1.5]}},
]


@pytest.mark.parametrize("value", VALUES)
def test_reads_the_same_values_as_gremlinpython(value: Any) -> None:
    written = GraphBinaryWriter().write_object(value) or bytearray(b"\xfe\x01")
    assert Reader().read_object(written) == GraphBinaryReader().read_object(written) == value


def test_reads_maps_as_keys_of_maps() -> None:
    inner = GraphBinaryWriter().write_object({"label": "artifact"})
    written = bytearray(b"\x0a\x00\x00\x00\x00\x01") + inner + GraphBinaryWriter().write_object(5)
    ((key, number),) = Reader().read_object(written).items()
    assert (key["label"], number) == ("artifact", 5)


def test_reads_the_bulk_of_traversers() -> None:
    read = Reader().read_object(GraphBinaryWriter().write_object(Traverser("x", bulk=3)))
    assert (read.object, read.bulk) == ("x", 3)


def test_reads_times_in_utc() -> None:
    time = datetime(2024, 2, 29, 12, 30, 1, tzinfo=UTC)
    read = Reader().read_object(GraphBinaryWriter().write_object(time))
    assert (read, read.tzinfo) == (time, UTC)
