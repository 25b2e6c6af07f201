"""The content of the panel for one entity, as data for the facts component."""

from collections.abc import Mapping, Sequence

from lineage_viz.approval import state_of
from lineage_viz.aws_links import Link
from lineage_viz.facts import sections
from lineage_viz.model import Entity
from lineage_viz.style import failed, kind_of
from lineage_viz.title import title
from lineage_viz.words import plain, type_words


def details(entity: Entity, beside: Mapping[str, str], links: Sequence[Link] = ()) -> dict[str, object]:
    """Return the heading, the links and the sections of the panel.

    `beside` has facts that are not in the record, in words: the numbers of entities upstream and downstream.
    """
    kind = kind_of(entity.label, entity.type)
    return {
        "title": plain(title(entity)),
        "words": type_words(entity.type or entity.label),
        "state": plain(state_of(entity), 60),
        "failed": failed(entity),
        "colour": kind.colour,
        "glyph": kind.glyph,
        "copy": entity.arn,
        "links": [{"words": link.words, "url": link.url} for link in links],
        "sections": sections(entity, beside),
    }
