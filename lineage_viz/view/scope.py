"""Which of a traced lineage is in the picture: sides collapsed, entities taken out, one lineage alone, a date."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from lineage_viz.model import Association, Direction, Subgraph

Side = tuple[Direction, str]
"""One side of an entity: the direction, and the ARN."""


_SIDES = (Direction.UPSTREAM, Direction.DOWNSTREAM)


class _Links(defaultdict[str, list[str]]):
    """For each entity the ARNs one association away, in one direction."""

    def __init__(self) -> None:
        super().__init__(list)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a person has taken out of the picture. `only` is the ARN whose own lineage is shown alone."""

    collapsed: frozenset[Side] = frozenset()
    removed: frozenset[str] = frozenset()
    only: str = ""
    as_of: datetime | None = None


def scoped(whole: Subgraph, scope: Scope) -> Subgraph:
    """What is left of the picture. A focus always stays.

    What lies beyond a collapsed side, or beyond an entity taken out, goes with it, except what also feeds, or is
    fed by, something that stays. Of a day, there is what had to do with a focus by then, once there was one.
    """
    if scope == Scope():
        return whole
    focus = frozenset(whole.focus)
    kept = {e.arn for e in whole.entities if e.arn in focus or _in_time(e.created, scope.as_of)}
    links = [
        a
        for a in whole.associations
        if a.source in kept and a.destination in kept and _in_time(_made(a), scope.as_of)
    ]
    if scope.as_of and any(e.arn in focus and _in_time(e.created, scope.as_of) for e in whole.entities):
        kept &= beside(focus, links)
    removed = scope.removed - focus
    gone = {(side, arn) for arn in removed for side in _SIDES}
    kept = _collapsed(kept - removed, links, scope.collapsed | gone, focus)
    if scope.only in kept:
        kept = (
            lineage_of(scope.only, (a for a in links if a.source in kept and a.destination in kept)) | focus
        )
    left = restricted(whole, kept)
    # What was there on a day is not counted by the store, so nothing can be said of what lies beyond.
    return replace(left, degrees={}) if scope.as_of else left


def restricted(whole: Subgraph, kept: Iterable[str]) -> Subgraph:
    """The subgraph of some of its entities."""
    arns = frozenset(kept)
    return Subgraph(
        entities=tuple(entity for entity in whole.entities if entity.arn in arns),
        associations=tuple(a for a in whole.associations if a.source in arns and a.destination in arns),
        focus=whole.focus,
        hops={arn: hop for arn, hop in whole.hops.items() if arn in arns},
        degrees={arn: degrees for arn, degrees in whole.degrees.items() if arn in arns},
        truncated=whole.truncated,
    )


def beyond(subgraph: Subgraph) -> dict[str, tuple[int, int]]:
    """How many neighbours of each entity are not in the subgraph, upstream and downstream; none is left out."""
    inside: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for link in subgraph.associations:
        inside[link.destination][0].add(link.source)
        inside[link.source][1].add(link.destination)
    counts = {
        arn: (up - len(inside[arn][0]), down - len(inside[arn][1]))
        for arn, (up, down) in subgraph.degrees.items()
    }
    return {arn: sides for arn, sides in counts.items() if any(sides)}


def lineage_of(arn: str, associations: Iterable[Association]) -> set[str]:
    """An entity with everything upstream and everything downstream of it."""
    up = _Links()
    down = _Links()
    for link in associations:
        up[link.destination].append(link.source)
        down[link.source].append(link.destination)
    return linked([arn], up) | linked([arn], down)


def _collapsed(
    kept: set[str], links: Iterable[Association], cut: frozenset[Side], focus: frozenset[str]
) -> set[str]:
    """What stays when everything beyond these sides goes that nothing else in the picture leads to."""
    all_, uncut = {side: _Links() for side in _SIDES}, {side: _Links() for side in _SIDES}
    for link in links:
        ends = {
            Direction.UPSTREAM: (link.destination, link.source),
            Direction.DOWNSTREAM: (link.source, link.destination),
        }
        for side, (here, there) in ends.items():
            all_[side][here].append(there)
            if (side, here) not in cut:
                uncut[side][here].append(there)
    going = {}
    for side in _SIDES:
        starts = {arn for at, arn in cut if at is side}
        going[side] = (linked(starts, all_[side]) - starts - focus) & kept
    stays = kept - going[Direction.UPSTREAM] - going[Direction.DOWNSTREAM]
    while True:
        back = {arn for side in _SIDES for arn in linked(stays, uncut[side]) & going[side]}
        if back <= stays:
            return stays
        stays |= back


def beside(start: Iterable[str], links: Iterable[Association]) -> set[str]:
    """What is linked with the start, whichever way and over however many others; the start included."""
    both = _Links()
    for link in links:
        both[link.source].append(link.destination)
        both[link.destination].append(link.source)
    return linked(start, both)


def linked(start: Iterable[str], links: Mapping[str, Iterable[str]]) -> set[str]:
    """What is reached along links, the start included."""
    reached = set(start)
    waiting = list(reached)
    while waiting:
        for arn in links.get(waiting.pop(), ()):
            if arn not in reached:
                reached.add(arn)
                waiting.append(arn)
    return reached


def _made(link: Association) -> datetime | None:
    value = link.properties.get("creationtime")
    return value if isinstance(value, datetime) else None


def _in_time(made: datetime | None, as_of: datetime | None) -> bool:
    return as_of is None or made is None or made <= as_of
