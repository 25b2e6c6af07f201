"""A check: a rule about a model, the reason for it, and the function that judges it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from lineage_viz.audit.advice import step
from lineage_viz.audit.outcome import Observation, Outcome, Severity, worst
from lineage_viz.audit.review import Review

GOOD = frozenset({Outcome.PASS, Outcome.NOT_APPLICABLE})
"""Outcomes that ask for nothing."""
_FIRM = GOOD | {Outcome.ERROR}
"""Outcomes that no waiver is about."""
LINEAGE, REGISTRY, ENDPOINT, JOB = (
    "lineage", "the record of the model package", "the record of the endpoint", "the record of the job",
)  # fmt: skip
"""The evidence that many checks need."""


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """A rule and its documentation. `judge` is pure: the same review has the same observations.

    `needs` names the evidence; `effort` is the effort of `remediation`: low, medium or high.
    """

    id: str
    severity: Severity
    rule: str
    motivation: str
    needs: str
    remediation: str
    effort: str
    judge: Callable[[Review], Iterable[Observation]]
    is_default: bool = True
    """False for a check that runs only where a pack names it."""


@dataclass(frozen=True, slots=True)
class Result:
    """The observations of a check on one review.

    `outcome` is the worst of the observations that are not waived; if these are good, the worst of all. `is_waived` is
    True when waivers cover everything that is not good.
    """

    check: AuditCheck
    observations: tuple[Observation, ...]
    outcome: Outcome
    is_waived: bool = False

    @property
    def step(self) -> str:
        """The step after the outcome, of the effort of the check."""
        return step(self.check.id, self.outcome, self.check.remediation)

    @property
    def is_unclear(self) -> bool:
        """True when the evidence is missing although it was asked for, or the check has an error."""
        if self.is_waived:
            return False
        if self.outcome is Outcome.NOT_READ:
            left = (each for each in self.observations if not each.is_waived)
            return any(each.outcome is Outcome.NOT_READ and each.asked for each in left)
        return self.outcome in (Outcome.NOT_RECORDED, Outcome.ERROR)


def judged(check: AuditCheck, review: Review) -> Result:
    """Return the result of a check. An error in the check is a result, and the other checks go on."""
    try:
        found = tuple(check.judge(review))
    except Exception as error:
        # The text of the error may quote evidence, so only its type is named.
        sentence = f"The check itself has an error ({type(error).__name__})."
        return Result(check, (Observation(Outcome.ERROR, sentence),), Outcome.ERROR)
    if review.rules.waivers.every:
        return _with_waivers(check, tuple(_waived(each, check, review) for each in found))
    return Result(check, found, worst([each.outcome for each in found]))


def _with_waivers(check: AuditCheck, found: tuple[Observation, ...]) -> Result:
    left = worst([each.outcome for each in found if not each.is_waived])
    is_waived = left in GOOD and any(each.is_waived for each in found)
    return Result(check, found, worst([each.outcome for each in found]) if is_waived else left, is_waived)


def _waived(observation: Observation, check: AuditCheck, review: Review) -> Observation:
    """The observation with the waiver for one of its entities, or for the model where it names none."""
    if observation.outcome in _FIRM:
        return observation
    entities = [each for arn in observation.entities if (each := review.by_arn.get(arn))] or [review.model]
    waivers = review.rules.waivers
    found = waivers.of(check.id, entities)
    if found is None:
        return observation
    return replace(observation, waiver=found, is_waived=waivers.counts(found))
