"""The address: all settings of a view. The URL contains it (`lineage_viz.picture.link`), so a link shows the same."""

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TypeVar

from lineage_viz.layout import Arrangement
from lineage_viz.lens import Lens
from lineage_viz.model import Direction, TypeKey
from lineage_viz.store.base import DEFAULT_CAP, UNLIMITED
from lineage_viz.view.filters import ViewFilter
from lineage_viz.view.grouping import GroupBy
from lineage_viz.view.narrowing import NO_VIEW_FILTER
from lineage_viz.view.scope import Scope, Side
from lineage_viz.words import count

UP, DOWN = 5, 3
"""Depths that show how a model was made and where it runs, and still fit a window."""


MOST_FOCUSED = 20
"""The largest number of focus entities in one picture: a link stays short, and a person can tell them apart."""


class Grow(StrEnum):
    """The ways a picture grows: by a side of an entity, by a fold's next members, or by one member of a fold."""

    UPSTREAM = Direction.UPSTREAM.value
    DOWNSTREAM = Direction.DOWNSTREAM.value
    OPEN = "open"
    PICK = "pick"


V = TypeVar("V", str, TypeKey)

Growth = tuple[Grow, str]
"""A way to grow, and the ARN or the fold's id."""


class Mode(StrEnum):
    """The subject of a picture: the lineage of the focus, of two or several entities, or all types."""

    LINEAGE = ""
    PATHS = "paths"
    COMMON = "common"
    TOGETHER = "together"
    OVERVIEW = "overview"


