"""The lineage in an answer of any shape: the entities that its values name, and the pairs that its paths join."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lineage_viz.console.values import Edge, Map, Path, Property, Tree, Value, Vertex
from lineage_viz.model import Association, Subgraph
from lineage_viz.store.base import Store
from lineage_viz.words import count

Pair = frozenset[str]

MOST = 5_000
"""Entities in one picture."""


@dataclass
class Named:
    """The names in the rows. The keys are in the order of the rows."""

    arns: dict[str, None] = field(default_factory=dict)
    perhaps: set[str] = field(default_factory=set)
    """Those of them that are texts in an answer, such as a `sourcearn`: they may be no entity of the lineage."""
    pairs: set[Pair] = field(default_factory=set)
    """Two entities that a path joins without an edge that says the type."""
    edges: set[tuple[str, str, str]] = field(default_factory=set)
    """Source, type and destination of edges."""
    maps: list[str] = field(default_factory=list)
    """The ARNs or ids that maps carry."""


@dataclass(frozen=True, slots=True)
class Found:
    """The lineage in an answer, and sentences about the way in which it was found."""

    lineage: Subgraph
    notes: tuple[str, ...] = ()


def named(rows: Iterable[Value]) -> Named:
    """Return the entities and associations that these rows name."""
    found = Named()
    for row in rows:
        _note(row, found)
    return found


def arn_of(value: Value) -> str:
    """Return the ARN that a value has: a vertex, a map with `arn` or `id`, or a text; an empty text for others."""
    if isinstance(value, Vertex):
        return value.id
    if isinstance(value, str):
        return value if value.startswith("arn:") else ""
    if not isinstance(value, Map) or _edge_of(value):
        return ""
    given = value.get("arn", "~id", "id")
    given = given[0] if isinstance(given, tuple) and len(given) == 1 else given
    # `elementMap()` and `valueMap(true)` have the label beside an id of any form.
    is_id = isinstance(given, str) and (given.startswith("arn:") or value.get("label", "~label") is not None)
    return str(given) if is_id else ""


def arns_of(row: Value) -> tuple[str, ...]:
    """Return the ARNs of the entities in one row, each once."""
    return tuple(named([row]).arns)


def found_in(rows: Sequence[Value], store: Store) -> Found:
    """Return the lineage of the rows, with the entities as the store has them. Raises StoreUnavailable."""
    names = named(rows)
    looked_up = list(names.arns)[:MOST]
    known = store.degrees(looked_up)
    arns = [arn for arn in looked_up if arn in known]
    notes = list(_notes(names, looked_up, known))
    if not arns:
        return Found(Subgraph(), tuple(notes))
    whole = store.trace(arns, up=0, down=0, cap=len(arns))
    joined = names.pairs or names.edges
    kept = tuple(each for each in whole.associations if not joined or _is_in(each, names))
    return Found(Subgraph(whole.entities, kept, whole.focus[:1], whole.hops), tuple(notes))


def with_types(row: Value, types: Mapping[Pair, str]) -> Value:
    """Return a path with the types of its associations, where it has empty maps for them; any other row as it is."""
    if not isinstance(row, Path):
        return row
    steps = list(row.steps)
    for number in range(1, len(steps) - 1):
        if steps[number] == Map(()):
            pair = frozenset((arn_of(steps[number - 1]), arn_of(steps[number + 1])))
            steps[number] = types.get(pair, steps[number])
    return Path(tuple(steps), row.labels)


def merged(first: Subgraph, second: Subgraph) -> Subgraph:
    """Return both lineages as one."""
    entities = {each.arn: each for each in (*first.entities, *second.entities)}
    associations = {each.id: each for each in (*first.associations, *second.associations)}
    hops = dict.fromkeys(entities, 0)
    return Subgraph(tuple(entities.values()), tuple(associations.values()), first.focus or second.focus, hops)


def _is_in(each: Association, names: Named) -> bool:
    return (each.source, each.type, each.destination) in names.edges or frozenset(
        (each.source, each.destination)
    ) in names.pairs


def _notes(names: Named, looked_up: Sequence[str], known: Collection[str]) -> Iterator[str]:
    if maps := sum(arn in known for arn in names.maps):
        yield f"Maps with an ARN or an id are shown as the entity that has it ({count(maps, 'map')})."
    if names.pairs:
        yield "Where a path has no edge with its ends, the association between its two entities is looked up."
    if len(looked_up) < len(names.arns):
        yield f"The picture and the links have the first {MOST:,} of {count(len(names.arns), 'entity', 'entities')}."
    if unknown := sum(arn not in known and arn not in names.perhaps for arn in looked_up):
        yield f"No loaded entity has this id of the answer: {count(unknown, 'id')}."


def _note(value: Value, found: Named) -> None:
    if isinstance(value, Edge):
        _note_edge(value, found)
    elif arn := arn_of(value):
        if isinstance(value, str) and arn not in found.arns:
            found.perhaps.add(arn)
        found.arns.setdefault(arn)
        if isinstance(value, Map):
            found.maps.append(arn)
    elif isinstance(value, Path):
        _note_path(value, found)
    elif isinstance(value, Tree):
        for root, below in value.roots:
            _note_tree(root, below, found)
    elif isinstance(value, Property):
        _note(value.value, found)
    elif isinstance(value, Map):
        _note_map(value, found)
    elif isinstance(value, tuple):
        for each in value:
            _note(each, found)


def _note_map(value: Map, found: Named) -> None:
    if edge := _edge_of(value):
        _note_edge(edge, found)
        return
    for key, inside in value.pairs:
        _note(key, found)
        _note(inside, found)


def _note_edge(edge: Edge, found: Named) -> None:
    found.arns.setdefault(edge.source)
    found.arns.setdefault(edge.destination)
    found.edges.add((edge.source, edge.label, edge.destination))


def _note_path(path: Path, found: Named) -> None:
    """Join each entity of a path with the one before it. An edge between them names its own ends."""
    before = ""
    for step in path.steps:
        _note(step, found)
        if isinstance(step, Edge):
            before = ""
        elif arn := arn_of(step):
            if before and before != arn:
                found.pairs.add(frozenset((before, arn)))
            before = arn


def _note_tree(root: Value, below: Tree, found: Named) -> None:
    _note(root, found)
    for child, rest in below.roots:
        if (arn := arn_of(root)) and (other := arn_of(child)):
            found.pairs.add(frozenset((arn, other)))
        _note_tree(child, rest, found)


def _edge_of(value: Map) -> Edge | None:
    """Return the edge that a map of `elementMap()` describes."""
    source, destination = value.get("OUT", "~from"), value.get("IN", "~to")
    if not isinstance(source, Map) or not isinstance(destination, Map):
        return None
    ends = [each.get("id") for each in (source, destination)]
    if not all(isinstance(each, str) for each in ends):
        return None
    return Edge(str(value.get("id")), str(value.get("label")), str(ends[0]), str(ends[1]))
