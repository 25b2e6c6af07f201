"""The look of each kind of entity and association: one table for cards, edges and legend."""

from collections.abc import Mapping
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
PROCESSING = Kind("processing", "Processing job", "#3F7F3F", "M4 5h16l-6 7v6l-4 2v-8z")
TRANSFORM = Kind("transform", "Transform job", "#2B7A78", "M4 8h13l-3-3M20 16H7l3 3")
APPROVAL = Kind("approval", "Approval", "#B8326E", "M12 3a9 9 0 1 0 .01 0M8 12.5l3 3 5.5-6.5")
DEPLOYMENT = Kind("deployment", "Deployment", "#8A4B2A", "M12 16V4M7 9l5-5 5 5M5 20h14")
ACTION = Kind("action", "Action", "#9B3A8C", "M13 3L5 14h6l-1 7 8-11h-6z")
ENDPOINT = Kind(
    "endpoint", "Endpoint", "#6B6B00",
    "M12 10a2 2 0 1 0 .01 0M7.5 16.5a6.5 6.5 0 0 1 0-9M16.5 7.5a6.5 6.5 0 0 1 0 9",
)  # fmt: skip
MODEL_GROUP = Kind("model_group", "Model group", "#5F55C8", "M3 6h7l2 3h9v10H3z")
CONTEXT = Kind("context", "Context", "#7A6A4F", "M4 4h16v16H4zM4 9h16M9 9v11")
GROUP = Kind("group", "Group", "#4A5568", "M4 8h10v12H4zM7 5h10v12M10 2h10v12")
OTHER = Kind("other", "Other", "#5A6573", "M6 3h8l5 5v13H6zM14 3v5h5")

LIVE = Kind("live", "Live", "#2B7A3B", "M4 12.5l5 5L20 6.5")
"""The badge of a model package that an endpoint serves; no entity has this kind."""

KINDS = (
    DATA_SET, MODEL, IMAGE, PROCESSING, JOB, TRANSFORM, APPROVAL, DEPLOYMENT, ACTION, ENDPOINT, MODEL_GROUP, CONTEXT,
    GROUP, OTHER,
)  # fmt: skip

GROUP_LABEL = "group"
"""Label of the card of a group; no entity has it."""

_BY_LABEL: Mapping[str, Kind] = {
    EntityLabel.TRIAL_COMPONENT: JOB,
    EntityLabel.ACTION: ACTION,
    EntityLabel.CONTEXT: CONTEXT,
}
_BY_TYPE: Mapping[str, Mapping[str, Kind]] = {
    EntityLabel.ARTIFACT: {"DataSet": DATA_SET, "Model": MODEL, "Image": IMAGE},
    EntityLabel.TRIAL_COMPONENT: {"SageMakerProcessingJob": PROCESSING, "SageMakerTransformJob": TRANSFORM},
    EntityLabel.ACTION: {"Approval": APPROVAL, "ModelDeployment": DEPLOYMENT},
    EntityLabel.CONTEXT: {"Endpoint": ENDPOINT, "ModelGroup": MODEL_GROUP},
}

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
    if label == GROUP_LABEL:
        return GROUP
    return _BY_TYPE.get(label, {}).get(type_) or _BY_LABEL.get(label, OTHER)


def line_of(type_: str) -> Line:
    """Return the line of an association type; an unknown type has a solid line and its own name."""
    return _LINE_BY_TYPE.get(type_) or Line(type_, type_, _SOLID)


def failed(entity: Entity) -> bool:
    """True when the card has the red mark."""
    return entity.status in FAILED_STATES
