"""The overview of an account: one stand-in entity for all entities of a type, and the associations between types."""

from lineage_viz.model import Association, Entity, Subgraph, TypeKey
from lineage_viz.store.base import Schema
from lineage_viz.words import typed

_PREFIX = "type:"


def schema_subgraph(schema: Schema) -> Subgraph:
    """Return a stand-in for each type, with the number of its entities, and the counted associations between types.

    The subgraph can be laid out, drawn and listed like any lineage. It has no focus and therefore no hops.
    """
    entities = tuple(
        Entity(
            stand_in((label, type_)),
            label,
            {"type": type_, "name": typed(number, label, type_), "count": number},
        )
        for (label, type_), number in sorted(schema.types.items())
    )
    associations = tuple(
        Association(stand_in(source), type_, stand_in(destination), {"count": number})
        for (source, type_, destination), number in sorted(schema.associations.items())
    )
    return Subgraph(entities, associations)


def stand_in(key: TypeKey) -> str:
    """Return the id of a stand-in, which it has in place of an ARN: `type:artifact:DataSet`."""
    label, type_ = key
    return f"{_PREFIX}{label.replace('%', '%25').replace(':', '%3A')}:{type_}"


def number_of(association: Association) -> int:
    """Return the number of associations that one between stand-ins represents; 0 for a real association."""
    number = association.properties.get("count") if association.source.startswith(_PREFIX) else None
    return number if isinstance(number, int) else 0


def type_of(arn: str) -> TypeKey | None:
    """Return the type that a stand-in represents; None for the ARN of a real entity."""
    label, colon, type_ = arn.removeprefix(_PREFIX).partition(":")
    if not arn.startswith(_PREFIX) or not colon:
        return None
    return label.replace("%3A", ":").replace("%25", "%"), type_
