"""The changes that a person made to a picture, in words, each with the number of entities that it left out."""

from collections.abc import Iterator, Mapping

from lineage_viz.picture.address import Address, Mode
from lineage_viz.picture.growing import Traced
from lineage_viz.store.base import Schema
from lineage_viz.title import title
from lineage_viz.view.drawn import Drawn
from lineage_viz.view.folding import Folding
from lineage_viz.view.scope import Scoped
from lineage_viz.words import count, day, plain, typed

_NAMED = 3
"""Hidden entities and stacks that are named."""


def overview_words(schema: Schema) -> str:
    """Return the number of entities, types and associations in the store, in words."""
    entities, links = sum(schema.types.values()), sum(schema.associations.values())
    return (
        f"{_entities(entities)} of {count(len(schema.types), 'type')}, "
        f"{count(links, 'association')}; each card stands for all entities of its type"
    )


def change_words(address: Address, lineage: Traced, picture: Drawn, part: Scoped, own: str = "") -> str:
    """Return the changes of an address in words; empty when there are none.

    They begin with the `own` part of the focus. Together with the filters, their numbers explain each traced entity
    that is not shown.
    """
    titles = {entity.arn: plain(title(entity), 60) for entity in lineage.whole.entities}
    changes = (
        own,
        *_stacked(lineage.folding, picture),
        _as_badges(picture),
        _as_of(address, part),
        _hidden(address, lineage.folding, part, titles),
        _collapsed(address, part),
        _alone(address, part, titles),
    )
    return " · ".join(filter(None, changes))


def _stacked(folding: Folding, picture: Drawn) -> Iterator[str]:
    """Return the numbers of entities in stacks and in groups."""
    for noun, named in (("stack", False), ("group", True)):
        sizes = [
            len(members) for id_, members in picture.folds.items() if bool(folding.folds[id_].name) is named
        ]
        if sizes:
            yield f"{sum(sizes):,} in {count(len(sizes), noun)}"


def _as_badges(picture: Drawn) -> str:
    """Return the number of entities that are badges; the legend has the number of each type."""
    number = picture.badge_counts.total()
    return f"{number:,} as {'a badge' if number == 1 else 'badges'}" if number else ""


def _as_of(address: Address, part: Scoped) -> str:
    if not address.as_of or address.mode is Mode.OVERVIEW:
        return ""
    early = ", before the focus was created" if part.early else ""
    later = f": {_entities(part.later)} not in this lineage yet" if part.later else ""
    return f"as of {day(address.as_of)}{early}{later}"


def _hidden(address: Address, folding: Folding, part: Scoped, titles: Mapping[str, str]) -> str:
    """Return the names and the number of the hidden entities, and the number of those behind them."""
    number = len(part.hidden)
    if not number:
        return ""
    stacks = [
        folding.folds[id_].name or typed(inside, *folding.folds[id_].type)
        for id_ in sorted(address.removed)
        if id_ in folding.folds and (inside := len(part.hidden.intersection(folding.folds[id_].members)))
    ]
    names = [*stacks, *sorted(titles[arn] for arn in part.hidden & address.removed)]
    rest = [f"{len(names) - _NAMED:,} more"] if len(names) > _NAMED else []
    verb, them = "was" if part.behind == 1 else "were", "it" if number == 1 else "them"
    behind = f", {part.behind:,} more that {verb} reached only through {them}" if part.behind else ""
    return f"{', '.join([*names[:_NAMED], *rest])}: {_entities(number)} hidden{behind}"


def _collapsed(address: Address, part: Scoped) -> str:
    if not address.collapsed:
        return ""
    inside = f" with {_entities(part.collapsed)}" if part.collapsed else ""
    return f"{count(len(address.collapsed), 'side')} collapsed{inside}"


def _alone(address: Address, part: Scoped, titles: Mapping[str, str]) -> str:
    if not part.alone:
        return ""
    without = f", without {_entities(part.elsewhere)}" if part.elsewhere else ""
    return f"only the lineage of {titles[address.alone]}{without}"


def _entities(number: int) -> str:
    return count(number, "entity", "entities")
