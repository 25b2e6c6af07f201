"""Several entities in one picture: exactly these, and the shortest ways between them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from lineage_viz.model import Association, Subgraph
from lineage_viz.store.base import Store
from lineage_viz.view.scope import restricted

MOST_READ = 20_000
"""The limit of entities that are read around the chosen ones."""

_Links = Mapping[str, set[str]]


def together(store: Store, arns: Sequence[str]) -> Subgraph:
    """Return these entities with the shortest ways between them. Raises EntityNotFound.

    A way along the direction of the associations counts first, such as that from a data set to a model. Entities that
    none connects are joined over what they share: the data of two versions, or the group of both.
    """
    whole = store.trace(arns, cap=MOST_READ)
    after, before = _links(whole.associations)
    around = defaultdict(set, {arn: after[arn] | before[arn] for arn in whole.hops})
    kept = set(arns)
    for start in arns:
        kept |= _ways(start, set(arns) - {start}, after)
    kept |= _joined(kept, around)
    found = restricted(whole, (each.arn for each in whole.entities if each.arn in kept))
    return replace(found, focus=tuple(arns), hops={arn: whole.hops[arn] for arn in kept if arn in whole.hops})


def parts(found: Subgraph) -> int:
    """Return the number of parts of a picture that no way connects."""
    after, before = _links(found.associations)
    around = {each.arn: after[each.arn] | before[each.arn] for each in found.entities}
    return len(_components(around.keys(), around))


def _links(
    associations: Iterable[Association],
) -> tuple[defaultdict[str, set[str]], defaultdict[str, set[str]]]:
    after, before = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for each in associations:
        after[each.source].add(each.destination)
        before[each.destination].add(each.source)
    return after, before


def _ways(start: str, ends: set[str], links: _Links) -> set[str]:
    """Return the entities on the shortest ways from one entity to each of these ends."""
    came: dict[str, set[str]] = {start: set()}
    near, left = {start}, set(ends)
    while near and left:
        reached: dict[str, set[str]] = {}
        for arn in near:
            for each in links.get(arn, ()):
                if each not in came:
                    reached.setdefault(each, set()).add(arn)
        came |= reached
        near, left = set(reached), left - reached.keys()
    return _back(ends & came.keys(), came)


def _back(ends: set[str], came: Mapping[str, set[str]]) -> set[str]:
    kept, near = set(ends), list(ends)
    while near:
        new = came[near.pop()] - kept
        kept |= new
        near += new
    return kept


def _joined(kept: set[str], around: _Links) -> set[str]:
    """Return the entities that join the parts of a picture, each part to the nearest other one."""
    kept = set(kept)
    while True:
        components = _components(kept, {arn: around[arn] & kept for arn in kept})
        if len(components) < 2:
            return kept
        ways = [_nearest(part, kept - part, around) for part in components]
        ways = [each for each in ways if each]
        if not ways:
            return kept
        kept |= min(ways, key=lambda each: (len(each), sorted(each)))


def _nearest(part: set[str], others: set[str], around: _Links) -> set[str]:
    """Return one shortest way from a part to any of the others; none without one."""
    came: dict[str, str] = dict.fromkeys(part, "")
    near = sorted(part)
    while near:
        reached = []
        for arn in near:
            for each in sorted(around[arn]):
                if each in came:
                    continue
                came[each] = arn
                if each in others:
                    way = {each}
                    while each := came[each]:
                        way.add(each)
                    return way
                reached.append(each)
        near = reached
    return set()


def _components(arns: Iterable[str], links: _Links) -> list[set[str]]:
    found: list[set[str]] = []
    left = set(arns)
    while left:
        near = [min(left)]
        part = set(near)
        while near:
            new = (links[near.pop()] & left) - part
            part |= new
            near += new
        found.append(part)
        left -= part
    return found
