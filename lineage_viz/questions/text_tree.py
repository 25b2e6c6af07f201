"""The upstream lineage of an entity as an indented text tree, for people without a browser."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from lineage_viz.approval import state_of
from lineage_viz.arn import OUTSIDE, absence
from lineage_viz.model import DEFAULT_ASSOCIATION, Entity, Subgraph, Truncation
from lineage_viz.plain_text import plain_text
from lineage_viz.store.base import DEFAULT_CAP, Store
from lineage_viz.title import title
from lineage_viz.words import day, inside, plain

Sources = Mapping[str, list[tuple[str, str]]]
"""The direct sources of each entity, as ARN and association types, in the order of the tree."""


def upstream_tree(store: Store, arn: str, *, max_entities: int = DEFAULT_CAP) -> Iterator[str]:
    """Yield the lines of the tree: the entity, and indented below each entity its sources.

    The sources of an entity stand below its first line; later lines refer to it by "(shown above)". Raises
    EntityNotFound.
    """
    upstream = store.trace([arn], down=0, cap=max_entities)
    entities = {entity.arn: entity for entity in upstream.entities}
    sources = _sources(upstream, entities)
    shown = {arn}
    yield _words(entities[arn])
    open_branches = [("", iter(sources[arn]), len(sources[arn]))]
    while open_branches:
        indent, branch, left = open_branches.pop()
        source, types = next(branch, ("", ""))
        if not source:
            continue
        open_branches.append((indent, branch, left - 1))
        joint, below = ("├── ", "│   ") if left > 1 else ("└── ", "    ")
        reference = " (shown above)" if source in shown else ""
        yield f"{indent}{joint}{_words(entities[source])}{_arrow(types)}{reference}"
        if not reference:
            shown.add(source)
            open_branches.append((indent + below, iter(sources[source]), len(sources[source])))
    if upstream.truncated:
        yield _cut(upstream.truncated)


def _sources(upstream: Subgraph, entities: Mapping[str, Entity]) -> Sources:
    types: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in upstream.associations:
        types[each.destination][each.source].append(each.type)

    def arrow(found: Iterable[str]) -> str:
        return ", ".join(type_ for type_ in dict.fromkeys(found) if type_ != DEFAULT_ASSOCIATION)

    def order(source: str) -> tuple[str, str]:
        return title(entities[source]).casefold(), source

    return {
        arn: [(source, arrow(types[arn][source])) for source in sorted(types[arn], key=order)]
        for arn in entities
    }


def _words(entity: Entity) -> str:
    """Return one entity as a line: its title, type, status and date, and a mark if it is unresolved."""
    absent = absence(entity)
    facts = [plain(entity.type, 60) or plain(entity.label.replace("_", " "), 60)]
    if not absent and (state := state_of(entity)) not in ("", "Completed"):
        facts.append(state)
    if entity.created:
        facts.append(day(entity.created))
    if absent:
        facts.append(f"{inside(absent)} or deleted" if absent == OUTSIDE else inside(absent))
    return plain_text(f"{title(entity)} [{', '.join(facts)}]")


def _arrow(types: str) -> str:
    """Return the association types to the entity above; empty when the API leaves out the type."""
    return f" {plain_text(types)} ↑" if types else ""


def _cut(truncated: Truncation) -> str:
    more = "more entities" if truncated.left_out is None else f"{truncated.left_out:,} more upstream"
    return f"… and {more} ({truncated.reason})"
