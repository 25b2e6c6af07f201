"""Entities and associations that several folders tell differently, and what of them is in the graph."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from operator import ne
from typing import TypeVar

from lineage_viz.model import Association, Entity
from lineage_viz.plain_text import shown_name
from lineage_viz.store.base import LineageSource
from lineage_viz.store.told import difference_in
from lineage_viz.words import count

T = TypeVar("T")


def clashes(ordered: Sequence[LineageSource]) -> tuple[str, ...]:
    """Return the sentences about ids that the sources tell differently, in the order of loading; empty for none.

    Exports have each ARN once, because it belongs to one account; foreign folders may have any id.
    """
    if len(ordered) < 2 or not any(source.info.folder for source in ordered):
        return ()
    entities = _differing(map(_entities, ordered), difference_in)
    associations = _differing(map(_associations, ordered), difference_in)
    apart = _differing(map(_ends, ordered), ne)
    return (*_replaced(entities, associations, ordered[-1]), *_apart(apart))


def _replaced(entities: int, associations: int, last: LineageSource) -> Iterator[str]:
    parts = [(entities, "entity", "entities"), (associations, "association", "associations")]
    words = " and ".join(count(number, one, many) for number, one, many in parts if number)
    if words:
        name = shown_name(last.info.folder or last.info.path)
        yield (
            f"{words} with other values in several of the folders: the later folder counts, {name} before all. Open "
            "each folder alone to see its values"
        )


def _apart(ids: int) -> Iterator[str]:
    if ids:
        yield (
            f"{count(ids, 'id')} of associations with other ends or another type in several of the folders: all these "
            "associations are in the graph. A cluster keeps one of each id; give them other ids before a load"
        )


def _entities(source: LineageSource) -> Iterator[tuple[str, Entity]]:
    # An end without a row, or of another account, says nothing that another folder could contradict.
    return ((each.arn, each) for each in source.entities() if not each.unresolved)


def _associations(source: LineageSource) -> Iterator[tuple[tuple[str, ...], Association]]:
    # Of one id with other ends, each association is in the graph: neither replaces the other.
    return (((each.id, *_link(each)), each) for each in source.associations())


def _ends(source: LineageSource) -> Iterator[tuple[str, tuple[str, ...]]]:
    # The derived id of an association is the digest of its ends and type.
    return ((each.own_id, _link(each)) for each in source.associations() if each.own_id)


def _link(each: Association) -> tuple[str, ...]:
    return each.source, each.destination, each.type


def _differing(sources: Iterable[Iterable[tuple[Hashable, T]]], differs: Callable[[T, T], object]) -> int:
    seen: dict[Hashable, T] = {}
    return len(
        {id_ for source in sources for id_, each in source if differs(seen.setdefault(id_, each), each)}
    )
