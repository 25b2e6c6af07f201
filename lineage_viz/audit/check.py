"""A check: a rule about a model, the reason for it, and the function that judges it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from lineage_viz.audit.outcome import Observation, Outcome, Severity, worst
from lineage_viz.audit.review import Review


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
    """The observations of a check on one review; `outcome` is the worst."""

    check: AuditCheck
    observations: tuple[Observation, ...]

    @property
    def outcome(self) -> Outcome:
        """The worst outcome of the observations."""
        return worst([each.outcome for each in self.observations])

    @property
    def is_unclear(self) -> bool:
        """True when the evidence is missing although it was asked for, or the check has an error."""
        if self.outcome is Outcome.NOT_READ:
            return any(each.outcome is Outcome.NOT_READ and each.asked for each in self.observations)
        return self.outcome in (Outcome.NOT_RECORDED, Outcome.ERROR)


def judged(check: AuditCheck, review: Review) -> Result:
    """Return the result of a check. An error in the check is a result, and the other checks go on."""
    try:
        return Result(check, tuple(check.judge(review)))
    except Exception as error:
        # The text of the error may quote evidence, so only its type is named.
        sentence = f"The check itself has an error ({type(error).__name__})."
        return Result(check, (Observation(Outcome.ERROR, sentence),))
