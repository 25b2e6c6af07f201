"""The results of all models and live endpoints, read once for all visitors."""

from dataclasses import dataclass

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
    """The result of one model or endpoint. `why_not` is the reason why it has none."""

    subject: Entity
    model: str = ""
    """The title of the reviewed model: that of the subject, or of what an endpoint serves."""
    group: str = ""
    live: tuple[str, ...] = ()
    """The names of the endpoints that serve it."""
    worst: Severity | None = None
    failing: tuple[str, ...] = ()
    """The ids of the failing checks, heaviest first."""
    warnings: int = 0
    unclear: int = 0
    known: int = 0
    applying: int = 0
    why_not: str = ""


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
        return Row(subject, why_not=str(why)) if serves else None
    review = found.review
    if is_endpoint(subject) and subject.arn not in {each.arn for each in review.live}:
        return None
    known, applying = found.evidence_known
    return Row(
        subject,
        model=title(review.model),
        group=title(review.group) if review.group else "",
        live=tuple(title(each) for each in review.live),
        worst=found.worst,
        failing=tuple(each.check.id for each in found.findings),
        warnings=sum(each.outcome is Outcome.WARN for each in found.results),
        unclear=sum(each.is_unclear for each in found.results),
        known=known,
        applying=applying,
    )


def is_endpoint(entity: Entity) -> bool:
    """True for an endpoint."""
    return entity.type == "Endpoint"


def _worst_first(row: Row) -> tuple[int, bool, int, int, str]:
    rank = row.worst.rank if row.worst else len(Severity)
    clear = not (row.worst or row.unclear or row.why_not)
    return rank, clear, -len(row.failing), -row.unclear, title(row.subject)
