"""Folding: many siblings of one type, or the members of a group, are drawn as one stack.

Folding only grows: an entity that has a card of its own keeps it when the picture gains more entities, so that
nothing on screen disappears. A fold's id depends on its group or its parent and type only (by time, on its stretch of
time too), so it is the same in every session.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import blake2b
from math import inf

from lineage_viz.model import Entity, Subgraph, TypeKey
from lineage_viz.view.filters import type_key

BUNDLED_FROM = 9
"""This many siblings of one type become a bundle: more than a person counts at a glance."""

_PERIODS: Sequence[Callable[[datetime], str]] = (
    lambda at: f"{at:%Y-%m}",
    lambda at: f"{at:%Y} quarter {(at.month + 2) // 3}",
    lambda at: f"{at:%Y}",
    lambda _: "",
)
"""The calendar's stretches that siblings of a picture by time share a bundle for: months, quarters, years, all."""

_MOST_PERIODS = 8
"""More stretches would leave too little room for each; then the next longer ones are taken."""

PAGE = 10
"""Members of a bundle that one click opens. For a group it is GROUP_PAGE."""

GROUP_PAGE = 60

PREFIX = "fold:"
_FORM = re.compile(f"{PREFIX}[0-9a-f]{{16}}")

_NO_PARENT = (0, "")


@dataclass(frozen=True, slots=True)
class Fold:
    """Entities that are drawn as one stack. `members` are their ARNs, newest first.

    A group has a `name`. A bundle has none: its members share one type. `period` is the position in `_PERIODS` of the
    stretch of time that they share in a picture by time.
    """

    id: str
    members: tuple[str, ...]
    name: str = ""
    type: TypeKey = ("", "")
    period: int = 0

    @property
    def page(self) -> int:
        """The number of members that one click opens."""
        return GROUP_PAGE if self.name else PAGE


@dataclass(frozen=True, slots=True)
class Folding:
    """The folds of a picture. `home` maps a member to its fold; `pages` are the opened members, click by click.

    `picked` are the members that a person took out one by one. `settled` are all entities that folding has seen.
    """

    folds: Mapping[str, Fold] = field(default_factory=dict)
    home: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[tuple[str, tuple[str, ...]], ...] = ()
    picked: frozenset[str] = frozenset()
    settled: Mapping[str, str] = field(default_factory=dict)
    """The card of each entity that folding has seen: a fold's id, or the entity's own ARN."""

    @property
    def out(self) -> frozenset[str]:
        """The members that are drawn as cards of their own."""
        return self.picked.union(*(members for _, members in self.pages))

    def cards(self, arns: Iterable[str], closed: frozenset[str] = frozenset()) -> dict[str, str]:
        """Return the card of each entity: its own ARN, or the id of its fold. Folds in `closed` are closed again."""
        out = self.out
        homes = {arn: self.home.get(arn) for arn in arns}
        return {
            arn: arn if home is None or (arn in out and home not in closed) else home
            for arn, home in homes.items()
        }

    def opened(self, id_: str) -> "Folding":
        """Open the next members of a fold. An unknown id changes nothing."""
        fold = self.folds.get(id_)
        out = self.out
        waiting = [arn for arn in fold.members if arn not in out] if fold else []
        if not fold or not waiting:
            return self
        # A stack of one member shows less than the member's card.
        page = waiting if len(waiting) <= fold.page + 1 else waiting[: fold.page]
        return replace(self, pages=(*self.pages, (id_, tuple(page))))

    def taking_out(self, arn: str) -> "Folding":
        """Give one member a card of its own."""
        return replace(self, picked=self.picked | {arn}) if arn in self.home else self


NO_FOLDS = Folding()


def newest_first(entity: Entity) -> tuple[float, str]:
    """Sort key: newest first, entities without a time last; then by ARN."""
    return (-entity.created.timestamp() if entity.created else inf), entity.arn


def folded(
    whole: Subgraph,
    groups: Mapping[str, str],
    before: Folding = NO_FOLDS,
    *,
    bundle: bool = True,
    by_time: bool = False,
) -> Folding:
    """Fold the entities of a subgraph that `before` has not seen. `groups` has the name of each entity's group.

    A focus is never folded. With `by_time`, siblings share a bundle only if they were created in the same month (UTC),
    or quarter, or year where they spread over many: a picture by time has one place for a bundle, at the day of its
    newest member.
    """
    focus = frozenset(whole.focus)
    new = [entity for entity in whole.entities if entity.arn not in before.settled]
    grown = _Growing(before)
    _group(grown, [e for e in new if e.arn not in focus and e.arn in groups], groups)
    if bundle:
        _bundle(grown, whole, [e for e in new if e.arn not in grown.settled], by_time)
    else:
        grown.settled.update((e.arn, grown.home.get(e.arn, e.arn)) for e in new)
    return grown.folding


