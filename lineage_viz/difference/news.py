"""The news between two snapshots of one account: decisions, served versions, new and removed entities."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from lineage_viz.approval import is_package
from lineage_viz.evidence.fact import FactState, facts_of
from lineage_viz.evidence.state import state_of
from lineage_viz.model import Entity, TypeKey


@dataclass(frozen=True, slots=True)
class Turn:
    """An entity as it is now, with the words before and now of one thing that changed."""

    entity: Entity
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class News:
    """The differences that people ask for. Entities are newest first; types have their numbers."""

    decisions: tuple[Turn, ...] = ()
    """Model packages with another decision."""
    served: tuple[Turn, ...] = ()
    """Endpoints that serve another version, or none, or that are new and serve one."""
    added: tuple[tuple[TypeKey, int], ...] = ()
    removed: tuple[tuple[TypeKey, int], ...] = ()
    """Numbers of entities by label and type, the largest first; entities outside the account do not count."""

    @property
    def is_empty(self) -> bool:
        """True when nothing of this changed."""
        return not (self.decisions or self.served or self.added or self.removed)


def news(before: Iterable[Entity], now: Iterable[Entity]) -> News:
    """Compare the entities of two snapshots of one account.

    A fact that either snapshot did not read is no news: nobody knows if it changed.
    """
    old = {each.arn: each for each in before if not _is_outside(each)}
    decisions, served, added, kept = list[Turn](), list[Turn](), Counter[TypeKey](), set[str]()
    for each in now:
        was = old.get(each.arn)
        kept.add(each.arn)
        if was is None and not _is_outside(each):
            added[str(each.label), each.type] += 1
        if was and is_package(each):
            decisions += _turn(was, each, "approval", state_of)
        if each.type == "Endpoint":
            served += _turn(was, each, "serves", _serves)
    removed = Counter((str(each.label), each.type) for arn, each in old.items() if arn not in kept)
    return News(
        _newest_first(decisions),
        _newest_first(served),
        tuple(added.most_common()),
        tuple(removed.most_common()),
    )


def _is_outside(entity: Entity) -> bool:
    return entity.properties.get("unresolved") is True


def _turn(was: Entity | None, now: Entity, fact: str, words: Callable[[Entity], str]) -> list[Turn]:
    """Return the turn of a fact; none when it is the same, or when a snapshot did not read it."""
    before, after = words(was) if was else "", words(now)
    unread = any(_is_unread(each, fact) for each in (was, now) if each)
    return [] if unread or before == after else [Turn(now, before, after)]


def _is_unread(entity: Entity, fact: str) -> bool:
    return facts_of(entity, (fact,))[fact].state is FactState.NOT_READ


def _serves(entity: Entity) -> str:
    return entity.text("serves")


def _newest_first(turns: list[Turn]) -> tuple[Turn, ...]:
    ordered = sorted(turns, key=lambda turn: turn.entity.arn)
    return tuple(sorted(ordered, key=lambda turn: turn.entity.created or _NEVER, reverse=True))


_NEVER = datetime.min.replace(tzinfo=UTC)
