"""The picture of exactly what was reviewed, and its caption."""

import re

from lineage_viz.audit.report import Report
from lineage_viz.layout import gutters, layout
from lineage_viz.picture.badge_words import badges_on
from lineage_viz.picture.names import names, short_names
from lineage_viz.takeaway.caption import Caption
from lineage_viz.takeaway.drawing.drawing import Drawing
from lineage_viz.title import title
from lineage_viz.view.badges import badge_cards, badged
from lineage_viz.view.drawn import drawn
from lineage_viz.view.folding import folded
from lineage_viz.words import complete_words, cut_words, day, how_much, moment, origin_words

_VIEW_BOX = re.compile(r'viewBox="-?\d+ -?\d+ (\d+) (\d+)"')


def drawing(report: Report) -> Drawing:
    """Return the picture of the reviewed lineage. Many siblings of one type are one card."""
    graph = report.review.subgraph
    folding = folded(graph, {})
    whole = drawn(graph, folding)
    picture = badged(whole, badge_cards(whole.subgraph, graph, folding, ()))
    cards = picture.subgraph
    positions = layout(cards)
    return Drawing(
        cards,
        positions,
        folds={stack: len(members) for stack, members in picture.folds.items()},
        gutters=gutters(positions.values()),
        names=names(cards.entities),
        short=short_names(cards.entities),
        badges={each.arn: badges for each in cards.entities if (badges := badges_on(each, picture))},
        beside=picture.badge_counts,
    )


def full_size(picture: str) -> tuple[int, int]:
    """Return the width and the height of an SVG of ours at its full size, in pixels: a large one is drawn smaller."""
    found = _VIEW_BOX.search(picture)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def caption(report: Report) -> Caption:
    """Return the words for the picture and the tables of a report."""
    review = report.review
    graph = review.subgraph
    size = how_much(len(graph.entities), len(graph.associations))
    cut = review.truncated
    extent = cut_words(cut.reason, cut.left_out) if cut else complete_words(review.gaps, caveat=review.caveat)
    filters = "upstream of the model, its evaluations, decisions, deployments and endpoints"
    return Caption(
        title=f"Reviewed lineage of {title(review.model)}",
        snapshot="; ".join(
            origin_words(each.account, each.region, each.folder)
            + (f", {moment(each.taken)}" if each.taken else "")
            for each in report.snapshots
        ),
        filters=f"{filters}; as of {day(review.as_of)}" if review.as_of else filters,
        complete=f"{size}, {extent}",
        gaps="; ".join(review.gaps),
    )
