"""What the explorer shows. It stands in the URL (`lineage_viz.picture.link`): whoever opens the link sees the same."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum

from lineage_viz.layout import Arrangement
from lineage_viz.model import Direction, TypeKey
from lineage_viz.store.base import DEFAULT_CAP, UNLIMITED
from lineage_viz.view.filters import ViewFilter
from lineage_viz.view.grouping import GroupBy
from lineage_viz.view.narrowing import NO_VIEW_FILTER
from lineage_viz.view.scope import Scope, Side
from lineage_viz.words import count

UP, DOWN = 5, 3
"""Depths that show how a model was made and where it runs, and still fit a window."""


class Grow(StrEnum):
    """How a picture grows by one step: a side of an entity, a fold's next members, one member of a fold."""

    UPSTREAM = Direction.UPSTREAM.value
    DOWNSTREAM = Direction.DOWNSTREAM.value
    OPEN = "open"
    PICK = "pick"


Growth = tuple[Grow, str]
"""The way, and the ARN or the fold's id."""


class Mode(StrEnum):
    """What the picture is of: the lineage of the focus, or of the focus and another; or all types at once."""

    LINEAGE = ""
    PATHS = "paths"
    COMMON = "common"
    OVERVIEW = "overview"


@dataclass(frozen=True, slots=True)
class Address:
    """The focus's ARN (empty: none chosen yet), the depths, and how many entities at most.

    Then what was done in the picture, and how it is drawn.
    """

    focus: str = ""
    up: int = UP
    down: int = DOWN
    cap: int = DEFAULT_CAP
    steps: tuple[Growth, ...] = ()
    """What the picture grew by, in order."""
    collapsed: frozenset[Side] = frozenset()
    closed: frozenset[str] = frozenset()
    """Folds that were opened and put back."""
    removed: frozenset[str] = frozenset()
    alone: str = ""
    as_of: date | None = None
    """The day, in UTC, the lineage is shown as of."""
    hidden: ViewFilter = NO_VIEW_FILTER
    arrangement: Arrangement = Arrangement.RIGHT
    group: GroupBy = GroupBy.NONE
    bundled: bool = True
    mode: Mode = Mode.LINEAGE
    other: str = ""
    """The second entity of a mode that is about two."""
    path: int = 0
    """Which path is highlighted, from 1; 0 is none."""
    start: str = ""
    """The entity picked as the start of a path whose end is not picked yet."""

    def toggled(self, key: TypeKey) -> "Address":
        """Hide a type, or show it again."""
        return self.filtered(types=self.hidden.types ^ {key})

    def toggled_association(self, type_: str) -> "Address":
        """Hide an association type, or show it again."""
        return self.filtered(associations=self.hidden.associations ^ {type_})

    def only(self, key: TypeKey, types: Iterable[TypeKey]) -> "Address":
        """Hide all of `types` but one; where that is so already, show all again."""
        others, hidden = frozenset(types) - {key}, self.hidden.types
        return self.filtered(types=frozenset() if hidden >= others and key not in hidden else others)

    def filtered(self, **changes: object) -> "Address":
        """Other filters."""
        return replace(self, hidden=replace(self.hidden, **changes))  # type: ignore[arg-type]

    def opened(self, sides: Iterable[Side]) -> "Address":
        """Expand sides: those collapsed before come back as they were, others gain what is one step further."""
        wanted = tuple(sides)
        new = [
            step
            for side in wanted
            if side not in self.collapsed and (step := (Grow(side[0]), side[1])) not in self.steps
        ]
        return replace(self, steps=(*self.steps, *new), collapsed=self.collapsed - set(wanted))

    def shut(self, sides: Iterable[Side]) -> "Address":
        """Collapse sides."""
        return replace(self, collapsed=self.collapsed | set(sides))

    def unfolded(self, fold: str) -> "Address":
        """Let a fold's members out: those put back before, else the next ones."""
        if fold in self.closed:
            return replace(self, closed=self.closed - {fold})
        return replace(self, steps=(*self.steps, (Grow.OPEN, fold)))

    def picked(self, arn: str, fold: str) -> "Address":
        """Let one member of a fold out."""
        step = (Grow.PICK, arn)
        steps = self.steps if step in self.steps else (*self.steps, step)
        return replace(self, steps=steps, closed=self.closed - {fold})

    def refocused(self, arn: str) -> "Address":
        """Another entity in the middle; what was expanded or taken out around the old one no longer applies."""
        return Address(
            arn, self.up, self.down, as_of=self.as_of, hidden=self.hidden, start=self.start,
            arrangement=self.arrangement, group=self.group, bundled=self.bundled,
        )  # fmt: skip

    def together(self, mode: Mode, focus: str, other: str) -> "Address":
        """The two entities of a mode that is about two."""
        return replace(self.refocused(focus), mode=mode, other=other, start="", path=int(mode is Mode.PATHS))

    def restored(self) -> "Address":
        """Everything that was taken out comes back; what was expanded stays."""
        return replace(
            self, collapsed=frozenset(), removed=frozenset(), alone="", as_of=None, hidden=NO_VIEW_FILTER
        )

    @property
    def filter(self) -> ViewFilter:
        """The filters that apply: an overview stands for all entities, and can leave out associations only."""
        if self.mode is Mode.OVERVIEW:
            return ViewFilter(associations=self.hidden.associations)
        return self.hidden

    @property
    def drawing(self) -> "Address":
        """The part that decides what is traced, folded and where it stands; filters take cards away from it."""
        return Address(
            self.focus, self.up, self.down, self.cap, self.steps, arrangement=self.arrangement, group=self.group,
            bundled=self.bundled, mode=self.mode, other=self.other,
        )  # fmt: skip

    @property
    def scope(self) -> Scope:
        """What is taken out of the picture; a day counts to its end."""
        end = datetime.combine(self.as_of, time.max, UTC) if self.as_of else None
        return Scope(self.collapsed, self.removed, self.alone, end)

    def within(self) -> str:
        """The depths, where they bound the picture: `4 steps upstream and 3 downstream`."""
        if self.mode is not Mode.LINEAGE:
            return ""
        depths = ((self.up, "upstream"), (self.down, "downstream"))
        return " and ".join(f"{count(depth, 'step')} {side}" for depth, side in depths if depth < UNLIMITED)