class _Growing:
    """A folding while it grows. It is copied once, not once for each fold."""

    def __init__(self, before: Folding) -> None:
        self._before = before
        self.folds, self.home, self.settled = dict(before.folds), dict(before.home), dict(before.settled)

    @property
    def folding(self) -> Folding:
        """The folding with all members that joined."""
        return replace(self._before, folds=self.folds, home=self.home, settled=self.settled)

    def join(
        self,
        id_: str,
        members: Sequence[Entity],
        *,
        name: str = "",
        type_: TypeKey = ("", ""),
        period: int = 0,
    ) -> None:
        """Add members to a fold, the newest first."""
        fold = self.folds.get(id_) or Fold(id_, (), name, type_, period)
        newest = sorted(members, key=newest_first)
        self.folds[id_] = replace(fold, members=(*fold.members, *(entity.arn for entity in newest)))
        joined = {entity.arn: id_ for entity in members}
        self.home.update(joined)
        self.settled.update(joined)


def _group(grown: _Growing, new: Iterable[Entity], groups: Mapping[str, str]) -> None:
    by_name: dict[str, list[Entity]] = defaultdict(list)
    for entity in new:
        by_name[groups[entity.arn]].append(entity)
    for name, members in by_name.items():
        id_ = _id("group", name)
        if id_ in grown.folds or len(members) > 1:
            grown.join(id_, members, name=name)


def _bundle(grown: _Growing, whole: Subgraph, new: Sequence[Entity], by_time: bool) -> None:
    """Fold siblings: entities of one type on the same side of the same parent card."""
    parents = _parents(whole)
    depth: dict[str, int] = {}
    for entity in whole.entities:  # a parent comes before its children
        side, parent = parents.get(entity.arn, _NO_PARENT)
        depth[entity.arn] = depth[parent] + 1 if side else 0
    by_depth: dict[int, list[Entity]] = defaultdict(list)
    for entity in new:
        by_depth[depth[entity.arn]].append(entity)
    for number in sorted(by_depth):
        _bundle_level(grown, by_depth[number], parents, frozenset(whole.focus), by_time)


def _bundle_level(
    grown: _Growing,
    entities: Iterable[Entity],
    parents: Mapping[str, tuple[int, str]],
    focus: frozenset[str],
    by_time: bool,
) -> None:
    siblings: dict[tuple[str, ...], list[Entity]] = defaultdict(list)
    alone: list[Entity] = []
    for entity in entities:
        side, parent = parents.get(entity.arn, _NO_PARENT)
        if side and entity.arn not in focus:
            siblings[grown.settled.get(parent, parent), str(side), *type_key(entity)].append(entity)
        else:
            alone.append(entity)
    for key, every in siblings.items():
        above = grown.folds.get(key[0])
        # Beside a bundle that stands at its newest member, the children of the older members would run backwards.
        are_many = len(every) >= BUNDLED_FROM or (by_time and above is not None)
        number, periods = _periods(every, above.period if above else 0) if by_time else (0, {(): every})
        for period, members in periods.items():
            id_ = _id(*key, *period)
            if id_ in grown.folds or (are_many and len(members) > 1):
                grown.join(id_, members, type_=type_key(members[0]), period=number)
            else:
                alone += members
    grown.settled.update((entity.arn, entity.arn) for entity in alone)


def _periods(siblings: Sequence[Entity], least: int) -> tuple[int, dict[tuple[str, ...], list[Entity]]]:
    """Return siblings by the stretch of time of their creation in UTC; those without a time have an empty one.

    `least` is the position in `_PERIODS` of the shortest stretches. Returns the position of the chosen ones, too.
    """
    for number in range(least, len(_PERIODS)):
        found: dict[tuple[str, ...], list[Entity]] = defaultdict(list)
        for entity in siblings:
            at = entity.created
            found[(_PERIODS[number](at.astimezone(UTC)),) if at else ()].append(entity)
        if len(found) <= _MOST_PERIODS:
            return number, found
    return len(_PERIODS) - 1, {(): list(siblings)}


def _parents(whole: Subgraph) -> dict[str, tuple[int, str]]:
    """Return the parent of each entity, and the side of the parent that the entity is on (1 is downstream).

    The parent is the first neighbour in the order of the entities, if it comes before the entity. An entity
    downstream of the focus prefers a parent upstream of itself; an entity upstream of the focus prefers the opposite.
    """
    order = {entity.arn: number for number, entity in enumerate(whole.entities)}
    first: dict[str, tuple[bool, int, int, str]] = {}
    for link in whole.associations:
        for side, arn, other in ((1, link.destination, link.source), (-1, link.source, link.destination)):
            found = (whole.hops.get(arn, 0) * side < 0, order[other], side, other)
            if order[other] < order[arn] and (arn not in first or found < first[arn]):
                first[arn] = found
    return {arn: (side, other) for arn, (_, _, side, other) in first.items()}


def is_fold(id_: str) -> bool:
    """Return True for the form of a fold's id; no ARN has it."""
    return _FORM.fullmatch(id_) is not None


def _id(*parts: str) -> str:
    return PREFIX + blake2b("\n".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
