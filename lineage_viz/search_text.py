"""What a search compares: an entity's texts, folded, in two properties that every store ranks by alike."""

from lineage_viz.model import Entity
from lineage_viz.title import title

SEARCH_TITLE = "searchtitle"
SEARCH_TEXT = "searchtext"

FIELD_END = "\t"
"""Ends each field of a search text: blank, so that no word goes over it, and no line break in a snapshot's rows."""

DERIVED = frozenset({SEARCH_TITLE, SEARCH_TEXT})
"""Properties made from the others for a database that cannot fold; no part of what SageMaker recorded."""


def fold(text: str) -> str:
    """How texts are compared: case folded, white space as single blanks."""
    return " ".join(text.casefold().split())


def search_title(entity: Entity) -> str:
    """The title, folded."""
    return fold(title(entity))


def search_text(entity: Entity) -> str:
    """The other fields that are searched, the ARN first; each ends with FIELD_END, and has none inside."""
    rest = _fields(entity.arn, entity.source, entity.type).casefold()
    name = entity.name.casefold()
    if name not in rest:  # most names are a part of the ARN
        rest += _fields(name)
    return rest


def _fields(*fields: str) -> str:
    joined = FIELD_END.join(fields)
    if joined.count(FIELD_END) >= len(fields):
        joined = FIELD_END.join(field.replace(FIELD_END, " ") for field in fields)
    return joined + FIELD_END
