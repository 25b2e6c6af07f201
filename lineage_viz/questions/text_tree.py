"""The upstream lineage of an entity as an indented text tree, for people without a browser."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from lineage_viz.arn import OUTSIDE, absence
from lineage_viz.evidence.brief import brief
from lineage_viz.evidence.columns import ROLE
from lineage_viz.evidence.state import state_of
from lineage_viz.model import DEFAULT_ASSOCIATION, Direction, Entity, Subgraph, Truncation, value_text
from lineage_viz.plain_text import plain_text
from lineage_viz.questions.own_lineage import OwnLineage, chosen, traced_own
from lineage_viz.store.base import DEFAULT_CAP, UNLIMITED, Store
from lineage_viz.title import title
from lineage_viz.view.scope import linked_on
from lineage_viz.words import day, inside, plain

_LONGEST = 300
"""The letters of a name; another tool's file may have a megabyte in one."""

Sources = Mapping[str, list[tuple[str, str]]]
"""The direct sources of each entity, as ARN and association types, in the order of the tree."""


def upstream_tree(
    store: Store, arn: str, *, max_entities: int = DEFAULT_CAP, deployment: str = ""
) -> Iterator[str]:
    """Yield the lines of the tree: the entity, and indented below each entity its sources.

    The sources of an entity stand below its first line; later lines refer to it by "(shown above)". Of an endpoint it
    is the lineage of one deployment (see `chosen`); of a model the reports of its evaluations follow as trees of
    their own. The last lines say which part it is. Raises EntityNotFound, SettingsError.
    """
    own = chosen(store, arn, deployment)
    upstream = traced_own(store, arn, own, up=UNLIMITED, down=0, cap=max_entities)
    entities = {entity.arn: entity for entity in upstream.entities}
    sources = _sources(upstream, entities)
    shown: set[str] = set()
    yield from _tree(arn, entities, sources, shown)
    for root in _reports(own, upstream):
        yield from _tree(root, entities, sources, shown)
    if upstream.truncated:
        yield _cut(upstream.truncated)
    if own.words:
        yield plain_text(f"({own.words})")


def _reports(own: OwnLineage, upstream: Subgraph) -> list[str]:
    """Return the outputs of the evaluations, and evaluations without one."""
    jobs = [job for job in own.evaluations.jobs if job in upstream.hops]
    outputs: defaultdict[str, list[str]] = defaultdict(list)
    for each in upstream.associations:
        outputs[each.source].append(each.destination)
    walked = linked_on(Direction.UPSTREAM, upstream.focus, upstream.associations)
    ends = [end for job in jobs if job not in walked for end in sorted(outputs[job]) or [job]]
    return [end for end in dict.fromkeys(ends) if end not in walked]


def _tree(root: str, entities: Mapping[str, Entity], sources: Sources, shown: set[str]) -> Iterator[str]:
    shown.add(root)
    yield _words(entities[root])
    open_branches = [("", iter(sources[root]), len(sources[root]))]
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


def _sources(upstream: Subgraph, entities: Mapping[str, Entity]) -> Sources:
    types: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in upstream.associations:
        role = value_text(each.properties.get(ROLE, ""))
        type_ = "" if each.type == DEFAULT_ASSOCIATION else each.type
        types[each.destination][each.source].append(f"{type_} as {role}".strip() if role else type_)

    def arrow(found: Iterable[str]) -> str:
        return ", ".join(filter(None, dict.fromkeys(found)))

    def order(source: str) -> tuple[str, str]:
        return title(entities[source]).casefold(), source

    return {
        arn: [(source, arrow(types[arn][source])) for source in sorted(types[arn], key=order)]
        for arn in entities
    }


def _words(entity: Entity) -> str:
    """Return one entity as a line: its title, type, state, facts and date, and a mark if it is unresolved."""
    absent = absence(entity)
    facts = [plain(entity.type, 60) or plain(entity.label.replace("_", " "), 60)]
    found = [] if absent else brief(entity)
    state = "" if absent else state_of(entity)
    if state not in ("", "Completed") and not any(words.startswith(state) for words in found):
        facts.append(state)
    facts += [plain(words, 120) for words in found]
    if entity.created:
        facts.append(day(entity.created))
    if absent:
        facts.append(f"{inside(absent)} or deleted" if absent == OUTSIDE else inside(absent))
    return plain_text(f"{plain(title(entity), _LONGEST)} [{', '.join(facts)}]")


def _arrow(types: str) -> str:
    """Return the association types to the entity above; empty when the API leaves out the type."""
    return f" {plain(types, _LONGEST)} ↑" if types else ""


def _cut(truncated: Truncation) -> str:
    more = "more entities" if truncated.left_out is None else f"{truncated.left_out:,} more upstream"
    return f"… and {more} ({truncated.reason})"
