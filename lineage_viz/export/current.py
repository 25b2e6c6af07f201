"""The current entities of an export: those listed, those changed since the base, and their details."""

from collections.abc import Iterable, Mapping

from lineage_viz.export.reading import Reading
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.sagemaker_lineage.records import (
    Record,
    entity,
    with_details_of,
    without_details,
    without_secrets_of,
)
from lineage_viz.sagemaker_lineage.resource_records import with_record_of
from lineage_viz.sagemaker_lineage.sampling import Listed

_OPEN = frozenset({"InProgress", "Stopping", "Unknown"})
"""Statuses that still change (SageMaker's ActionStatus and TrialComponentPrimaryStatus)."""


def current_entities(reading: Reading, listed: Listed) -> tuple[list[Entity], tuple[str, ...]]:
    """All entities of the new snapshot, and sentences on what it lacks."""
    plan = reading.plan
    searched, before = _up_to_date(reading.trial_components(), listed), _before(reading)

    def made(label: EntityLabel, arn: str, record: Record) -> Entity:
        found = searched.get(arn)
        return _as_planned(reading, label, found) if found else entity(label, record)

    current = {
        arn: made(label, arn, record) for label, records in listed.items() for arn, record in records.items()
    }
    if plan.quick:
        for arn, record in searched.items():
            created = record.get("CreationTime")
            if arn not in current and created is not None and created <= reading.checkpoint.taken:
                current[arn] = _as_planned(reading, EntityLabel.TRIAL_COMPONENT, record)
    if plan.details:
        _reuse_details(current, before)
    described = reading.described(_to_describe(reading, current, before, searched))
    for arn, answer in described.items():
        if answer is not None:
            label = EntityLabel((current.get(arn) or before[arn]).label)
            current[arn] = _as_planned(reading, label, answer)
    if plan.quick:
        current = {**before, **{arn: with_record_of(now, before.get(arn)) for arn, now in current.items()}}
    return list(current.values()), _gaps(described)


def _up_to_date(searched: Mapping[str, Record], listed: Listed) -> Mapping[str, Record]:
    """The search results without records older than their listing: the search index lags behind the listings."""

    def lags(arn: str, record: Record) -> bool:
        now = listed[EntityLabel.TRIAL_COMPONENT].get(arn, {}).get("LastModifiedTime")
        then = record.get("LastModifiedTime")
        return now is not None and (then is None or then < now)

    return {arn: record for arn, record in searched.items() if not lags(arn, record)}


def _before(reading: Reading) -> dict[str, Entity]:
    plan = reading.plan
    manifest = plan.base_manifest
    is_needed = plan.quick or (plan.details and manifest is not None and manifest.details)
    if not (plan.base and is_needed):
        return {}
    # An older version may have kept a secret in its snapshot.
    return {known.arn: without_secrets_of(known) for known in plan.base.entities()}


def _as_planned(reading: Reading, label: EntityLabel, record: Record) -> Entity:
    """The entity of a record, without details unless the export is to have them. Search has those of jobs anyway."""
    detailed = entity(label, record)
    searched = reading.plan.records and label is EntityLabel.TRIAL_COMPONENT
    return detailed if reading.plan.details or searched else without_details(detailed)


def _unchanged(now: Entity, then: Entity | None) -> bool:
    if then is None or then.unresolved or now.status in _OPEN:
        return False
    modified = now.properties.get("lastmodifiedtime")
    return modified is not None and modified == then.properties.get("lastmodifiedtime")


def _reuse_details(current: dict[str, Entity], before: Mapping[str, Entity]) -> None:
    for arn, now in current.items():
        then = before.get(arn)
        if then is not None and _unchanged(now, then):
            current[arn] = with_details_of(now, then)


def _to_describe(
    reading: Reading,
    current: Mapping[str, Entity],
    before: Mapping[str, Entity],
    searched: Mapping[str, Record],
) -> Iterable[tuple[EntityLabel, str]]:
    """The entities to describe: listed ones without known details, and those that were unfinished in the base."""
    if reading.plan.details:
        for arn, now in current.items():
            if arn not in searched and not _unchanged(now, before.get(arn)):
                yield EntityLabel(now.label), arn
    if reading.plan.quick:
        for arn, then in before.items():
            if then.status in _OPEN and arn not in current:
                yield EntityLabel(then.label), arn


def _gaps(described: Mapping[str, Record | None]) -> tuple[str, ...]:
    deleted = sum(answer is None for answer in described.values())
    words = "Entities deleted during the export, kept as they were last listed"
    return (f"{words}: {deleted:,}.",) if deleted else ()
