"""The values in an answer, of any shape: GraphSON 3 as Python values.

Form: TinkerPop, "GraphSON 3.0" in the IO reference. A type that is not known stays as its recorded value.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

_DEEPEST = 100
"""Levels of a value; what lies deeper is one text."""


@dataclass(frozen=True, slots=True)
class Vertex:
    """A vertex as a query returns it; its properties, when the server sends them."""

    id: str
    label: str
    properties: "Map | None" = None


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge as a query returns it: `source` and `destination` are ids of vertices."""

    id: str
    label: str
    source: str
    destination: str


@dataclass(frozen=True, slots=True)
class Property:
    """A property of a vertex or an edge."""

    name: str
    value: "Value"


@dataclass(frozen=True, slots=True)
class Map:
    """A map; its keys may be any values."""

    pairs: tuple[tuple["Value", "Value"], ...]

    def get(self, *names: str) -> "Value":
        """Return the value of the first of these keys that it has; None without one."""
        found = {key: value for key, value in self.pairs if isinstance(key, str)}
        return next((found[name] for name in names if name in found), None)


@dataclass(frozen=True, slots=True)
class Path:
    """A path: its steps, and the labels that `as()` gave to each."""

    steps: tuple["Value", ...]
    labels: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree: each root with what is below it."""

    roots: tuple[tuple["Value", "Tree"], ...]


Value = (
    None
    | bool
    | int
    | float
    | Decimal
    | str
    | datetime
    | Vertex
    | Edge
    | Property
    | Map
    | Path
    | Tree
    | tuple["Value", ...]
)
"""A value in an answer; a tuple is a list or a set."""


def read(given: Any, depth: int = 0) -> Value:
    """Return the value that parsed GraphSON describes."""
    if depth > _DEEPEST:
        return "…"
    if isinstance(given, list):
        return tuple(read(each, depth + 1) for each in given)
    if not isinstance(given, dict):
        return given if isinstance(given, (str, int, Decimal)) or given is None else str(given)
    kind, inside = given.get("@type"), given.get("@value")
    if not isinstance(kind, str) or "@value" not in given:
        return Map(tuple((key, read(value, depth + 1)) for key, value in given.items()))
    try:
        return _KINDS.get(kind, read)(inside, depth + 1)
    except (KeyError, TypeError, ValueError, AttributeError):  # another form than the reference says
        return str(inside)


def _decimal(given: Any, _: int) -> Value:
    return given if isinstance(given, int) else Decimal(given)


def _number(given: Any, _: int) -> Value:
    return float(given) if isinstance(given, (str, Decimal)) else given  # "NaN" and "Infinity" are texts


def _moment(given: Any, _: int) -> Value:
    try:
        return datetime.fromtimestamp(float(given) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return str(given)


def _map(given: Any, depth: int) -> Value:
    return Map(tuple((read(key, depth), read(value, depth)) for key, value in _in_twos(given)))


def _bulk_set(given: Any, depth: int) -> Value:
    """Return a list, or where a value is there several times a map to the number: it may be there a million times."""
    pairs = tuple((read(each, depth), read(number)) for each, number in _in_twos(given))
    return tuple(value for value, _ in pairs) if all(number == 1 for _, number in pairs) else Map(pairs)


def _in_twos(given: Any) -> Iterator[tuple[Any, Any]]:
    values = iter(given)
    return zip(values, values, strict=True)


def _vertex(given: Any, depth: int) -> Value:
    properties = given.get("properties")
    return Vertex(
        str(read(given["id"])),
        str(given.get("label", "")),
        _properties(properties, depth) if properties else None,
    )


def _properties(given: Mapping[str, Any], depth: int) -> Map:
    return Map(tuple(
        (name, tuple(each.value if isinstance(each := read(one, depth), Property) else each for one in values))
        for name, values in given.items()
    ))  # fmt: skip


def _edge(given: Any, _: int) -> Value:
    return Edge(
        str(read(given["id"])), str(given["label"]), str(read(given["outV"])), str(read(given["inV"]))
    )


def _property(given: Any, depth: int) -> Value:
    return Property(str(given.get("label") or given["key"]), read(given["value"], depth))


def _path(given: Any, depth: int) -> Value:
    labels, steps = read(given["labels"], depth), read(given["objects"], depth)
    named = tuple(
        tuple(str(name) for name in each) if isinstance(each, tuple) else () for each in _several(labels)
    )
    return Path(_several(steps), named)


def _several(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else (value,)


def _tree(given: Any, depth: int) -> Value:
    if depth > _DEEPEST:
        return Tree(())
    return Tree(tuple((read(each["key"], depth), _below(each["value"], depth)) for each in given))


def _below(given: Any, depth: int) -> Tree:
    found = read(given, depth)
    return found if isinstance(found, Tree) else Tree(())


_KINDS: Mapping[str, Callable[[Any, int], Value]] = {
    **dict.fromkeys(("g:Double", "g:Float"), _number),
    "gx:BigDecimal": _decimal,
    **dict.fromkeys(("g:Date", "g:Timestamp"), _moment),
    "g:Map": _map,
    "g:BulkSet": _bulk_set,
    "g:Vertex": _vertex,
    "g:Edge": _edge,
    "g:VertexProperty": _property,
    "g:Property": _property,
    "g:Path": _path,
    "g:Tree": _tree,
    "g:Traverser": lambda given, depth: read(given["value"], depth),
}
