"""The words below a picture: its size, its extent and its filters."""

from collections.abc import Iterable, Sequence

from lineage_viz.model import Direction, Subgraph
from lineage_viz.style import line_of
from lineage_viz.view.filters import ViewFilter
from lineage_viz.view.narrowing import View
from lineage_viz.view.scope import linked_on
from lineage_viz.words import complete_words, count, cut_words, day, plain, type_words, typed

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
    traced: Subgraph | None = None,
    changes: str = "",
    gaps: Sequence[str] = (),
    caveat: str = "",
    *,
    early: bool = False,
) -> str:
    """Return the size and extent of a view: `23 of 23 entities, 28 associations, complete`.

    `within` names the depths that limit the answer. `traced` is the answer; `changes` are those that leave a
    part of it out of `view`. `gaps` and `caveat` are those of the store. A view that leaves out anything is never
    called complete, and neither is one of a day before the focus existed (`early`).
    """
    shown, cut, traced = view.shown, view.whole.truncated, traced or view.whole
    total = len(traced.entities) + (cut.left_out or 0 if cut else 0)
    entities = f"{len(shown.entities):,} of {count(total, 'entity', 'entities')}"
    size = f"{entities}, {count(len(shown.associations), 'association')}"
    if cut:
        size = f"{size}, {cut_words(cut.reason, cut.left_out)}"
    elif _size(shown) == _size(traced) and not early:
        size = f"{size}, {complete_words(gaps, within, caveat)}"
    else:
        size = f"{size}{' within ' + within if within else ''}{', but the snapshot has gaps' if any(gaps) else ''}"
    return " · ".join(filter(None, (size, changes, filtered_out(view))))


def filter_words(hidden: ViewFilter) -> str:
    """Return the filters in words, for the caption of a file."""
    types = [type_words(type_ or label) for label, type_ in sorted(hidden.types)]
    lines = [line_of(type_).words for type_ in sorted(hidden.associations)]
    created = " to ".join(day(end) if end else "…" for end in (hidden.created_from, hidden.created_to))
    parts = (
        _without("", (*sorted(hidden.labels), *types)),
        _without("status: ", (value or "none" for value in sorted(hidden.statuses))),
        _without("account: ", (value or "none" for value in sorted(hidden.accounts))),
        _without("associations: ", lines),
        f"created {created}" if hidden.created_from or hidden.created_to else "",
        f"only entities that contain “{plain(hidden.text, 100)}”" if hidden.text else "",
        "with paths through filtered-out entities" if hidden.skip else "",
    )
    return "; ".join(filter(None, parts))


def _without(name: str, values: Iterable[str]) -> str:
    """Return values that are hidden, with the name of their property: `without status: Completed, Failed`."""
    listed = ", ".join(plain(value, 60) for value in values)
    return f"without {name}{listed}" if listed else ""


def _size(subgraph: Subgraph) -> tuple[int, int]:
    return len(subgraph.entities), len(subgraph.associations)


def filtered_out(view: View) -> str:
    """Return the filtered-out types with their counts, in words; empty when no filter applies."""
    types = view.hidden_counts.most_common()
    parts = [typed(number, label, type_) for (label, type_), number in types[:_NAMED]]
    rest = sum(number for _, number in types[_NAMED:])
    parts += [count(rest, "other")] if rest else []
    lines = [plain(line_of(facet.value).words, 60) for facet in view.facets.associations if facet.hidden]
    parts += [f"associations of type {', '.join(lines)}"] if lines else []
    return f"filtered out: {', '.join(parts)}" if parts else ""
