"""The results of all models and live endpoints, read once for all visitors."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import streamlit as st

from lineage_viz.approval import is_package
from lineage_viz.audit.outcome import Outcome, Severity
from lineage_viz.audit.report import OPEN, UNKNOWN, Report
from lineage_viz.audit.subject import SUBJECTS
from lineage_viz.errors import NotAssessable
from lineage_viz.model import Entity
from lineage_viz.store.base import Store
from lineage_viz.store.memory import Memory
from lineage_viz.title import title
from lineage_viz.ui.audit.read import read_report

_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """The result of one model or endpoint. `why_not` is the reason why it has none."""

    subject: Entity
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
    rows = (_row(store, each) for each in found if is_package(each) or each.type == "Endpoint")
    return tuple(sorted((each for each in rows if each), key=_worst_first))
