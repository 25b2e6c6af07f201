"""A row of the portfolio: one model package or endpoint with the outcomes of its audit."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lineage_viz.audit.outcome import Outcome, Severity
from lineage_viz.model import Entity

NAMING = ("type", "displayname", "name", "sourceuri", "sourcearn")
"""The properties from which the title of an entity follows, and what it stands for."""


@dataclass(frozen=True, slots=True)
class Row:
    """One model package, or endpoint that is or may be live, with the outcomes of its audit.

    `reason` says why it could not be audited; it is empty when it was, and then `model` is the audited model. The
    entities have only the properties of `NAMING`.
    """

    subject: Entity
    model: Entity | None = None
    endpoints: tuple[Entity, ...] = ()
    """The live endpoints that serve the model."""
    live: str = ""
    """`not read` or `not recorded` where nothing tells if the endpoint, or the model, is live; else empty."""
    outcomes: Mapping[str, Outcome] = field(default_factory=dict, hash=False)
    """By the id of the check."""
    found: frozenset[str] = frozenset()
    """The checks that are findings."""
    waived: frozenset[str] = frozenset()
    """The checks whose findings are waived."""
    unclear: frozenset[str] = frozenset()
    """The checks that lack evidence that the export was asked to read."""
    worst: Severity | None = None
    """The heaviest severity with a finding."""
    known: int = 0
    """The number of checks whose evidence is known, among `applying`."""
    applying: int = 0
    reason: str = ""

    @property
    def to_look_at(self) -> frozenset[str]:
        """The checks that warn; a waived one has its place among the waived ones."""
        return frozenset(id_ for id_, each in self.outcomes.items() if each is Outcome.WARN) - self.waived

    @property
    def is_endpoint(self) -> bool:
        """True for the row of an endpoint."""
        return self.subject.type == "Endpoint"

    @property
    def is_live(self) -> bool:
        """True for an endpoint that is known to be live, and for a model that such an endpoint serves."""
        return not self.live if self.is_endpoint else bool(self.endpoints)


NOTHING, UNCLEAR = "none", "unclear"
"""The results of a model without a finding: with all evidence, and with missing evidence."""


def result_of(row: Row) -> str:
    """Return the worst severity of a row, or that nothing failed, or that evidence is missing."""
    if row.worst:
        return str(row.worst)
    return UNCLEAR if row.unclear or row.reason else NOTHING
