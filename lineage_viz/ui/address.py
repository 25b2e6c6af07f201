"""What the explorer shows, as it stands in the URL. Whoever opens the link sees the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from lineage_viz.model import Direction
from lineage_viz.scope import Scope, Side
from lineage_viz.store.base import DEFAULT_CAP, UNLIMITED
from lineage_viz.view import TypeKey
from lineage_viz.words import count

ALL = "all"
UP, DOWN = 5, 3
"""Depths that show how a model was made and where it runs, and still fit a window."""

MAX_CAP = 20_000
"""What a browser can still draw and a person ask for."""


@dataclass(frozen=True, slots=True)
class Address:
    """The focus's ARN (empty: none chosen yet), the depths, the hidden types and how many entities at most.

    Then what was done in the picture: sides expanded (in order) and collapsed, entities taken out, one
    lineage shown alone, and the day (in UTC) the lineage is shown as of.
    """

    focus: str = ""
    up: int = UP
    down: int = DOWN
    hidden: frozenset[TypeKey] = frozenset()
    cap: int = DEFAULT_CAP
    expanded: tuple[Side, ...] = ()
    collapsed: frozenset[Side] = frozenset()
    removed: frozenset[str] = frozenset()
    alone: str = ""
    as_of: date | None = None

    @classmethod
    def parse(cls, parameters: Mapping[str, Sequence[str]]) -> "Address":
        """Read a URL's parameters; what makes no sense is as if it were not there."""
        return cls(
            focus=_last(parameters, "focus"),
            up=_depth(_last(parameters, "up"), UP),
            down=_depth(_last(parameters, "down"), DOWN),
            hidden=frozenset(key for text in parameters.get("hide", ()) if (key := _type_key(text))),
            cap=_between(_last(parameters, "cap"), DEFAULT_CAP, MAX_CAP),
            expanded=_sides(parameters.get("expand", ())),
            collapsed=frozenset(_sides(parameters.get("collapse", ()))),
            removed=frozenset(filter(None, parameters.get("without", ()))),
            alone=_last(parameters, "alone"),
            as_of=_day(_last(parameters, "asof")),
        )

    def parameters(self) -> dict[str, str | list[str]]:
        """The URL's parameters; defaults are left out."""
        all_: dict[str, str | list[str]] = {
            "focus": self.focus,
            "up": "" if self.up == UP else depth_text(self.up),
            "down": "" if self.down == DOWN else depth_text(self.down),
            "hide": sorted(f"{label}:{type_}" for label, type_ in self.hidden),
            "cap": "" if self.cap == DEFAULT_CAP else str(self.cap),
            "expand": [f"{side}:{arn}" for side, arn in self.expanded],
            "collapse": sorted(f"{side}:{arn}" for side, arn in self.collapsed),
            "without": sorted(self.removed),
            "alone": self.alone,
            "asof": self.as_of.isoformat() if self.as_of else "",
        }
        return {name: value for name, value in all_.items() if value}

    def toggled(self, key: TypeKey) -> "Address":
        """Hide a type, or show it again."""
        return replace(self, hidden=self.hidden ^ {key})

    def only(self, key: TypeKey, types: Iterable[TypeKey]) -> "Address":
        """Hide all of `types` but one; where that is so already, show all again."""
        others = frozenset(types) - {key}
        return replace(
            self, hidden=frozenset() if self.hidden >= others and key not in self.hidden else others
        )

    def opened(self, sides: Iterable[Side]) -> "Address":
        """Expand sides: those collapsed before come back as they were, others gain what is one step further."""
        wanted = tuple(sides)
        new = [side for side in wanted if side not in self.collapsed and side not in self.expanded]
        return replace(self, expanded=(*self.expanded, *new), collapsed=self.collapsed - set(wanted))

    def closed(self, sides: Iterable[Side]) -> "Address":
        """Collapse sides."""
        return replace(self, collapsed=self.collapsed | set(sides))

    def refocused(self, arn: str) -> "Address":
        """Another entity in the middle; what was expanded or taken out around the old one no longer applies."""
        return Address(arn, self.up, self.down, self.hidden, as_of=self.as_of)

    def restored(self) -> "Address":
        """Everything that was taken out comes back; what was expanded stays."""
        kept = replace(self, collapsed=frozenset(), removed=frozenset(), alone="", as_of=None)
        return replace(kept, hidden=frozenset())

    @property
    def scope(self) -> Scope:
        """What is taken out of the picture; a day counts to its end."""
        end = datetime.combine(self.as_of, time.max, UTC) if self.as_of else None
        return Scope(self.collapsed, self.removed, self.alone, end)

    def within(self) -> str:
        """The depths, where they bound the picture: `4 steps upstream and 3 downstream`."""
        depths = ((self.up, "upstream"), (self.down, "downstream"))
        return " and ".join(f"{count(depth, 'step')} {side}" for depth, side in depths if depth < UNLIMITED)


def depth_text(depth: int) -> str:
    """A depth as the URL has it."""
    return ALL if depth >= UNLIMITED else str(depth)


def _last(parameters: Mapping[str, Sequence[str]], name: str) -> str:
    values = parameters.get(name, ())
    return values[-1] if values else ""


def _depth(text: str, default: int) -> int:
    if text == ALL:
        return UNLIMITED
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else default


def _between(text: str, default: int, highest: int) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else default
    return min(max(number, default), highest)


def _type_key(text: str) -> TypeKey | None:
    label, colon, type_ = text.partition(":")
    return (label, type_) if colon and label else None


def _sides(texts: Iterable[str]) -> tuple[Side, ...]:
    found = (text.partition(":") for text in texts)
    sides = {Direction.UPSTREAM.value, Direction.DOWNSTREAM.value}
    return tuple(dict.fromkeys((Direction(side), arn) for side, _, arn in found if side in sides and arn))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
