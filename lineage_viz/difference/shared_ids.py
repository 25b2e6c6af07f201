"""Ids that two snapshots tell differently. A cluster keeps one element of each id, so it cannot hold both.

Exports derive the ids of associations, and an ARN belongs to one account. Only adopted folders may have any id.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from lineage_viz.model import Association, Entity, Properties, association_order, value_text
from lineage_viz.snapshot.folder import Folder
from lineage_viz.snapshot.merging import aligned, associations_of, entities_of, entity_order
from lineage_viz.store.told import difference_in, told_by
from lineage_viz.words import plain, plain_id

_SHOWN = 60
"""The characters of a value in a sentence."""

_Ends = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Clash:
    """An element that two snapshots tell differently."""

    element: str
    """The element in words: `the entity a`."""
    told: tuple[str, str]
    """The first difference in words, as each snapshot tells it: `color is red`, `color is blue`."""


def clashes(one: Folder, other: Folder) -> Iterator[Clash]:
    """Yield the elements that both snapshots have, and tell differently. Raises SnapshotError, BadRow.

    An entity without a row says nothing that another snapshot could contradict.
    """
    if not (one.keeps_ids or other.keeps_ids):
        return
    for entity, told in aligned([entities_of(one), entities_of(other)], entity_order):
        if entity and told and not (entity.unresolved or told.unresolved):
            yield from _clash("entity", entity.arn, entity, told)
    for association, same in aligned([associations_of(one), associations_of(other)], association_order):
        if association and same:
            yield from _clash("association", association.id, association, same)
    yield from _of_other_ends(one, other)


def moved_ids(wanted: Sequence[Folder], present: Sequence[Folder]) -> frozenset[str]:
    """Return the ids of wanted associations that are another association's in the present snapshots.

    Neptune cannot change the ends or the type of an association, so a load must first remove it. Raises SnapshotError.
    """
    earlier = [each for each in present if each.keeps_ids and each not in wanted]
    if not earlier:
        return frozenset()
    ends = _own_ids(chain.from_iterable(associations_of(each) for each in wanted if each.keeps_ids))
    rows = chain.from_iterable(map(associations_of, earlier))
    return frozenset(
        each.own_id for each in rows if each.own_id and ends.get(each.own_id, _ends(each)) != _ends(each)
    )


def _of_other_ends(one: Folder, other: Folder) -> Iterator[Clash]:
    if not (one.keeps_ids and other.keeps_ids):
        return
    known = _own_ids(associations_of(one))
    for each in associations_of(other):
        ends = known.get(each.own_id or "", _ends(each))
        if ends != _ends(each):
            yield Clash(f"the association {plain_id(each.id)}", (_ends_words(ends), _ends_words(_ends(each))))


def _own_ids(associations: Iterator[Association]) -> Mapping[str, _Ends]:
    return {each.own_id: _ends(each) for each in associations if each.own_id}


def _ends(each: Association) -> _Ends:
    return each.type, each.source, each.destination


def _ends_words(ends: _Ends) -> str:
    type_, source, destination = ends
    return f"it is {plain(type_, _SHOWN)} from {plain_id(source, _SHOWN)} to {plain_id(destination, _SHOWN)}"


def _clash(noun: str, id_: str, one: Entity | Association, other: Entity | Association) -> Iterator[Clash]:
    if name := difference_in(one, other):
        yield Clash(f"the {noun} {plain_id(id_)}", (_value(told_by(one), name), _value(told_by(other), name)))


def _value(values: Properties, name: str) -> str:
    value = plain(value_text(values[name]), _SHOWN) if name in values else "missing"
    return f"{plain_id(name.lstrip('~'), _SHOWN)} is {value}"
