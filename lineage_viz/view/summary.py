"""What is on screen and what is not, in words."""

from lineage_viz.model import Direction, Subgraph
from lineage_viz.style import line_of
from lineage_viz.view.filters import ViewFilter
from lineage_viz.view.narrowing import View
from lineage_viz.words import count, plain, type_words, typed

_NAMED = 3
"""Types named among what is filtered out; the rest is counted."""


def reached(subgraph: Subgraph, direction: Direction) -> int:
    """How many entities lie upstream or downstream of the focus."""
    sign = -1 if direction is Direction.UPSTREAM else 1
    arns = {entity.arn for entity in subgraph.entities}
    return sum(1 for arn, hops in subgraph.hops.items() if hops * sign > 0 and arn in arns)


def summary(view: View, within: str = "", taken_out: int = 0, scope: str = "") -> str:
    """What is on screen and what is not: `23 of 23 entities, 28 associations, complete`.

    `within` names the depths asked for where they bound the answer; `taken_out` entities are in the answer
    but not in `view`, for the reasons that `scope` names.
    """
    shown, cut = view.shown, view.whole.truncated
    total = taken_out + len(view.whole.entities) + (cut.left_out or 0 if cut else 0)
    entities = f"{len(shown.entities):,} of {count(total, 'entity', 'entities')}"
    said = f"{entities}, {count(len(shown.associations), 'association')}"
    extent = cut.reason if cut else f"complete{' within ' + within if within else ''}"
    parts = (f"{said}, {extent}", scope, filtered_out(view))
    return " · ".join(filter(None, parts))


def filter_words(hidden: ViewFilter) -> str:
    """The filters themselves: what a file says that was taken from a filtered view."""
    types = [type_words(type_ or label) for label, type_ in sorted(hidden.types)]
    lines = [line_of(type_).words for type_ in sorted(hidden.associations)]
    hidden_values = (*sorted(hidden.labels), *types, *(value or "no status" for value in sorted(hidden.statuses)),
                     *sorted(hidden.accounts), *lines)  # fmt: skip
    created = " to ".join(
        f"{day:%d %b %Y}" if day else "…" for day in (hidden.created_from, hidden.created_to)
    )
    parts = (
        f"without {', '.join(plain(value, 60) for value in hidden_values)}" if hidden_values else "",
        f"created {created}" if hidden.created_from or hidden.created_to else "",
        f"only what contains “{plain(hidden.text, 100)}”" if hidden.text else "",
        "ways through what is left out are kept" if hidden.skip else "",
    )
    return "; ".join(filter(None, parts))


def filtered_out(view: View) -> str:
    """What is filtered out, by type; empty when nothing is."""
    gone = view.gone.most_common()
    said = [typed(number, label, type_) for (label, type_), number in gone[:_NAMED]]
    rest = sum(number for _, number in gone[_NAMED:])
    said += [count(rest, "other")] if rest else []
    lines = [plain(line_of(facet.value).words, 60) for facet in view.facets.associations if facet.hidden]
    said += [f"associations of type {', '.join(lines)}"] if lines else []
    return f"filtered out: {', '.join(said)}" if said else ""
