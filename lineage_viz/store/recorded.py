"""A condition about the recorded texts of an entity, such as a parameter with its least and greatest value."""

from collections.abc import Iterable
from dataclasses import dataclass

from lineage_viz.recorded_text import CODED, LAST_CODE, Kind, is_coded, number_code


@dataclass(frozen=True, slots=True)
class Recorded:
    """A condition that one field of a kind must pass. All texts are folded.

    Without `names`, the field contains one of `texts`. With names, it has one of them, and its value is one of `texts`
    or a number within the bounds; without texts and bounds, any value.
    """

    kind: Kind
    names: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    least: float | None = None
    most: float | None = None
    """Bounds of the number, both inclusive."""

    @property
    def has_bounds(self) -> bool:
        """True when a number is compared."""
        return self.least is not None or self.most is not None

    @property
    def codes(self) -> tuple[str, str]:
        """The codes of the bounds; texts before and after all codes for a bound that is not given."""
        least = number_code(self.least) if self.least is not None else ""
        return least, number_code(self.most) if self.most is not None else LAST_CODE * 8

    def wholes(self) -> frozenset[str]:
        """The fields that pass as they are."""
        return frozenset(f"{self.kind}{name}={text}" for name in self.names for text in self.texts)

    def starts(self) -> tuple[str, ...]:
        """The beginnings of the fields of the names: before the code if a number is compared, else before a value."""
        sign = CODED if self.has_bounds else "="
        return tuple(f"{self.kind}{name}{sign}" for name in sorted(self.names))

    def passes(self, fields: Iterable[str]) -> bool:
        """True when one of the fields of an entity passes."""
        return any(self.passing(fields))

    def passing(self, fields: Iterable[str]) -> list[bool]:
        """Tell of each field if it passes."""
        if not self.names:
            texts = tuple(self.texts)
            return [each[0] == self.kind and any(text in each[1:] for text in texts) for each in fields]
        wholes, starts, (least, most) = self.wholes(), self.starts(), self.codes
        if self.has_bounds:
            return [
                each in wholes or (each.startswith(starts) and is_coded(each) and least <= each[-8:] <= most)
                for each in fields
            ]
        return [each in wholes if wholes else each.startswith(starts) for each in fields]
