"""The entities as they are now: what was listed, what changed since the base, and details."""

from collections.abc import Iterable, Mapping

from lineage_viz.export.reading import Reading
from lineage_viz.model import Entity, EntityLabel
from lineage_viz.sagemaker_lineage.records import Record, entity, with_details_of, without_details
from lineage_viz.sagemaker_lineage.sampling import Listed

_OPEN = frozenset({"InProgress", "Stopping", "Unknown"})
"""Statuses that still change (SageMaker's ActionStatus and TrialComponentPrimaryStatus)."""


def current_entities(reading: Reading, listed: Listed) -> tuple[list[Entity], tuple[str, ...]]:
    """All entities of the new snapshot, and what it lacks in words."""
    plan = reading.plan
    found = {
        arn: entity(label, record) for label, records in listed.items() for arn, record in records.items()
    }
    before = _before(reading)
    searched = _up_to_date(reading.trial_components() if plan.quick or plan.details else {}, listed)
    for arn, record in searched.items():
        made = record.get("CreationTime")
        if arn in found or (plan.quick and made is not None and made <= reading.checkpoint.taken):
            found[arn] = _kept(reading, EntityLabel.TRIAL_COMPONENT, record)
    if plan.details:
        _reuse_details(found, before)
    described = reading.described(_wanted(reading, found, before, searched))
    for arn, answer in described.items():
        if answer is not None:
            label = EntityLabel((found.get(arn) or before[arn]).label)
            found[arn] = _kept(reading, label, answer)
    return list(({**before, **found} if plan.quick else found).values()), _gaps(described)


def _up_to_date(searched: Mapping[str, Record], listed: Listed) -> Mapping[str, Record]:
    """Without records older than their listing: the search index lags behind, and a listing does not."""

    def lags(arn: str, record: Record) -> bool:
        now = listed[EntityLabel.TRIAL_COMPONENT].get(arn, {}).get("LastModifiedTime")
        then = record.get("LastModifiedTime")
        return now is not None and (then is None or then < now)

    return {arn: record for arn, record in searched.items() if not lags(arn, record)}


def _before(reading: Reading) -> dict[str, Entity]:
    plan = reading.plan
    manifest = plan.base_manifest
    useful = plan.quick or (plan.details and manifest is not None and manifest.details)
    return {known.arn: known for known in plan.base.entities()} if plan.base and useful else {}


def _kept(reading: Reading, label: EntityLabel, record: Record) -> Entity:
    made = entity(label, record)
    return made if reading.plan.details else without_details(made)


def _unchanged(now: Entity, then: Entity | None) -> bool:
    if then is None or then.unresolved or now.status in _OPEN:
        return False
    modified = now.properties.get("lastmodifiedtime")
    return modified is not None and modified == then.properties.get("lastmodifiedtime")


def _reuse_details(found: dict[str, Entity], before: Mapping[str, Entity]) -> None:
    for arn, now in found.items():
        then = before.get(arn)
        if then is not None and _unchanged(now, then):
            found[arn] = with_details_of(now, then)


def _wanted(
    reading: Reading,
    found: Mapping[str, Entity],
    before: Mapping[str, Entity],
    searched: Mapping[str, Record],
) -> Iterable[tuple[EntityLabel, str]]:
    """Entities to describe: listed ones whose details are not known yet, and those last seen unfinished."""
    if reading.plan.details:
        for arn, now in found.items():
            if arn not in searched and not _unchanged(now, before.get(arn)):
                yield EntityLabel(now.label), arn
    if reading.plan.quick:
        for arn, then in before.items():
            if then.status in _OPEN and arn not in found:
                yield EntityLabel(then.label), arn


def _gaps(described: Mapping[str, Record | None]) -> tuple[str, ...]:
    gone = sum(answer is None for answer in described.values())
    kept = "are gone by now and kept as they were last listed"
    return (f"Entities that {kept}: {gone:,}.",) if gone else ()
