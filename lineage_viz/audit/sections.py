"""The sections of a report: everything that is recorded about a model, and everything that is not."""

from collections.abc import Iterable

from lineage_viz.audit.field import Field, FieldValue, Section
from lineage_viz.audit.parts.about import about
from lineage_viz.audit.parts.data import data
from lineage_viz.audit.parts.evaluation import evaluation
from lineage_viz.audit.parts.making import making
from lineage_viz.audit.parts.model import model, runtime, weights
from lineage_viz.audit.parts.people import decisions, people
from lineage_viz.audit.parts.use import use
from lineage_viz.audit.review import Review
from lineage_viz.model import SnapshotInfo

__all__ = ["Field", "FieldValue", "Section", "sections"]


def sections(review: Review, snapshots: Iterable[SnapshotInfo]) -> tuple[Section, ...]:
    """Return all sections of a report, in the order of display. Each field has values, or says why it has none."""
    return (
        Section("This report", tuple(about(review, tuple(snapshots)))),
        Section("Model and versions", tuple(model(review))),
        Section("Weights", tuple(weights(review))),
        Section("Runtime", tuple(runtime(review))),
        Section("Making", tuple(making(review))),
        Section("Data", tuple(data(review))),
        Section("Evidence and metrics", tuple(evaluation(review))),
        Section("Use over time", tuple(use(review))),
        Section("People", tuple(people(review))),
        Section("Decisions", tuple(decisions(review))),
    )
