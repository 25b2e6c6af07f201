"""One decision about a model package, and the names of the sources that tell of decisions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lineage_viz.approval import decision_words

TRAIL = "CloudTrail"
REGISTRY, ACTION = "the model registry", "an approval action in the lineage"
SNAPSHOTS = "earlier snapshots of the account"
PENDING = decision_words("PendingManualApproval")


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: its words, the person, the time and the source; the identity and reason as CloudTrail has them.

    `is_latest` is True when the decision may have been made earlier than `when`, but after `after` if that is known.
    `second` is the time in the name of the action, in seconds since 1970.
    """

    words: str
    by: str
    when: datetime | None
    source: str
    identity: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    is_latest: bool = False
    second: int = 0
    after: datetime | None = None

    @property
    def proved(self) -> bool:
        """True when CloudTrail has the decision."""
        return self.source.startswith(TRAIL)

    def may_count(self, at: datetime) -> bool:
        """True when the decision was perhaps made before this time, and perhaps after it."""
        if self.when is None:
            return self.source.startswith(REGISTRY)  # its list tells no time
        has_end = self.is_latest and at < self.when
        return has_end and (self.after is None or self.after < at)


def sources_of(each_source: Iterable[str]) -> str:
    """Return the sources of several decisions as one text, each source once."""
    return "; ".join(dict.fromkeys(part for each in each_source for part in each.split("; ")))
