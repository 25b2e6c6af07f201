"""The report of a review: the results of its checks, the worst open severity, and the share of known evidence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from lineage_viz.audit.catalogue import DEFAULT
from lineage_viz.audit.check import AuditCheck, Result, judged
from lineage_viz.audit.outcome import Outcome, Severity
from lineage_viz.audit.review import Review
from lineage_viz.audit.sections import Section, sections
from lineage_viz.audit.timeline import Event, timeline
from lineage_viz.model import SnapshotInfo

OPEN = frozenset({Outcome.FAIL, Outcome.ERROR})
"""Outcomes that are findings. A warning asks for a look, and absent evidence is counted apart."""
UNKNOWN = frozenset({Outcome.NOT_READ, Outcome.NOT_RECORDED})


@dataclass(frozen=True)
class Report:
    """A review with the results of its checks, and the snapshots that it comes from."""

    review: Review
    results: tuple[Result, ...]
    snapshots: tuple[SnapshotInfo, ...]

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Everything that is recorded about the model, and everything that is not."""
        return sections(self.review, self.snapshots)

    @cached_property
    def timeline(self) -> tuple[Event, ...]:
        """The dated events, oldest first."""
        return timeline(self.review)

    @property
    def findings(self) -> tuple[Result, ...]:
        """The results that are findings, heaviest first."""
        return tuple(each for each in self.results if each.outcome in OPEN)

    @property
    def worst(self) -> Severity | None:
        """The heaviest severity with a finding; None without any."""
        return min((each.check.severity for each in self.findings), key=lambda each: each.rank, default=None)

    def at_least(self, severity: Severity) -> tuple[Result, ...]:
        """The findings of this severity and of heavier ones."""
        return tuple(each for each in self.findings if each.check.severity.rank <= severity.rank)

    @property
    def evidence_known(self) -> tuple[int, int]:
        """The number of checks whose evidence is known, and the number of checks that apply."""
        applying = [each for each in self.results if each.outcome is not Outcome.NOT_APPLICABLE]
        return sum(each.outcome not in UNKNOWN for each in applying), len(applying)


def report(
    review: Review, snapshots: Iterable[SnapshotInfo], checks: Iterable[AuditCheck] = DEFAULT
) -> Report:
    """Judge a review by these checks; the heaviest come first."""
    ordered = sorted(checks, key=lambda each: each.severity.rank)
    return Report(review, tuple(judged(each, review) for each in ordered), tuple(snapshots))


def outcomes(found: Report) -> Iterator[tuple[Outcome, int]]:
    """Yield each outcome that occurs, with the number of its checks."""
    for outcome in Outcome:
        if number := sum(each.outcome is outcome for each in found.results):
            yield outcome, number
