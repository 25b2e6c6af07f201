"""The look of each kind of entity and association: one table for cards, edges and legend."""

from dataclasses import dataclass

from lineage_viz.model import DEFAULT_ASSOCIATION, AssociationType, Entity, EntityLabel
from lineage_viz.words import NO_TYPE_GIVEN

Dash = tuple[int, ...]
"""A canvas line dash, which is an SVG one too; an empty one is solid."""

FAILED_STATES = frozenset({"Failed", "Rejected"})


@dataclass(frozen=True, slots=True)
class Kind:
    """Entities that share one look. `glyph` is an SVG path in a 24 × 24 box, stroked in white."""

    key: str
    words: str
    colour: str
    glyph: str


@dataclass(frozen=True, slots=True)
class Line:
    """The line of an association type. `dash` is a canvas line dash; an empty one is solid."""

    type: str
    words: str
    dash: Dash


# Each colour has a contrast of 4:1 with the white glyph. Colour and glyph together are distinct for colour-blind
# people.
DATA_SET = Kind(
    "data_set", "Data set", "#0072B2",
    "M4 6c0-4 16-4 16 0s-16 4-16 0M4 6v12c0 4 16 4 16 0V6M4 12c0 4 16 4 16 0",
)  # fmt: skip
MODEL = Kind("model", "Model", "#CC5A00", "M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9")
IMAGE = Kind("image", "Image", "#7A5195", "M3 5h18v14H3zM8 5v14M12.5 5v14M17 5v14")
JOB = Kind("job", "Job", "#00866A", "M4 4h16v16H4zM10 8.5l5.5 3.5-5.5 3.5z")
ACTION = Kind("action", "Action", "#B8326E", "M12 3a9 9 0 1 0 .01 0M8 12.5l3 3 5.5-6.5")
CONTEXT = Kind("context", "Context", "#6B6B00", "M3 6h7l2 3h9v10H3z")
GROUP = Kind("group", "Group", "#4A5568", "M4 8h10v12H4zM7 5h10v12M10 2h10v12")
OTHER = Kind("other", "Other", "#5A6573", "M6 3h8l5 5v13H6zM14 3v5h5")

KINDS = (DATA_SET, MODEL, IMAGE, JOB, ACTION, CONTEXT, GROUP, OTHER)

GROUP_LABEL = "group"
"""Label of the card of a group; no entity has it."""

_BY_LABEL = {
    EntityLabel.TRIAL_COMPONENT: JOB,
    EntityLabel.ACTION: ACTION,
    EntityLabel.CONTEXT: CONTEXT,
}
_BY_TYPE = {"DataSet": DATA_SET, "Model": MODEL, "Image": IMAGE}

_SOLID, _DASHED, _DOTTED = (), (7, 5), (2, 4)
LINES = (
    Line(AssociationType.CONTRIBUTED_TO, "contributed to", _SOLID),
    Line(AssociationType.PRODUCED, "produced", _SOLID),
    Line(AssociationType.ASSOCIATED_WITH, "associated with", _DASHED),
    Line(AssociationType.DERIVED_FROM, "derived from", _DOTTED),
    Line(AssociationType.SAME_AS, "same as", _DOTTED),
)
PASS: Dash = (1, 6)
"""A path through filtered-out entities. Its ends are round, which makes it dotted."""

UNRESOLVED: Dash = (5, 4)
"""The outline of an entity that this account does not hold."""

_NO_TYPE = Line(DEFAULT_ASSOCIATION, NO_TYPE_GIVEN, _SOLID)
_LINE_BY_TYPE = {line.type: line for line in (*LINES, _NO_TYPE)}


def kind_of(label: str, type_: str) -> Kind:
    """Return the kind of an entity with this label and SageMaker type."""
    known = _BY_LABEL.get(EntityLabel(label)) if label in set(EntityLabel) else None
    if known:
        return known
    if label == GROUP_LABEL:
        return GROUP
    return _BY_TYPE.get(type_, OTHER) if label == EntityLabel.ARTIFACT else OTHER


def line_of(type_: str) -> Line:
    """Return the line of an association type; an unknown type has a solid line and its own name."""
    return _LINE_BY_TYPE.get(type_) or Line(type_, type_, _SOLID)


def failed(entity: Entity) -> bool:
    """True when the card has the red mark."""
    return entity.status in FAILED_STATES
