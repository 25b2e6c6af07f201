"""The results of all models and live endpoints, read once for all visitors."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from lineage_viz.approval import is_package
from lineage_viz.audit.outcome import Outcome, Severity
from lineage_viz.audit.subject import SUBJECTS
from lineage_viz.errors import NotAssessable
from lineage_viz.model import Entity
from lineage_viz.store.base import Store, is_live
from lineage_viz.store.memory import Memory
from lineage_viz.title import title
from lineage_viz.ui.audit.read import read_report

_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """The result of one model or endpoint. `reason` says why it has none."""

    subject: Entity
    model: Entity | None = None
    """The reviewed model: the subject, or what an endpoint serves."""
    endpoints: tuple[Entity, ...] = ()
    """The live endpoints that serve the model."""
    outcomes: Mapping[str, Outcome] = field(default_factory=dict, hash=False)
    """By the id of the check."""
    found: frozenset[str] = frozenset()
    """The checks that are findings."""
    unclear: frozenset[str] = frozenset()
    worst: Severity | None = None
    known: int = 0
    applying: int = 0
    reason: str = ""


@st.cache_resource(show_spinner=False)
def _memory() -> Memory:
    return Memory(4)


def all_models(store: Store) -> tuple[Row, ...]:
    """Return a row for each model package and each live endpoint, the worst first. Raises StoreUnavailable."""
    return _memory().recall(store.edition, lambda: _rows(store))


def _rows(store: Store) -> tuple[Row, ...]:
    found = store.search(filter_=SUBJECTS, limit=_MOST).entities
    subjects = [each for each in found if is_package(each) or is_endpoint(each)]
    rows = (_row(store, each) for each in subjects)
    return tuple(sorted((each for each in rows if each), key=_worst_first))


def _row(store: Store, subject: Entity) -> Row | None:
    """Return the row of a model or endpoint; None for an endpoint that does not serve now."""
    try:
        found = read_report(store, subject)
    except NotAssessable as why:
        serves = is_live(subject) or not is_endpoint(subject)
        return Row(subject, reason=str(why)) if serves else None
    review = found.review
    if is_endpoint(subject) and subject.arn not in {each.arn for each in review.live}:
        return None
    known, applying = found.evidence_known
    return Row(
        subject,
        model=review.model,
        endpoints=review.live,
        outcomes={each.check.id: each.outcome for each in found.results},
        found=frozenset(each.check.id for each in found.findings),
        unclear=frozenset(each.check.id for each in found.results if each.is_unclear),
        worst=found.worst,
        known=known,
        applying=applying,
    )


def is_endpoint(entity: Entity) -> bool:
    """True for an endpoint."""
    return entity.type == "Endpoint"


def _worst_first(row: Row) -> tuple[int, bool, int, int, str]:
    rank = row.worst.rank if row.worst else len(Severity)
    clear = not (row.worst or row.unclear or row.reason)
    return rank, clear, -len(row.found), -len(row.unclear), title(row.subject)
