"""The content of the panel for one entity, as data for the facts component."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from lineage_viz.arn import Arn
from lineage_viz.aws_links import Link
from lineage_viz.evidence.state import state_of
from lineage_viz.facts.sections import summary_sections
from lineage_viz.model import Entity, SnapshotInfo
from lineage_viz.style import failed, kind_of
from lineage_viz.title import title_of_model
from lineage_viz.ui.explore.summary import NOTHING_KNOWN, Known, summary
from lineage_viz.words import plain, type_words


def details(
    entity: Entity,
    beside: Mapping[str, str],
    links: Sequence[Link] = (),
    snapshots: Sequence[SnapshotInfo] = (),
    known: Known = NOTHING_KNOWN,
) -> dict[str, object]:
    """Return the heading, the links, the summary and the sections of the panel.

    `beside` has facts that are not in the record, in words: the numbers of entities upstream and downstream.
    `snapshots` are the loaded ones: the sources of facts have the time of that of the entity's account.
    `known` are the answers that the summary needs.
    """
    read = _read(entity, snapshots)
    first, told, folded = summary_sections(entity, beside, read)
    kind = kind_of(entity.label, entity.type)
    return {
        "title": plain(title_of_model(entity)),
        "words": type_words(entity.type or entity.label),
        "state": plain(state_of(entity), 60),
        "failed": failed(entity),
        "colour": kind.colour,
        "glyph": kind.glyph,
        "copy": entity.arn,
        "links": [{"words": link.words, "url": link.url} for link in links],
        "summary": summary(entity, known, read),
        "first": first,
        "sections": told,
        "record": folded,
    }


def _read(entity: Entity, snapshots: Sequence[SnapshotInfo]) -> datetime | None:
    arn = Arn.parse(entity.arn)
    own = [each for each in snapshots if (each.account, each.region) == (arn.account, arn.region)]
    # The time of an adopted folder is that of its newest file: when its facts were read is not known.
    return max((each.taken for each in own if each.taken and not each.folder), default=None)
