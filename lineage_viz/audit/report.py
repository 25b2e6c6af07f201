"""The report of a review: the results of the checks of a pack, and everything that is recorded about the model."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from lineage_viz.audit.check import Result, judged
from lineage_viz.audit.follow_up import FollowUp, FollowUps, FollowUpState
from lineage_viz.audit.outcome import Severity
from lineage_viz.audit.pack import DEFAULT_PACK, Pack
from lineage_viz.audit.requirements import RequirementResult, requirement_results
from lineage_viz.audit.review import Review
from lineage_viz.audit.sections import Section, sections
from lineage_viz.audit.timeline import Event, timeline
from lineage_viz.audit.verdict import evidence_known, findings, worst_severity
from lineage_viz.audit.waiver import Waiver
from lineage_viz.model import SnapshotInfo

NO_FOLLOW_UPS = FollowUps()


@dataclass(frozen=True)
class Report:
    """A review with the results of the checks of a pack, the snapshots that it comes from, and the follow-ups."""

    review: Review
    results: tuple[Result, ...]
    snapshots: tuple[SnapshotInfo, ...]
    pack: Pack = DEFAULT_PACK
    follow_ups: FollowUps = NO_FOLLOW_UPS

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
    def states_since(self) -> date | None:
        """The last day on which a waiver or follow-up came into its state by time; None if none did.

        The report says this day and not today's, so that it stays the same until one of them changes again.
        """
        waivers, follow_ups = self.pack.rules.waivers, self.follow_ups
        past = [each for each in waivers.turns(self.review.subgraph.entities) if each <= waivers.on]
        return max([*past, *(each for each in follow_ups.turns() if each <= follow_ups.on)], default=None)

    def with_follow_ups(self, found: FollowUps) -> "Report":
        """The same report with these follow-ups; what was already made stays."""
        if found == self.follow_ups:
            return self
        other = replace(self, follow_ups=found)
        for name in ("sections", "timeline", "requirements"):  # nothing in them depends on follow-ups
            other.__dict__[name] = getattr(self, name)
        return other

    def follow_up(self, result: Result) -> FollowUp | None:
        """The follow-up of a result; None without one."""
        return self.follow_ups.of(result.check.id)

    @property
    def findings(self) -> tuple[Result, ...]:
        """The results that are findings, heaviest first."""
        return findings(self.results)

    @property
    def open_critical(self) -> tuple[Result, ...]:
        """The critical findings that nobody answers for: without a waiver, and without a follow-up that goes on."""
        answered = {each.check for each in self.follow_ups.last if each.state is not FollowUpState.CLOSED}
        return tuple(each for each in self.at_least(Severity.CRITICAL) if each.check.id not in answered)

    @property
    def waived(self) -> tuple[Result, ...]:
        """The results that would be findings or would lack evidence, and that waivers cover."""
        return tuple(each for each in self.results if each.is_waived)

    @property
    def all_waivers(self) -> tuple[Waiver, ...]:
        """The waivers of the reviewed entities: those that were given, then those that were withdrawn or replaced."""
        waivers, entities = self.pack.rules.waivers, self.review.subgraph.entities
        return (*waivers.about(entities), *waivers.ended_about(entities))

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


def report(
    review: Review,
    snapshots: Iterable[SnapshotInfo],
    pack: Pack = DEFAULT_PACK,
    follow_ups: FollowUps = NO_FOLLOW_UPS,
) -> Report:
    """Judge a review by the checks of a pack; the heaviest come first.

    In the review of an earlier day the waivers count as they stood at its end.
    """
    waivers = pack.rules.waivers
    if review.as_of and (waivers.every or waivers.ended):
        pack = replace(pack, rules=replace(pack.rules, waivers=waivers.at(review.as_of)))
    return Report(review, results(review, pack), tuple(snapshots), pack, follow_ups)


def results(review: Review, pack: Pack = DEFAULT_PACK) -> tuple[Result, ...]:
    """Return the results of the checks of a pack, the heaviest first."""
    ruled = review if review.rules is pack.rules else replace(review, rules=pack.rules)
    return tuple(judged(each, ruled) for each in pack.heaviest_first)
