"""The scope of a picture: collapsed sides, removed entities, one lineage alone, and a date."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from lineage_viz.model import Association, Direction, Subgraph, existed

Side = tuple[Direction, str]
"""One side of an entity: the direction and the ARN."""


_SIDES = (Direction.UPSTREAM, Direction.DOWNSTREAM)


class _Links(defaultdict[str, list[str]]):
    """The ARNs one association away from each entity, in one direction."""

    def __init__(self) -> None:
        super().__init__(list)


@dataclass(frozen=True, slots=True)
class Scope:
    """The parts that a person took out of the picture. `only` is the ARN whose lineage is shown alone."""

    collapsed: frozenset[Side] = frozenset()
    removed: frozenset[str] = frozenset()
    only: str = ""
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class Scoped:
    """The part of a picture that stays, and the number of entities that each change left out, one after the other."""

    whole: Subgraph
    later: int = 0
    """Entities that were not connected with a focus yet on the day."""
    hidden: frozenset[str] = frozenset()
    """The ARNs of the removed entities that were in the picture."""
    behind: int = 0
    """Entities that only the removed ones connected with a focus."""
    collapsed: int = 0
    """Entities on collapsed sides."""
    elsewhere: int = 0
    """Entities that are not in the lineage that is shown alone."""
    alone: bool = False
    """True when one lineage is shown alone: its entity was traced, also if another change has taken it out."""
    early: bool = False
    """True when no focus existed on the day."""


def scoped(whole: Subgraph, scope: Scope) -> Scoped:
    """Return the part of the picture that stays. A focus always stays.

    With a date, entities and associations of later dates go. A removed entity goes, and so does a collapsed side,
    except entities that another entity in the picture also leads to. After each change, the entities go that no
    association connects with a focus any more. The degrees of `whole` must be those of the date.
    """
    if scope == Scope():
        return Scoped(whole)
    focus = frozenset(whole.focus)
    there = {e.arn for e in whole.entities if existed(e.properties, scope.as_of)}
    links = tuple(
        a
        for a in whole.associations
        if a.source in there and a.destination in there and existed(a.properties, scope.as_of)
    )
    # Everything that was traced from one focus is connected with it.
    apart = set() if len(focus) == 1 else {e.arn for e in whole.entities} - beside(focus, whole.associations)

    def connected(arns: set[str]) -> set[str]:
        """The focus of a comparison may be connected with nothing; that is not the work of a change."""
        return beside(focus, _among(arns, links)) | (arns & apart)

    then = connected(there | focus)
    hidden = (scope.removed & then) - focus
    left = connected(then - hidden) if hidden else then
    collapsed = _collapsed(left, _among(left, links), scope.collapsed, focus) if scope.collapsed else left
    open_ = connected(collapsed) if scope.collapsed else left
    is_alone = bool(scope.only) and scope.only in {e.arn for e in whole.entities}
    # The choice outlasts other changes: without its entity, its lineage is that of the whole picture.
    of = _among(open_, links) if scope.only in open_ else whole.associations
    kept = (lineage_of(scope.only, of) & open_) | focus if is_alone else open_
    return Scoped(
        restricted(replace(whole, associations=links), kept),
        later=len(whole.entities) - len(then),
        hidden=frozenset(hidden),
        behind=len(then) - len(hidden) - len(left),
        collapsed=len(left) - len(open_),
        elsewhere=len(open_) - len(kept),
        alone=is_alone,
        early=bool(focus) and not focus & there,
    )


def restricted(whole: Subgraph, kept: Iterable[str]) -> Subgraph:
    """Return the subgraph that has only the entities in `kept`."""
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
    """Count the neighbours of each entity that are not in the subgraph, upstream and downstream.

    Entities without such neighbours are left out.
    """
    pairs = {(link.source, link.destination) for link in subgraph.associations}
    inside_up = Counter(destination for _, destination in pairs)
    inside_down = Counter(source for source, _ in pairs)
    counts = {
        arn: (up - inside_up[arn], down - inside_down[arn]) for arn, (up, down) in subgraph.degrees.items()
    }
    return {arn: sides for arn, sides in counts.items() if any(sides)}


def goes_on(subgraph: Subgraph) -> bool:
    """True when the lineage of the focus goes on, upstream or downstream, beyond the subgraph."""
    found = beyond(subgraph)
    for number, side in enumerate(_SIDES):
        more = {arn for arn, sides in found.items() if sides[number] > 0}
        if more and not more.isdisjoint(linked_on(side, subgraph.focus, subgraph.associations)):
            return True
    return False


def lineage_of(arn: str, associations: Iterable[Association]) -> set[str]:
    """Return an entity with everything upstream and everything downstream of it."""
    links = tuple(associations)
    return linked_on(Direction.UPSTREAM, [arn], links) | linked_on(Direction.DOWNSTREAM, [arn], links)


def _among(arns: set[str], links: Iterable[Association]) -> tuple[Association, ...]:
    return tuple(a for a in links if a.source in arns and a.destination in arns)


def _collapsed(
    kept: set[str], links: Iterable[Association], cut: frozenset[Side], focus: frozenset[str]
) -> set[str]:
    """Return the ARNs that stay when these sides are cut.

    An entity beyond a cut side stays when another entity in the picture leads to it.
    """
    if not cut:
        return kept
    all_, uncut = {side: _Links() for side in _SIDES}, {side: _Links() for side in _SIDES}
    for link in links:
        for side in _SIDES:
            here, there = _ends(link, side)
            all_[side][here].append(there)
            if (side, here) not in cut:
                uncut[side][here].append(there)
    beyond_cut = {}
    for side in _SIDES:
        starts = {arn for at, arn in cut if at is side}
        beyond_cut[side] = (linked(starts, all_[side]) - starts - focus) & kept
    stays = kept - beyond_cut[Direction.UPSTREAM] - beyond_cut[Direction.DOWNSTREAM]
    # An evaluation reads what is upstream of its model: it goes with that, and does not bring it back.
    stays = beside(focus, _among(stays, links)) if focus else stays
    while True:
        still_linked = {arn for side in _SIDES for arn in linked(stays, uncut[side]) & beyond_cut[side]}
        if still_linked <= stays:
            return stays
        stays |= still_linked


def linked_on(side: Direction, start: Iterable[str], links: Iterable[Association]) -> set[str]:
    """Return the ARNs upstream or downstream of the start, at any distance; the start included."""
    onwards = _Links()
    if side is Direction.UPSTREAM:
        for link in links:
            onwards[link.destination].append(link.source)
    else:
        for link in links:
            onwards[link.source].append(link.destination)
    return linked(start, onwards)


def beside(start: Iterable[str], links: Iterable[Association]) -> set[str]:
    """Return the ARNs connected with the start, in any direction and at any distance; the start included."""
    return linked(start, both_ways((link.source, link.destination) for link in links))


def both_ways(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Iterable[str]]:
    """Return for each end of a pair the ends that pairs link it with."""
    both = _Links()
    for one, other in pairs:
        both[one].append(other)
        both[other].append(one)
    return both


def linked(start: Iterable[str], links: Mapping[str, Iterable[str]]) -> set[str]:
    """Return the ARNs that links reach from the start; the start included."""
    reached = set(start)
    waiting = list(reached)
    while waiting:
        for arn in links.get(waiting.pop(), ()):
            if arn not in reached:
                reached.add(arn)
                waiting.append(arn)
    return reached


def _ends(link: Association, side: Direction) -> tuple[str, str]:
    """Return the end of an association that a walk to this side starts from, and the other end."""
    return (link.destination, link.source) if side is Direction.UPSTREAM else (link.source, link.destination)
