"""The value of an entity under each lens, in words, and as a number where values have an order."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from lineage_viz.approval import decided, decision, in_order, is_approval, is_incomplete, is_package
from lineage_viz.arn import absence, person
from lineage_viz.evidence.decisions import unconfirmed
from lineage_viz.evidence.fact import FactState, facts_of
from lineage_viz.evidence.state import NOT_READ, NOT_RECORDED, state_of
from lineage_viz.evidence.words import APPROVED, LIVE, PERHAPS_LIVE, perhaps, warning
from lineage_viz.lens.lens import Lens
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.view.filters import account_of

UNCONFIRMED = "Approved, not confirmed"
UNDECIDED = "Not decided"

ASIDE: Mapping[Lens, str] = {
    Lens.STATUS: "No status",
    Lens.DECISION: "No model or approval",
    Lens.OWNER: "No owner",
    Lens.METRIC: "No metric",
}
"""The words for an entity of a kind that has no such value. Each is neutral, as absence is."""

EARLIER = "Earlier decision"
OTHER_METRIC = "Another metric"

_UNREAD = frozenset({NOT_READ, "Decision not read"})
_OWNED = frozenset({"Endpoint", "ModelGroup"})


@dataclass(frozen=True, slots=True)
class Valued:
    """A value in words; `number` is given where values have an order, `filter` is the form in a filter."""

    words: str
    number: float | None = None
    filter: str | None = None


def valued(lens: Lens, entities: Iterable[Entity]) -> dict[str, Valued]:
    """Return the value of each entity by its ARN."""
    every = list(entities)
    value_of = _numbered(metric_name(every)) if lens is Lens.METRIC else _VALUE_OF[lens]
    found = {entity.arn: value_of(entity) for entity in every}
    return found | dict.fromkeys(_earlier(every), Valued(EARLIER)) if lens is Lens.DECISION else found


def metric_name(entities: Iterable[Entity]) -> str:
    """Return the name of the most frequent key metric, the only one whose values are compared; empty without any."""
    names = Counter(name for each in entities if (name := _metric(each)[0]))
    return min(names, key=lambda name: (-names[name], name), default="")


def _status(entity: Entity) -> Valued:
    return of_state(state_of(entity))


def of_state(state: str) -> Valued:
    """Return the value of a state, as `state_of` gives it."""
    return Valued(NOT_READ if state in _UNREAD else state or ASIDE[Lens.STATUS], filter=state)


def _serves_approved(endpoint: Entity) -> bool:
    """True when it is known that an endpoint serves only versions with an approval."""
    facts = facts_of(endpoint, ("serves", "unapproved"))
    return facts["serves"].state is FactState.KNOWN and facts["unapproved"].state is FactState.NOT_RECORDED


def _decision(entity: Entity) -> Valued:
    if warning(entity):
        return Valued(PERHAPS_LIVE if perhaps(entity) else LIVE)
    if is_approval(entity):
        return Valued(decision(entity) or (UNDECIDED if is_incomplete(entity) else NOT_READ))
    if entity.type == "Endpoint" and _serves_approved(entity):
        return Valued(APPROVED)
    if not is_package(entity):
        return Valued(ASIDE[Lens.DECISION])
    approval = facts_of(entity, ("approval",))["approval"]
    if not approval.value:
        return Valued(_absent(approval.state))
    words = str(approval.value)
    return Valued(UNCONFIRMED if words == APPROVED and unconfirmed(approval) else words)


def _earlier(entities: Iterable[Entity]) -> list[str]:
    """Return the approvals about a package that a later one follows. Their names tell the package."""
    made: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for each in in_order(filter(is_approval, entities)):
        if subject := decided(each):
            made[account_of(each), subject].append(each.arn)
    return [arn for arns in made.values() for arn in arns[:-1]]


def _owner(entity: Entity) -> Valued:
    """Return the owner by the facts; of an entity that no fact names an owner of, the person who created it."""
    if owner := entity.text("owner"):
        return Valued(owner)
    if is_package(entity) or entity.label == EntityLabel.TRIAL_COMPONENT or entity.type in _OWNED:
        return Valued(_absence(entity, "owner"))
    return Valued(person(entity.text("createdby")) or ASIDE[Lens.OWNER])


def _age(entity: Entity) -> Valued:
    """Return the day of creation in UTC; its number counts the days."""
    made = entity.created
    if made is None:
        return Valued(absence(entity) or NOT_RECORDED)
    day = made.astimezone(UTC).date()
    return Valued("", day.toordinal())


def _numbered(name: str) -> Callable[[Entity], Valued]:
    def value_of(entity: Entity) -> Valued:
        own, number = _metric(entity)
        if number is not None:
            return Valued("", number) if own == name else Valued(OTHER_METRIC)
        has_metrics = is_package(entity) or entity.label == EntityLabel.TRIAL_COMPONENT
        return Valued(_absence(entity, "keymetric") if has_metrics else ASIDE[Lens.METRIC])

    return value_of


def _metric(entity: Entity) -> tuple[str, float | None]:
    """Return the name and the number of the key metric; older snapshots have both as one text."""
    number, name = entity.properties.get("metricvalue"), entity.text("metricname")
    if not isinstance(number, int | float):
        name, _, number = entity.text("keymetric").rpartition(" ")
    try:
        value = float(number)
    except ValueError:
        return "", None
    return (name, value) if name and math.isfinite(value) else ("", None)


def _account(entity: Entity) -> Valued:
    account = account_of(entity)
    return Valued(account or NOT_RECORDED, filter=account)


def _absence(entity: Entity, name: str) -> str:
    return absence(entity) or _absent(facts_of(entity, (name,))[name].state)


def _absent(state: FactState) -> str:
    return NOT_READ if state is FactState.NOT_READ else NOT_RECORDED


_VALUE_OF: Mapping[Lens, Callable[[Entity], Valued]] = {
    Lens.STATUS: _status,
    Lens.DECISION: _decision,
    Lens.OWNER: _owner,
    Lens.AGE: _age,
    Lens.ACCOUNT: _account,
}


def day_of(number: float) -> datetime:
    """Return the day of a number that `valued` gave for the age."""
    return datetime.fromordinal(int(number)).replace(tzinfo=UTC)
