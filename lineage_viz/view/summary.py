"""The words below a picture: its size, its extent and its filters."""

from lineage_viz.model import Direction, Subgraph
from lineage_viz.style import line_of
from lineage_viz.view.filters import ViewFilter
from lineage_viz.view.narrowing import View
from lineage_viz.words import count, day, plain, type_words, typed

_NAMED = 3
"""Filtered-out types that are named; the others are counted together."""


def reached(subgraph: Subgraph, direction: Direction) -> int:
    """Count the entities upstream or downstream of the focus."""
    sign = -1 if direction is Direction.UPSTREAM else 1
    arns = {entity.arn for entity in subgraph.entities}
    return sum(1 for arn, hops in subgraph.hops.items() if hops * sign > 0 and arn in arns)


def summary(view: View, within: str = "", taken_out: int = 0, scope: str = "") -> str:
    """Return the size and extent of a view: `23 of 23 entities, 28 associations, complete`.

    `within` names the depths that limit the answer. `taken_out` counts entities of the answer that are not in
    `view`; `scope` names the reasons.
    """
    shown, cut = view.shown, view.whole.truncated
    total = taken_out + len(view.whole.entities) + (cut.left_out or 0 if cut else 0)
    entities = f"{len(shown.entities):,} of {count(total, 'entity', 'entities')}"
    size = f"{entities}, {count(len(shown.associations), 'association')}"
    extent = cut.reason if cut else f"complete{' within ' + within if within else ''}"
    parts = (f"{size}, {extent}", scope, filtered_out(view))
    return " · ".join(filter(None, parts))


def filter_words(hidden: ViewFilter) -> str:
    """Return the filters in words, for the caption of a file."""
    types = [type_words(type_ or label) for label, type_ in sorted(hidden.types)]
    lines = [line_of(type_).words for type_ in sorted(hidden.associations)]
    hidden_values = (*sorted(hidden.labels), *types, *(value or "no status" for value in sorted(hidden.statuses)),
                     *sorted(hidden.accounts), *lines)  # fmt: skip
    created = " to ".join(day(end) if end else "…" for end in (hidden.created_from, hidden.created_to))
    parts = (
        f"without {', '.join(plain(value, 60) for value in hidden_values)}" if hidden_values else "",
        f"created {created}" if hidden.created_from or hidden.created_to else "",
        f"only entities that contain “{plain(hidden.text, 100)}”" if hidden.text else "",
        "with paths through filtered-out entities" if hidden.skip else "",
    )
    return "; ".join(filter(None, parts))


def filtered_out(view: View) -> str:
    """Return the filtered-out types with their counts, in words; empty when no filter applies."""
    types = view.hidden_counts.most_common()
    parts = [typed(number, label, type_) for (label, type_), number in types[:_NAMED]]
    rest = sum(number for _, number in types[_NAMED:])
    parts += [count(rest, "other")] if rest else []
    lines = [plain(line_of(facet.value).words, 60) for facet in view.facets.associations if facet.hidden]
    parts += [f"associations of type {', '.join(lines)}"] if lines else []
    return f"filtered out: {', '.join(parts)}" if parts else ""
