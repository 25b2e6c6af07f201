"""Entities and associations that several folders tell differently: only one of their rows is in the graph."""

from collections.abc import Iterable, Iterator, Sequence

from lineage_viz.model import Association, Entity
from lineage_viz.plain_text import shown_name
from lineage_viz.store.base import LineageSource
from lineage_viz.words import count


def clashes(ordered: Sequence[LineageSource]) -> tuple[str, ...]:
    """Return the sentence about what the last one of the sources decides, in the order of loading; empty for none.

    Exports have each ARN once, because it belongs to one account; foreign folders may have any id.
    """
    if len(ordered) < 2 or not any(source.info.folder for source in ordered):
        return ()
    entities = _differing(map(_entities, ordered))
    associations = _differing(map(_associations, ordered))
    if not entities and not associations:
        return ()
    parts = [(entities, "entity", "entities"), (associations, "association", "associations")]
    words = " and ".join(count(number, one, many) for number, one, many in parts if number)
    last = shown_name(ordered[-1].info.folder or ordered[-1].info.path)
    return (
        f"{words} with other values in several of the folders: the later folder counts, {last} before all. Open each "
        "folder alone to see its values",
    )


def _entities(source: LineageSource) -> Iterator[tuple[str, Entity]]:
    # An end without a row, or of another account, says nothing that another folder could contradict.
    return ((each.arn, each) for each in source.entities() if not each.unresolved)


def _associations(source: LineageSource) -> Iterator[tuple[str, Association]]:
    return ((each.id, each) for each in source.associations())


def _differing(sources: Iterable[Iterable[tuple[str, object]]]) -> int:
    seen: dict[str, object] = {}
    differing = {id_ for source in sources for id_, each in source if seen.setdefault(id_, each) != each}
    return len(differing)