@dataclass(frozen=True, slots=True)
class Address:
    """The focus's ARN (empty: none chosen yet), the depths, and the largest number of entities (`cap`).

    Then the changes that a person made in the picture, and its appearance.
    """

    focus: str = ""
    up: int = UP
    down: int = DOWN
    cap: int = DEFAULT_CAP
    steps: tuple[Growth, ...] = ()
    """The steps by which the picture grew, in order."""
    collapsed: frozenset[Side] = frozenset()
    closed: frozenset[str] = frozenset()
    """Folds that were opened and then closed."""
    removed: frozenset[str] = frozenset()
    alone: str = ""
    as_of: date | None = None
    """The day in UTC. Later entities and associations are left out."""
    hidden: ViewFilter = NO_VIEW_FILTER
    arrangement: Arrangement = Arrangement.RIGHT
    group: GroupBy = GroupBy.NONE
    bundled: bool = True
    badges: bool = True
    """Approvals and images are badges on other cards."""
    lens: Lens = Lens.TYPE
    """The value that decides the colour of a card."""
    bright: str = ""
    """The value of the lens that stands out, in the words of the legend; empty without one."""
    mode: Mode = Mode.LINEAGE
    other: str = ""
    """The second entity in the modes PATHS and COMMON."""
    path: int = 0
    """The number of the highlighted path, from 1; 0 is none."""
    start: str = ""
    """The entity that was picked as the start of a path, before its end is picked."""
    deployment: str = ""
    """Of an endpoint: the deployment whose lineage is shown, as its ARN or ALL; empty for the one in force."""
    beside: tuple[str, ...] = ()
    """In the modes LINEAGE and TOGETHER: further focus entities, as ARNs."""
    evaluations: bool = True
    """The evaluations of a model belong to its picture; False for the question what a model was made from."""

    def toggled(self, key: TypeKey) -> "Address":
        """Return the address with a type hidden, or shown again."""
        return self.filtered(types=self.hidden.types ^ {key})

    def toggled_association(self, type_: str) -> "Address":
        """Return the address with an association type hidden, or shown again."""
        return self.filtered(associations=self.hidden.associations ^ {type_})

    def only(self, key: TypeKey, types: Iterable[TypeKey]) -> "Address":
        """Return the address with all of `types` hidden except one; if they already are, with all shown."""
        return self.filtered(types=_all_but(key, types, self.hidden.types))

    def only_association(self, type_: str, types: Iterable[str]) -> "Address":
        """Return the address with all association types hidden except one; if they already are, with all shown."""
        return self.filtered(associations=_all_but(type_, types, self.hidden.associations))

    def coloured(self, lens: Lens) -> "Address":
        """Return the address with another lens, of which no value stands out yet."""
        return replace(self, lens=lens, bright=self.bright if lens is self.lens else "")

    def brightened(self, words: str) -> "Address":
        """Return the address with a value of the lens that stands out, or with none when it already does."""
        return replace(self, bright="" if self.bright == words else words)

    def filtered(self, **changes: object) -> "Address":
        """Return the address with other filters."""
        return replace(self, hidden=replace(self.hidden, **changes))  # type: ignore[arg-type]

    def opened(self, sides: Iterable[Side], unfinished: Container[Side] = ()) -> "Address":
        """Expand sides. A collapsed side returns as it was; another side grows by one step.

        A side that has grown before grows again only if it is `unfinished`: one step of a hub may not show all.
        """
        wanted = tuple(sides)
        steps = [(side, (Grow(side[0]), side[1])) for side in wanted if side not in self.collapsed]
        new = [step for side, step in steps if step not in self.steps or side in unfinished]
        return replace(self, steps=(*self.steps, *new), collapsed=self.collapsed - set(wanted))

    def shut(self, sides: Iterable[Side]) -> "Address":
        """Collapse sides."""
        return replace(self, collapsed=self.collapsed | set(sides))

    def unfolded(self, fold: str) -> "Address":
        """Open a fold. A closed fold returns as it was; another opens its next members."""
        if fold in self.closed:
            return replace(self, closed=self.closed - {fold})
        return replace(self, steps=(*self.steps, (Grow.OPEN, fold)))

    def picked(self, arn: str, fold: str) -> "Address":
        """Give one member of a fold a card of its own."""
        step = (Grow.PICK, arn)
        steps = self.steps if step in self.steps else (*self.steps, step)
        return replace(self, steps=steps, closed=self.closed - {fold})

    def refocused(self, arn: str) -> "Address":
        """Return the address with another focus, without the steps and removals around the old focus.

        The start of a path stays: its end is often found by a search.
        """
        return Address(
            arn, self.up, self.down, as_of=self.as_of, hidden=self.hidden, start=self.start,
            arrangement=self.arrangement, group=self.group, bundled=self.bundled, badges=self.badges,
            lens=self.lens, bright=self.bright,
        )  # fmt: skip

    def together(self, mode: Mode, focus: str, other: str) -> "Address":
        """Return the address with two entities, in the mode PATHS or COMMON."""
        return replace(self.refocused(focus), mode=mode, other=other, start="", path=int(mode is Mode.PATHS))

    def restored(self) -> "Address":
        """Return the address with nothing taken out. Expanded sides stay."""
        return replace(
            self, collapsed=frozenset(), removed=frozenset(), alone="", as_of=None, hidden=NO_VIEW_FILTER
        )

    @property
    def shown_lens(self) -> Lens:
        """The lens that applies. A card of an overview stands for a type: only its states are counted."""
        return self.lens if self.mode is not Mode.OVERVIEW or self.lens is Lens.STATUS else Lens.TYPE

    @property
    def filter(self) -> ViewFilter:
        """The filters that apply. An overview represents all entities, so only associations can be filtered."""
        if self.mode is Mode.OVERVIEW:
            return ViewFilter(associations=self.hidden.associations)
        return self.hidden

    @property
    def drawing(self) -> "Address":
        """The part that decides the trace, the folds and the positions. Filters only remove cards."""
        return Address(
            self.focus, self.up, self.down, self.cap, self.steps, arrangement=self.arrangement, group=self.group,
            bundled=self.bundled, mode=self.mode, other=self.other, deployment=self.deployment,
            beside=self.beside, evaluations=self.evaluations,
        )  # fmt: skip

    @property
    def scope(self) -> Scope:
        """The parts that a person took out of the picture. A day counts to its end."""
        end = datetime.combine(self.as_of, time.max, UTC) if self.as_of else None
        return Scope(self.collapsed, self.removed, self.alone, end)

    def within(self) -> str:
        """The depths that limit the picture, in words: `4 steps upstream and 3 downstream`."""
        if self.mode is Mode.TOGETHER:
            return "the shortest ways between the chosen entities"
        if self.mode is not Mode.LINEAGE:
            return ""
        depths = ((self.up, "upstream"), (self.down, "downstream"))
        return " and ".join(f"{count(depth, 'step')} {side}" for depth, side in depths if depth < UNLIMITED)


def _all_but(one: V, values: Iterable[V], hidden: frozenset[V]) -> frozenset[V]:
    """Return the values to hide so that only `one` is shown; none if only that one is shown already."""
    others = frozenset(values) - {one}
    return frozenset() if hidden >= others and one not in hidden else others
