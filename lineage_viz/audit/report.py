"""The report of a review: the results of the checks of a pack, and everything that is recorded about the model."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from lineage_viz.audit.check import Result, judged
from lineage_viz.audit.outcome import Severity
from lineage_viz.audit.pack import DEFAULT_PACK, Pack
from lineage_viz.audit.requirements import RequirementResult, requirement_results
from lineage_viz.audit.review import Review
from lineage_viz.audit.sections import Section, sections
from lineage_viz.audit.timeline import Event, timeline
from lineage_viz.audit.verdict import evidence_known, findings, worst_severity
from lineage_viz.model import SnapshotInfo


@dataclass(frozen=True)
class Report:
    """A review with the results of the checks of a pack, and the snapshots that it comes from."""

    review: Review
    results: tuple[Result, ...]
    snapshots: tuple[SnapshotInfo, ...]
    pack: Pack = DEFAULT_PACK

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """Everything that is recorded about the model, and everything that is not."""
        return sections(self.review, self.snapshots)

    @cached_property
    def timeline(self) -> tuple[Event, ...]:
        """The dated events, oldest first."""
        return timeline(self.review)

    @cached_property
    def requirements(self) -> tuple[RequirementResult, ...]:
        """The requirements of the pack with their outcomes."""
        return tuple(requirement_results(self.pack.requirements, self.results, self.sections))

    @property
    def waivers_judged_on(self) -> str | None:
        """The day on which waivers were judged, as 2026-03-12; None without waivers."""
        waivers = self.pack.rules.waivers
        return waivers.on.isoformat() if waivers.every else None

    @property
    def findings(self) -> tuple[Result, ...]:
        """The results that are findings, heaviest first."""
        return findings(self.results)

    @property
    def waived(self) -> tuple[Result, ...]:
        """The results that would be findings or would lack evidence, and that waivers cover."""
        return tuple(each for each in self.results if each.is_waived)

    @property
    def worst(self) -> Severity | None:
        """The heaviest severity with a finding; None without any."""
        return worst_severity(self.results)

    def at_least(self, severity: Severity) -> tuple[Result, ...]:
        """The findings of this severity and of heavier ones."""
        return tuple(each for each in self.findings if each.check.severity.rank <= severity.rank)

    @property
    def evidence_known(self) -> tuple[int, int]:
        """The number of checks whose evidence is known, and the number of checks that apply."""
        return evidence_known(self.results)


def report(review: Review, snapshots: Iterable[SnapshotInfo], pack: Pack = DEFAULT_PACK) -> Report:
    """Judge a review by the checks of a pack; the heaviest come first."""
    return Report(review, results(review, pack), tuple(snapshots), pack)


def results(review: Review, pack: Pack = DEFAULT_PACK) -> tuple[Result, ...]:
    """Return the results of the checks of a pack, the heaviest first."""
    ruled = review if review.rules is pack.rules else replace(review, rules=pack.rules)
    return tuple(judged(each, ruled) for each in pack.heaviest_first)
