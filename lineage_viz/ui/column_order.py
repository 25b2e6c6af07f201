"""The order of a table by one of its columns: its words, its text in a URL, and the next order after a click."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from lineage_viz.evidence.state import is_live_unread, state_of
from lineage_viz.model import Entity, TypeKey
from lineage_viz.store.filter import is_live, metric_of
from lineage_viz.store.order import NUMBERS, TIMES, Order, SortBy, sort_value
from lineage_viz.view.filters import type_key
from lineage_viz.words import type_words

NEWEST = Order(SortBy.CREATED, descending=True)

NO_STATES: Mapping[str, str] = {}

_DOWN = "-"

_NAMES = {
    SortBy.ARN: "ARN",
    SortBy.DECIDED_BY: "the person who decided",
    SortBy.LIVE: "live versions",
    SortBy.METRIC: "key metric",
    SortBy.SINCE: "the start of serving",
    SortBy.REPLACED: "the time of replacement",
    SortBy.DEPLOYS: "deployed version",
    SortBy.DECIDED: "decision",
    SortBy.STEP: "pipeline step",
    SortBy.EXECUTION: "pipeline execution",
    SortBy.FILE_VERSION: "version of the file",
    SortBy.CHANGED: "change of the file",
    SortBy.PUSHED: "push of the image",
}
"""The words of columns whose name in a URL is another one."""


@dataclass(frozen=True, slots=True)
class Sorting:
    """The present order of a table, and the function that gets another one when a person clicks a column's header.

    `usual` is the order without a choice, if a column shows it.
    """

    order: Order | None
    change: Callable[[Order | None], None]
    usual: Order | None = None

    def click(self, by: SortBy) -> None:
        """Take the next order of a column: ascending, descending, and none; times and numbers begin with the last."""
        self.change(following(self.order, by, self.usual))

    @property
    def words(self) -> str:
        """The order in words; empty when no column shows it."""
        shown = self.order or self.usual
        return order_words(shown) if shown else ""

    def mark(self, by: SortBy) -> str:
        """The arrow in the header of a column."""
        shown = self.order or self.usual
        if shown is None or shown.by is not by:
            return ""
        return " ↓" if shown.descending else " ↑"


def kept_sorting(key: str, usual: Order | None = None) -> Sorting:
    """The order of a table that has no place in the URL; this visit keeps it under a key."""
    name = f"{key} order"
    return Sorting(st.session_state.get(name), lambda order: st.session_state.update({name: order}), usual)


def following(order: Order | None, by: SortBy, usual: Order | None = None) -> Order | None:
    """Return the order after a click on a column's header; `usual` needs no click of its own."""
    first = Order(by, descending=by in TIMES or by in NUMBERS)
    turns: list[Order | None] = [first, replace(first, descending=not first.descending)]
    turns = [None, *(turn for turn in turns if turn != usual)]
    now = replace(order, types=()) if order and order.by is by else None
    return turns[(turns.index(now) + 1) % len(turns)] if now in turns else turns[1]


def order_note(order: Order | None, shown: Iterable[Entity]) -> str:
    """Return the words about what an order puts together that a reader would not; empty for most orders."""
    if order and order.by is SortBy.METRIC:
        names = {name for each in shown if (name := metric_of(each)[0])}
        return f"different metrics in one order: {', '.join(sorted(names))}" if len(names) > 1 else ""
    if order and order.by is SortBy.LIVE:
        absent = [each for each in shown if not is_live(each)]
        is_mixed = any(map(is_live_unread, absent)) and not all(map(is_live_unread, absent))
        return "last, in one group, those that are not live and those not read" if is_mixed else ""
    return ""


_FOLDED = (SortBy.NAME, SortBy.TYPE)
"""The columns that are compared without regard to capitals."""


def order_words(order: Order) -> str:
    """Return the words for an order: `by name, A to Z`."""
    if order.by is SortBy.CREATED:
        return "newest first" if order.descending else "oldest first"
    column = _NAMES.get(order.by, order.by.value)
    if order.by in TIMES:
        return f"by {column}, {'newest' if order.descending else 'oldest'} first"
    if order.by in NUMBERS:
        return f"by {column}, {'highest' if order.descending else 'lowest'} first"
    words = f"by {column}, {'Z to A' if order.descending else 'A to Z'}"
    if order.by in _FOLDED:
        return words
    return f"{words}, capitals {'last' if order.descending else 'first'}"


def order_text(order: Order | None) -> str:
    """Return an order in the form of the URL: `name`, or `-name` for the descending one."""
    return (_DOWN if order.descending else "") + order.by if order else ""


def order_of(text: str, types: Iterable[TypeKey]) -> Order | None:
    """Return the order in a URL, None without a known one. The words of the types decide their order."""
    by = text.removeprefix(_DOWN)
    if by not in set(SortBy):
        return None
    return with_types(Order(SortBy(by), text.startswith(_DOWN)), types)


def with_types(order: Order, types: Iterable[TypeKey]) -> Order:
    """Return an order by type with these types in the order of their words; another order as it is."""
    if order.by is not SortBy.TYPE:
        return order
    return replace(
        order, types=tuple(sorted(types, key=lambda key: (type_words(key[1] or key[0]).casefold(), key)))
    )


def sort_entities(
    entities: Sequence[Entity], order: Order | None, states: Mapping[str, str] = NO_STATES
) -> Sequence[Entity]:
    """Sort a whole list as a store sorts its hits; equal entities keep their sequence."""
    if order is None:
        return entities
    wanted = with_types(order, set(map(type_key, entities)))

    def value(entity: Entity) -> Any:
        if wanted.by is not SortBy.STATUS:
            return sort_value(entity, wanted)
        state = states.get(entity.arn) or state_of(entity)
        return state.encode("utf-16-be", "surrogatepass") or None

    values = {entity.arn: value(entity) for entity in entities}
    present = [entity for entity in entities if values[entity.arn] is not None]
    absent = [entity for entity in entities if values[entity.arn] is None]
    return [*sorted(present, key=lambda e: values[e.arn], reverse=wanted.descending), *absent]
