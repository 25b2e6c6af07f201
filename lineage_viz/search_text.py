"""The searched texts of an entity: two folded properties, so that every store finds and ranks alike."""

from lineage_viz.arn import absence
from lineage_viz.model import Entity
from lineage_viz.title import title

SEARCH_TITLE = "searchtitle"
SEARCH_TEXT = "searchtext"

FIELD_END = "\t"
"""The end of each field of a search text: white space, so that no word spans two fields, but not a line break."""

_SEPARATORS = "/:"

DERIVED = frozenset({SEARCH_TITLE, SEARCH_TEXT})
"""Properties derived from the others for a database that cannot fold case; SageMaker does not record them."""


def fold(text: str) -> str:
    """Fold a text for comparison: ignore case, and turn white space into single blanks."""
    return " ".join(text.casefold().split())


def is_address(folded: str) -> bool:
    """True when a folded text may be a whole ARN or URI: it may then equal the source of an entity."""
    return ":" in folded or "/" in folded


def field_ends(folded: str) -> tuple[str, ...]:
    """Return the ends of a field that has this address at its end, after a separator."""
    ends = (folded,) if folded[0] in _SEPARATORS else tuple(sign + folded for sign in _SEPARATORS)
    return tuple(end + FIELD_END for end in ends)


def search_title(entity: Entity) -> str:
    """Return the folded title."""
    return fold(title(entity))


def search_text(entity: Entity) -> str:
    """Return the other searched fields, ARN and source first; each ends with FIELD_END and contains no other."""
    status = absence(entity) or entity.status
    fields = _fields(entity.arn, entity.source, entity.type, status).casefold()
    name = entity.name.casefold()
    if name not in fields:  # most names are a part of the ARN
        fields += _fields(name)
    return fields


def _fields(*fields: str) -> str:
    joined = FIELD_END.join(fields)
    if joined.count(FIELD_END) >= len(fields):
        joined = FIELD_END.join(field.replace(FIELD_END, " ") for field in fields)
    return joined + FIELD_END
