"""The common ancestors of two entities."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from lineage_viz.model import Association, Entity, Subgraph, Truncation
from lineage_viz.questions.on_day import on_day
from lineage_viz.store.base import DEFAULT_CAP, Store
from lineage_viz.store.walk import distances
from lineage_viz.view.scope import Scope, restricted, scoped
from lineage_viz.words import count

Links = Mapping[str, list[str]]
"""The ARNs one association away from each entity, in one direction."""

MOST_READ = 50_000
"""The limit of upstream entities that are read: more than any lineage seen has, and still quick."""


@dataclass(frozen=True, slots=True)
class Ancestor:
    """An entity upstream of both. `to_a` and `to_b` are the hops from it to each.

    An entity counts as its own ancestor, 0 hops away, so that the answer shows if one of the two comes from the
    other. A common ancestor is `nearest` if no other common ancestor is downstream of it, except in its own cycle.
    """

    entity: Entity
    to_a: int
    to_b: int
    nearest: bool


@dataclass(frozen=True, slots=True)
class Common:
    """All common ancestors, sorted by the sum of both hops, then by ARN. `truncated` if there may be more.

    `subgraph` has the two entities as focus, the nearest common ancestors, and all paths from these to the two. Its
    `truncated` counts the entities that the picture leaves out. Other common ancestors are in the table only.
    """

    ancestors: tuple[Ancestor, ...]
    subgraph: Subgraph
    truncated: Truncation | None = None


def common_ancestors(
    store: Store, a: str, b: str, cap: int = DEFAULT_CAP, *, as_of: datetime | None = None
) -> Common:
    """Return the common ancestors of two entities, with at most `cap` entities in the picture. Raises EntityNotFound.

    When `a` and `b` are the same, the nearest common ancestor is the entity itself. With `as_of`, the answer is that
    of this moment: later entities and associations count as absent.
    """
    whole = scoped(store.trace([a, b], down=0, cap=MOST_READ), Scope(as_of=as_of)).whole
    up, down = _links(whole.associations)
    to_a, to_b = (distances([arn], _step(up), len(whole.entities)) for arn in (a, b))
    order = sorted(to_a.keys() & to_b.keys(), key=lambda arn: (to_a[arn] + to_b[arn], arn))
    nearest = _nearest(order, up, down)
    entities = {
        entity.arn: entity
        for entity in on_day(store, (each for each in whole.entities if each.arn in to_a), as_of)
    }
    cut = whole.truncated and replace(
        whole.truncated,
        reason=f"only the nearest {count(len(whole.entities), 'entity', 'entities')} upstream were read",
    )
    picture = _picture(whole, [arn for arn in order if arn in nearest], (to_a, to_b), down, cap)
    return Common(
        tuple(Ancestor(entities[arn], to_a[arn], to_b[arn], arn in nearest) for arn in order),
        replace(picture, truncated=picture.truncated or cut),
        cut,
    )


def _nearest(order: Sequence[str], up: Links, down: Links) -> set[str]:
    """Return the common ancestors that have no other one downstream, except in their own cycle."""
    rank = {arn: number for number, arn in enumerate(order)}
    nearest: set[str] = set()
    left = set(order)  # ancestors that have no known nearest one downstream
    for start in order:
        if start not in left:
            continue
        arn, ahead = start, _reached(start, down, rank)
        # Most ancestors have nothing downstream and may have very much upstream, so downstream comes first.
        while len(ahead) > 1 and (further := ahead - _reached(arn, up, rank)):
            arn = min(further, key=rank.__getitem__)
            ahead = _reached(arn, down, rank)
        nearest |= ahead
        left -= distances([arn], _step(up), len(order), left.__contains__).keys()
    return nearest


def _picture(
    whole: Subgraph, nearest: Sequence[str], hops: tuple[Mapping[str, int], ...], down: Links, cap: int
) -> Subgraph:
    """Return the nearest common ancestors with all their paths down; with the shortest only if `cap` allows no more."""
    kept = set(whole.focus)
    wanted = kept | distances(nearest, _step(down), len(whole.entities)).keys()
    for arn in nearest:
        if len(kept) >= cap:
            break
        if max(to[arn] for to in hops) >= cap:
            continue
        # The search stops as soon as the paths are known to be too large.
        paths = _few(arn, down, cap)
        shortest = {passed for to in hops for passed in islice(_shortest(arn, to, down), cap + 1)}
        kept |= next((some for some in (paths, shortest) if len(kept | some) <= cap), set())
    left_out = len(wanted - kept)
    truncated = Truncation(f"cut at {count(len(kept), 'entity', 'entities')}", left_out) if left_out else None
    return replace(restricted(whole, kept), truncated=truncated)


def _few(arn: str, links: Links, most: int) -> set[str]:
    """Return the entities that links reach from one, itself included. The search stops after more than `most`."""
    found, waiting = {arn}, [arn]
    while waiting and len(found) <= most:
        new = [other for other in links.get(waiting.pop(), ()) if other not in found]
        found.update(new)
        waiting += new
    return found


def _shortest(arn: str, hops: Mapping[str, int], down: Links) -> Iterable[str]:
    """Yield one of the shortest paths to the entity from which `hops` count."""
    yield arn
    while hops[arn]:
        arn = min(at for at in down[arn] if hops.get(at) == hops[arn] - 1)
        yield arn


def _links(associations: Iterable[Association]) -> tuple[Links, Links]:
    """Return the entities directly upstream and directly downstream of each."""
    up: dict[str, list[str]] = defaultdict(list)
    down: dict[str, list[str]] = defaultdict(list)
    for link in associations:
        up[link.destination].append(link.source)
        down[link.source].append(link.destination)
    return up, down


def _step(links: Links) -> Callable[[str], Iterable[str]]:
    return lambda arn: links.get(arn, ())


def _reached(arn: str, links: Links, within: Mapping[str, int]) -> set[str]:
    """Return the entities that links reach from one, itself included, without leaving `within`."""
    return set(distances([arn], _step(links), len(within), within.__contains__))
