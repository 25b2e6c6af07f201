"""The words of Gremlin that an editor offers: those of gremlinpython, in the spelling of a query text.

gremlinpython names a step `has_label` or `as_`, because `as` is a word of Python; a query says `hasLabel` and `as`.
"""

from collections.abc import Iterable, Mapping

from gremlin_python.process import traversal
from gremlin_python.process.graph_traversal import GraphTraversal, GraphTraversalSource, __

CHANGING = frozenset({"addE", "addV", "call", "drop", "io", "mergeE", "mergeV", "property", "read", "write"})
"""Steps that may change the graph, fetch an address or run a service: a reader never needs them."""

USELESS = frozenset({
    "clone", "hasNext", "iterate", "next", "nextTraverser", "promise", "toList", "toSet",
    "getGraphTraversal", "getGraphTraversalSource", "tx", "withRemote",
    "connectedComponent", "pageRank", "peerPressure", "program", "shortestPath", "withComputer",
    "profile", "sideEffect", "test",
})  # fmt: skip
"""Methods of a client and no steps; steps that Neptune does not run; `profile`, which the editor has as a button."""

ENUMS = (
    "Order", "Scope", "T", "Direction", "Column", "Pop", "Operator", "Barrier", "Pick", "DT",
)  # fmt: skip


def gremlin_words() -> Mapping[str, list[str]]:
    """Return what may follow `g.`, `__.`, `.` after a traversal (`steps`), and the name of each class."""
    steps = _names(dir(GraphTraversal))
    return {
        "g": _names(dir(GraphTraversalSource)),
        "steps": steps,
        "__": sorted(set(steps) & set(_names(dir(__)))),
        "P": _names(_static(traversal.P)),
        "TextP": _names(_static(traversal.TextP)),
        "WithOptions": _names(vars(traversal.WithOptions)),
        **{name: _names(getattr(traversal, name).__members__) for name in ENUMS},
    }


def _static(kind: type) -> Iterable[str]:
    """Return the names of the functions of a class that need no object."""
    return (name for name, value in vars(kind).items() if isinstance(value, staticmethod))


def _names(names: Iterable[str]) -> list[str]:
    """Return public names as a query spells them, without those that are never offered."""
    spelled = {_spelled(name) for name in names if not name.startswith("_")}
    return sorted(spelled - CHANGING - USELESS)


def _spelled(name: str) -> str:
    """Return `has_label` as `hasLabel`, and `as_` as `as`."""
    first, *rest = name.strip("_").split("_")
    return first + "".join(part.capitalize() for part in rest)
