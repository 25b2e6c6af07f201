"""Properties of entities and associations → cells of columns.

Only properties that are known when an entity is created are features. Statuses, durations, decisions, metrics and
deployments come later, and nobody knows when the columns of a foreign folder came: all of them are outcomes.
"""

import math
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from lineage_viz.approval import decision, is_approval, is_package
from lineage_viz.evidence.columns import ROLE
from lineage_viz.evidence.fact import SOURCES
from lineage_viz.evidence.record import RECORD
from lineage_viz.evidence.state import is_live_unread
from lineage_viz.facts.people import PEOPLE
from lineage_viz.learning.column import ColumnKey, Kind, Role, column_key, seconds
from lineage_viz.learning.job_values import NAMED, exact_metric, job_values
from lineage_viz.learning.package_metrics import PackageMetrics
from lineage_viz.model import UNRESOLVED, Entity, EntityLabel, Properties, Value, value_text
from lineage_viz.search_text import DERIVED
from lineage_viz.secrecy import without_secrets
from lineage_viz.store.filter import is_live
from lineage_viz.store.heterograph import ID, LABEL

Cell = tuple[ColumnKey, Any]

_ELSEWHERE = frozenset({"arn", "type", "creationtime", UNRESOLVED, LABEL, ID})
"""Properties that have a column of their own in each table."""

_JSON = frozenset(
    {RECORD, SOURCES, "properties", "inputs", "outputs", "sourceids", "decisions", *NAMED, *DERIVED}
)
"""Properties with whole records: their numbers are read one by one, and their texts stay out."""

_PEOPLE = frozenset({*PEOPLE, "decidedby"})

_CATEGORIES = {
    "status": column_key("status", Kind.CATEGORY, Role.OUTCOME),
    "endpointstatus": column_key("endpointstatus", Kind.CATEGORY, Role.OUTCOME),
    "metricname": column_key("metricname", Kind.CATEGORY, Role.OUTCOME),
    "approval": column_key("decision", Kind.CATEGORY, Role.OUTCOME),
    ROLE: column_key(ROLE, Kind.CATEGORY, Role.FEATURE),
}
"""Texts that are always there; `role` is the role of an artifact for a job."""

_NUMBERS_BEFORE = frozenset({"packageversion"})
"""The numbers among the facts that are known at the creation."""

_TEXTS_AFTER = frozenset(
    {"message", "approvalreason", "modelcard", "servedby", "serves", "deploys", "endpointgone", "unapproved",
     "keymetric", "imagemoved"}
)  # fmt: skip
"""Texts that tell of a later time."""

METRIC_VALUE = column_key("metricvalue", Kind.NUMBER, Role.OUTCOME)
_LIVE = column_key("live", Kind.BOOLEAN, Role.OUTCOME)


class Reader:
    """Reads the cells of entities and associations; `texts` and `people` say if their texts are among them."""

    def __init__(self, *, texts: bool = False, people: bool = False) -> None:
        self._texts, self._people = texts, people
        self._keys: dict[tuple[str, type], ColumnKey | None] = {}
        self.metrics = PackageMetrics()

    def of_entity(self, entity: Entity) -> Iterator[Cell]:
        """Yield the cells of an entity."""
        if entity.label == EntityLabel.TRIAL_COMPONENT:
            yield from self._of_job(entity)
            return
        if METRIC_VALUE.name in entity.properties:
            self.metrics.add_package(entity)
        yield from self.of_properties(entity.properties)
        if is_approval(entity):
            if made := decision(entity):
                yield _CATEGORIES["approval"], made
        elif (is_live_or_not := _live(entity)) is not None:
            yield _LIVE, is_live_or_not

    def _of_job(self, job: Entity) -> Iterator[Cell]:
        for key, value in self.of_properties(job.properties):
            if key is METRIC_VALUE:
                exact = exact_metric(job, value)
                self.metrics.add_job(job, exact)
                yield key, exact
            else:
                yield key, value
        yield from job_values(job)

    def of_properties(self, properties: Properties) -> Iterator[Cell]:
        """Yield the cells of single properties."""
        for name, value in properties.items():
            try:
                key = self._keys[name, type(value)]
            except KeyError:
                key = self._keys[name, type(value)] = self._key(name, _KINDS.get(type(value), Kind.TEXT))
            if key and (found := _value(key.kind, value)) is not None:
                yield key, found

    def _key(self, name: str, kind: Kind) -> ColumnKey | None:
        """Return the column of a property; None for one that stays out."""
        if name in _ELSEWHERE or name in _JSON:
            return None
        if kind is not Kind.TEXT:
            return column_key(name, kind, Role.FEATURE if name in _NUMBERS_BEFORE else Role.OUTCOME)
        if name in _CATEGORIES:
            return _CATEGORIES[name]
        if name in _PEOPLE:
            return column_key(name, kind, Role.PERSON) if self._people else None
        role = Role.OUTCOME if name in _TEXTS_AFTER else Role.TEXT
        return column_key(name, kind, role) if self._texts else None


_KINDS: dict[type, Kind] = {bool: Kind.BOOLEAN, int: Kind.NUMBER, float: Kind.NUMBER, datetime: Kind.TIME}


def _value(kind: Kind, value: Value) -> object:
    """Return a value in the form of its column; None for an empty text, and for a number that is not finite."""
    if isinstance(value, datetime):
        return seconds(value)
    if kind is Kind.NUMBER:
        return _finite(value)
    return value if kind is Kind.BOOLEAN else _without_secrets(value_text(value)) or None


@lru_cache(maxsize=4_096)
def _without_secrets(text: str) -> str:
    """Return a text without secrets. The export has removed those of SageMaker; a foreign folder may have some."""
    return without_secrets(text, {})


def _finite(value: Value) -> float | None:
    """Return a number; None for one that is not finite."""
    try:
        number = float(value)  # type: ignore[arg-type]
    except OverflowError:  # a whole number of hundreds of digits
        return None
    return number if math.isfinite(number) else None


def _live(entity: Entity) -> bool | None:
    """Return if a package or an endpoint is live, and True for a model file that is served as a search finds it.

    None for any other entity, and if it was not read.
    """
    if is_live(entity):
        return True
    is_endpoint = entity.label == EntityLabel.CONTEXT and entity.type == "Endpoint"
    if not (is_endpoint or is_package(entity)):
        return None
    is_read = SOURCES in entity.properties and not is_live_unread(entity)
    return False if is_read else None
