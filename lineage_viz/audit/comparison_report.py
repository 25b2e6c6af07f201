"""The comparison of two reports as lines for a terminal, and as plain data for JSON."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from lineage_viz.audit.changes import Kind, Part, compared
from lineage_viz.audit.json_report import as_data, entity_data, snapshot_data
from lineage_viz.audit.lineage_changes import LineageChanges, lineage_changes
from lineage_viz.audit.parts.about import MADE_BY
from lineage_viz.audit.report import Report
from lineage_viz.model import Association, Entity
from lineage_viz.plain_text import plain_text
from lineage_viz.title import title
from lineage_viz.words import association_words, count, inside, moment, plain, type_words

FORMAT = "lineage_viz comparison 1"
"""The name and the version of the form of the data."""

SIGNS = {Kind.ADDED: "+", Kind.REMOVED: "−", Kind.CHANGED: "≠"}
"""The sign of a difference, as on the cards of a picture."""


def side_names(before: Report, now: Report) -> tuple[str, str]:
    """The titles of both models, with the time of the snapshot where the snapshots differ."""
    names = plain(title(before.review.model), 80), plain(title(now.review.model), 80)
    if before.snapshots == now.snapshots:
        return names
    return f"{names[0]}, {_taken(before)}", f"{names[1]}, {_taken(now)}"


def _taken(report: Report) -> str:
    return ", ".join(moment(each.taken) if each.taken else plain(each.path) for each in report.snapshots)


def comparison_lines(before: Report, now: Report) -> Iterator[str]:
    """Yield the lines: each check and field that differs, by section, then the entities that differ."""
    yield from map(plain_text, _lines(before, now))


def _lines(before: Report, now: Report) -> Iterator[str]:
    names = side_names(before, now)
    yield f"Comparison of {names[0]} (before) with {names[1]} (now)"
    parts = [*compared(as_data(before), as_data(now))]
    for section in dict.fromkeys(each.section for each in parts):
        yield from _section(section, [each for each in parts if each.section == section])
    changes = lineage_changes(before.review, now.review)
    same = len(changes.graph.entities) - len(changes.kinds)
    yield ""
    yield f"Lineage: {count(same, 'entity is', 'entities are')} the same"
    for kind, words in (
        (Kind.ADDED, "only now"),
        (Kind.REMOVED, "only before"),
        (Kind.CHANGED, "other properties"),
    ):
        for each in changes.of_kind(kind):
            yield f"  {SIGNS[kind]} {words}: {plain(title(each), 120)} ({inside(type_words(each.type or each.label))})"
            if kind is Kind.CHANGED:
                yield from _properties(changes, each)
    yield from _links(changes)


def _properties(changes: LineageChanges, entity: Entity) -> Iterator[str]:
    for each in changes.properties(entity):
        name, before, now = (plain(text, 300) for text in (each.name, each.before, each.now))
        yield f"      {name}: {before} (before), {now} (now)"


def _links(changes: LineageChanges) -> Iterator[str]:
    by_arn = {each.arn: plain(title(each), 120) for each in changes.graph.entities}
    for kind, words in ((Kind.ADDED, "only now"), (Kind.REMOVED, "only before")):
        for each in changes.links[kind]:
            ends = f"{by_arn[each.source]} → {by_arn[each.destination]}"
            yield f"  {SIGNS[kind]} association {words}: {ends} ({association_words(each.type)})"


def _section(name: str, parts: Sequence[Part]) -> Iterator[str]:
    different = [each for each in parts if each.kind is not Kind.SAME]
    yield ""
    yield f"{name}: {count(len(different), 'difference') if different else 'no difference'}"
    for each in different:
        yield f"  {SIGNS[each.kind]} {plain(each.name, 120)} ({each.kind})"
        yield f"      before: {plain(each.before.apart_from(each.now), 1_000)}"
        yield f"      now:    {plain(each.now.apart_from(each.before), 1_000)}"


def comparison_data(before: Report, now: Report) -> dict[str, object]:
    """Return the differences. Times are ISO 8601, in UTC; entities are ARNs."""
    changes = lineage_changes(before.review, now.review)
    parts = compared(as_data(before), as_data(now))
    return {
        "format": FORMAT,
        "made_by": MADE_BY,
        "before": _side(before),
        "now": _side(now),
        "differences": [_part(each) for each in parts if each.kind is not Kind.SAME],
        "lineage": {str(kind): _arns(changes.of_kind(kind)) for kind in SIGNS},
        "properties": [
            {"entity": each.arn, **asdict(change)}
            for each in changes.of_kind(Kind.CHANGED)
            for change in changes.properties(each)
        ],
        "associations": {str(kind): [_link(each) for each in links] for kind, links in changes.links.items()},
    }


def _side(report: Report) -> dict[str, object]:
    model, snapshots = entity_data(report.review.model), [snapshot_data(each) for each in report.snapshots]
    return {"model": model, "snapshots": snapshots}


def _part(part: Part) -> dict[str, object]:
    sides = {"before": part.before, "now": part.now}
    values = {name: {"texts": list(each.texts), "known": each.known} for name, each in sides.items()}
    return {"section": part.section, "name": part.name, "kind": str(part.kind), **values}


def _link(link: Association) -> dict[str, str]:
    return {"source": link.source, "destination": link.destination, "type": link.type}


def _arns(entities: Iterable[Entity]) -> list[str]:
    return [each.arn for each in entities]
