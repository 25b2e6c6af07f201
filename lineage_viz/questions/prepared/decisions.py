"""Questions about decisions, and about the people who made something."""

from datetime import UTC, datetime
from difflib import get_close_matches

from lineage_viz.approval import decision, is_package
from lineage_viz.errors import LineageVizError
from lineage_viz.evidence.fact import FactState, facts_of
from lineage_viz.model import Entity
from lineage_viz.questions.prepared.data import data_upstream
from lineage_viz.questions.prepared.question import Found, Row
from lineage_viz.questions.prepared.starts import Starts
from lineage_viz.questions.prepared.walked import MODEL
from lineage_viz.store.base import UNLIMITED, Store
from lineage_viz.store.filter import Filter
from lineage_viz.store.order import Order, SortBy
from lineage_viz.view.folding import newest_first
from lineage_viz.words import day as day_words
from lineage_viz.words import moment

_COVERED = Filter(types=frozenset({MODEL}), associations=frozenset({"ContributedTo"}))
_MEMBERS = Filter(types=frozenset({MODEL}), associations=frozenset({"AssociatedWith"}))


def covered_by(store: Store, approval: str) -> Found:
    """Return the model packages that an approval is about, with its decision and theirs now. Raises EntityNotFound."""
    near = store.trace([approval], up=0, down=1, filter_=_COVERED, cap=UNLIMITED)
    decided = decision(near.entities[0]) or "not recorded"
    packages = [each for each in near.entities if near.hops[each.arn]]
    return Found(tuple(Row(each, (decided, *_in_force(each)[:1])) for each in packages), (approval,), near)


def data_behind_approval(store: Store, approval: str) -> Found:
    """Return all data sets upstream of the model packages that an approval is about. Raises EntityNotFound."""
    packages = tuple(row.entity.arn for row in covered_by(store, approval).rows)
    return data_upstream(store, Starts(packages))


def decisions_of_group(store: Store, group: str) -> Found:
    """Return the packages of a model group with the decision in force on each, newest first. Raises EntityNotFound."""
    near = store.trace([group], up=1, down=0, filter_=_MEMBERS, cap=UNLIMITED)
    packages = [each for each in near.entities if near.hops[each.arn] and is_package(each)]
    packages.sort(key=newest_first)
    return Found(tuple(Row(each, _in_force(each)) for each in packages), (group,), near)


def made_by(store: Store, person: str) -> Found:
    """Return everything that a person made, owns or decided about, newest first."""
    hits = store.search(person, limit=UNLIMITED, order=Order(SortBy.CREATED, descending=True)).entities
    parts = ((each, _parts(each, person)) for each in hits)
    rows = tuple(Row(each, (", ".join(part),)) for each, part in parts if part)
    return Found(rows, notes=() if rows else (_nobody(store, person),))


def _nobody(store: Store, person: str) -> str:
    """Return the sentence about a name that nobody has, with the nearest one."""
    known = {each.casefold(): each for each in store.fact_counts().people}
    asked = person.casefold()
    near = [each for each in sorted(known) if asked and asked in each] or get_close_matches(asked, known, 1)
    nearest = f" The nearest one is {known[near[0]]}." if near else ""
    return f"Nobody here has the name {person}.{nearest}"


def new_since(store: Store, day: str) -> Found:
    """Return everything that was created on or after a day, in UTC, newest first. Raises LineageVizError."""
    try:
        start = datetime.fromisoformat(day).replace(tzinfo=UTC)
    except ValueError:
        raise LineageVizError(f"“{day}” is no day. Write it as 2026-03-12.") from None
    hits = store.search(
        filter_=Filter(created_after=start), limit=UNLIMITED, order=Order(SortBy.CREATED, descending=True)
    ).entities
    return Found(tuple(Row(each, (moment(each.created) if each.created else "",)) for each in hits))


def _parts(entity: Entity, person: str) -> list[str]:
    """Return the parts of a person in an entity: the name is the end of a recorded identity."""
    creator = entity.text("createdby")
    is_maker = person in (entity.text("owner"), creator) or creator.endswith(f"/{person}")
    return [*(["made it"] if is_maker else []), *(["decided"] if entity.text("decidedby") == person else [])]


def _in_force(package: Entity) -> tuple[str, str, str]:
    """Return the decision in force, the person who made it, and its day, in words."""
    facts = facts_of(package, ("approval", "decidedby", "decidedat"))
    return tuple(  # type: ignore[return-value]
        day_words(fact.value)
        if isinstance(fact.value, datetime)
        else str(fact.value)
        if fact.state is FactState.KNOWN
        else fact.state
        for fact in facts.values()
    )
