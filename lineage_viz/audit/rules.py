"""The settings that the checks obey: those of a pack, and the waivers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from fnmatch import fnmatchcase

from lineage_viz.arn import Arn
from lineage_viz.audit.waiver import Waivers

UNRATED = "not recorded"
"""The risk rating of a model without one."""


@dataclass(frozen=True, slots=True)
class ReviewMonths:
    """The months until the next review, by the risk rating of the model card."""

    high: int = 6
    medium: int = 12
    low: int = 24
    unrated: int = 12

    def of(self, rating: str) -> int:
        """The months for a rating; those of an unrated model for any other text."""
        return {"high": self.high, "medium": self.medium, "low": self.low}.get(rating, self.unrated)


@dataclass(frozen=True, slots=True)
class Rules:
    """Settings of checks. `tolerance` is the time by which two services may date one event differently.

    `programs` are roles of programs that may act, such as `ci-deploy` or `arn:aws:iam::*:role/ci-*`. `exempt_tags` are
    tags of endpoints that need no model package, such as `purpose=shadow` or `stage=test*`. `review_months` has the
    interval of reviews for each risk rating. `retention_years` is the time for which a review must be kept after
    its last sign-off; 0 without such a rule.
    """

    tolerance: timedelta = timedelta(minutes=5)
    programs: Collection[str] = ()
    waivers: Waivers = field(default_factory=Waivers)
    exempt_tags: tuple[str, ...] = ()
    review_months: ReviewMonths = ReviewMonths()
    retention_years: int = 0

    def exempting(self, tags: Iterable[tuple[str, str]]) -> str:
        """The first of these tags (name, value) that exempts an endpoint, as `purpose=shadow`; empty without one."""
        words = (f"{name}={value}" for name, value in tags)
        return next((each for each in words if any(fnmatchcase(each, one) for one in self.exempt_tags)), "")

    def is_program(self, arn: str) -> bool:
        """True when an ARN is of a role or session on the list of programs."""
        parsed = Arn.parse(arn)
        kind, *path = parsed.resource.split("/")
        if kind not in ("assumed-role", "role") or not path:
            return False
        role = path[0] if kind == "assumed-role" else path[-1]
        whole = f"arn:{parsed.partition}:iam::{parsed.account}:role/{role}"
        return any(fnmatchcase(name, pattern) for pattern in self.programs for name in (role, whole))
