"""The words below a picture: its size, its extent and its filters."""

from collections.abc import Sequence

from lineage_viz.model import Direction
from lineage_viz.style import line_of
from lineage_viz.view.filters import ViewFilter
from lineage_viz.view.narrowing import View
from lineage_viz.view.scope import linked_on
from lineage_viz.words import complete_words, count, day, plain, type_words, typed

_NAMED = 3
"""Filtered-out types that are named; the others are counted together."""


def reached(view: View, direction: Direction) -> int:
    """Count the shown entities upstream or downstream of the focus; filtered-out entities may be on the way.

    The sign of the hops would not do: an entity on a cycle is on both sides, and an expanded side may lead elsewhere.
    """
    focus = view.whole.focus
    arns = linked_on(direction, focus, view.whole.associations).difference(focus)
    return sum(entity.arn in arns for entity in view.shown.entities)


def summary(
    view: View,
    within: str = "",
    taken_out: int = 0,
    scope: str = "",
    gaps: Sequence[str] = (),
    caveat: str = "",
) -> str:
    """Return the size and extent of a view: `23 of 23 entities, 28 associations, complete`.

    `within` names the depths that limit the answer. `taken_out` counts entities of the answer that are not in
    `view`; `scope` names the reasons. `gaps` and `caveat` are those of the store.
    """
    shown, cut = view.shown, view.whole.truncated
    total = taken_out + len(view.whole.entities) + (cut.left_out or 0 if cut else 0)
    entities = f"{len(shown.entities):,} of {count(total, 'entity', 'entities')}"
    size = f"{entities}, {count(len(shown.associations), 'association')}"
    extent = cut.reason if cut else complete_words(gaps, within, caveat)
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
