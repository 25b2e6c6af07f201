"""The account at a glance: its types as a lineage of their own, one stand-in for all entities of a type."""

from lineage_viz.model import Association, Entity, Subgraph, TypeKey
from lineage_viz.store.base import Schema
from lineage_viz.words import typed

_PREFIX = "type:"


def schema_subgraph(schema: Schema) -> Subgraph:
    """A stand-in for each type, named after how many there are, and their associations counted likewise.

    It can be laid out, drawn and listed like any lineage. It has no focus, hence no hops.
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
    """What stands in for an ARN: `type:artifact:DataSet`."""
    label, type_ = key
    return f"{_PREFIX}{label.replace('%', '%25').replace(':', '%3A')}:{type_}"


def held(association: Association) -> int:
    """How many associations one between stand-ins stands for; 0 for a real one, whatever its properties say."""
    number = association.properties.get("count") if association.source.startswith(_PREFIX) else None
    return number if isinstance(number, int) else 0


def type_of(arn: str) -> TypeKey | None:
    """The type that a stand-in stands for; None for a real entity."""
    label, colon, type_ = arn.removeprefix(_PREFIX).partition(":")
    if not arn.startswith(_PREFIX) or not colon:
        return None
    return label.replace("%3A", ":").replace("%25", "%"), type_
