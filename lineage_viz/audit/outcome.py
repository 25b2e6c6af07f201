"""The outcomes of a check and the severities of its findings."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from lineage_viz.audit.waiver import Waiver


class Outcome(StrEnum):
    """The result of a check. Only PASS is good: absent evidence has outcomes of its own."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    WARN = "warn"
    NOT_RECORDED = "not recorded"
    """The evidence was read, and it is empty."""
    NOT_READ = "not read"
    """The snapshot was made without this evidence, or AWS refused it."""
    NOT_APPLICABLE = "not applicable"
    ERROR = "error"
    """The check itself has an error."""


_WORST_FIRST = (
    Outcome.FAIL,
    Outcome.ERROR,
    Outcome.WARN,
    Outcome.NOT_READ,
    Outcome.NOT_RECORDED,
    Outcome.PASS,
    Outcome.NOT_APPLICABLE,
)


_RANKS = {outcome: rank for rank, outcome in enumerate(_WORST_FIRST)}


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the worst of several outcomes; NOT_APPLICABLE of none."""
    return min(outcomes, key=_RANKS.__getitem__, default=Outcome.NOT_APPLICABLE)


class Severity(StrEnum):
    """The weight of a finding, heaviest first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the heaviest."""
        return _SEVERITIES[self]


_SEVERITIES = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Observation:
    """One result of a check, as a sentence about these entities (ARNs). `source` names the evidence."""

    outcome: Outcome
    sentence: str
    entities: tuple[str, ...] = ()
    source: str = ""
    asked: bool = True
    """False for evidence of a service that the export was not asked to read."""
    waiver: Waiver | None = None
    """The waiver for one of the entities, also an expired one."""
    is_waived: bool = False
    """True when the waiver counts, so that the observation is no finding."""


def passed(sentence: str, *entities: str, source: str = "") -> Observation:
    """The evidence shows that the rule holds."""
    return Observation(Outcome.PASS, sentence, entities, source)


def failed(sentence: str, *entities: str, source: str = "") -> Observation:
    """The evidence shows that the rule is broken."""
    return Observation(Outcome.FAIL, sentence, entities, source)


def warned(sentence: str, *entities: str, source: str = "") -> Observation:
    """The evidence does not show that the rule holds, and a person must look."""
    return Observation(Outcome.WARN, sentence, entities, source)


def not_recorded(sentence: str, *entities: str) -> Observation:
    """The evidence was read, and it is empty."""
    return Observation(Outcome.NOT_RECORDED, sentence, entities)


def not_read(sentence: str, reason: str, *entities: str) -> Observation:
    """The evidence was not read for this reason."""
    return Observation(Outcome.NOT_READ, f"{sentence} Not read: {reason}.", entities)


def absent(sentence: str, reason: str, *entities: str) -> Observation:
    """The evidence is missing: not read for this reason, or without a reason read and empty."""
    return not_read(sentence, reason, *entities) if reason else not_recorded(sentence, *entities)


def not_asked_for(sentence: str, reason: str, *entities: str) -> Observation:
    """The evidence is of a service that the export was not asked to read."""
    return Observation(Outcome.NOT_READ, f"{sentence} Not read: {reason}.", entities, asked=False)


def not_applicable(sentence: str) -> Observation:
    """The rule concerns something that this model does not have."""
    return Observation(Outcome.NOT_APPLICABLE, sentence)
