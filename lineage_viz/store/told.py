"""One element as two sources tell it: its labels, and the values of a property, are sets and have no order."""

from lineage_viz.model import Association, Entity, Properties, Value

LABEL = "~label"


def difference_in(one: Entity | Association, other: Entity | Association) -> str:
    """Return the first name of a property that the two tell differently, the label before all; empty for none."""
    if one == other:
        return ""
    before, after = told_by(one), told_by(other)
    names = sorted(before.keys() | after.keys(), key=lambda each: (each != LABEL, each))
    return next((name for name in names if _told(name, before) != _told(name, after)), "")


def told_by(each: Entity | Association) -> Properties:
    """Return the properties; those of an entity with its label as `~label`."""
    return {**each.properties, LABEL: each.label} if isinstance(each, Entity) else each.properties


def _told(name: str, values: Properties) -> object:
    value: Value | None = values.get(name)
    if name == LABEL and isinstance(value, str):
        value = tuple(value.split("::"))
    # "Not a number" equals itself as a text.
    return sorted(map(repr, value)) if isinstance(value, tuple) else repr(value)
