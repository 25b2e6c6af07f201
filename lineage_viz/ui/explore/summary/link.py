"""A link to another entity, as data: the browser shows the words, and the server answers the click."""

from lineage_viz.model import Entity
from lineage_viz.words import plain

Data = dict[str, object]


def link(entity: Entity, words: str, about: str = "") -> Data:
    """Return the words of a link, the ARN of its entity, and the words beside it."""
    return {"words": plain(words, 160), "arn": entity.arn, "about": plain(about, 160)}
