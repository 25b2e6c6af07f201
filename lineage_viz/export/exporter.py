"""The use case: read an account's lineage and publish it as a snapshot."""

from pathlib import Path

from lineage_viz.errors import ExportBusy, SnapshotError
from lineage_viz.evidence.deriving import LineageFacts
from lineage_viz.export.checkpoint import Checkpoint, journals_size, remove_outdated
from lineage_viz.export.current import current_entities
from lineage_viz.export.earlier_statuses import with_status_changes
from lineage_viz.export.evidence_read import with_evidence_read
from lineage_viz.export.export_progress import ExportListener, Notice
from lineage_viz.export.plan import ExportOptions, Plan
from lineage_viz.export.reading import Reading
from lineage_viz.export.records_read import domain_identities, unread, with_records_read
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.sagemaker_lineage.records import lineage
from lineage_viz.sagemaker_lineage.sampling import Listed
from lineage_viz.snapshot import latest_snapshot, write_snapshot
from lineage_viz.snapshot.manifest import PER_ENTITY, unread_words
from lineage_viz.snapshot.writer import refuse_snapshot, remove_leftovers
from lineage_viz.system.file_lock import file_lock
from lineage_viz.system.gc_pause import gc_paused
from lineage_viz.words import moment, size


def _silent(_: object) -> None:
    """A listener that does nothing."""


def export_lineage(
    api: LineageApi, options: ExportOptions, listener: ExportListener = _silent, notice: Notice = _silent
) -> Path:
    """Export the account and region of `api` and return the new snapshot's folder inside `options.out`.

    Nothing is published before it returns. It resumes a run that failed or was interrupted less than MAX_AGE ago,
    unless `anew` is set. Raises SourceError, SnapshotError, ExportBusy.
    """
    refuse_snapshot(options.out)
    origin = api.origin
    name = f"{origin.account}-{origin.region}"
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        # All listed records stay in memory, and each call leaves only 400 bytes of garbage.
        with file_lock(options.out / f".{name}.lock", _busy(options.out)), gc_paused():
            plan = Plan.make(options, origin, latest_snapshot(options.out, origin.account, origin.region))
            if options.quick and not plan.quick:
                lacks = "no details" if plan.base else f"no snapshot of {name}"
                notice(f"{options.out} has {lacks} to start from, so this is a full export.")
            for line in plan.costs:
                notice(line)
            remove_leftovers(options.out, name)
            remove_outdated(options.out, name)
            if options.anew:
                (options.out / plan.journal).unlink(missing_ok=True)
            with Checkpoint(options.out / plan.journal, plan.key, origin.now) as checkpoint:
                if checkpoint.resumed:
                    start = moment(checkpoint.taken)
                    notice(
                        f"Resuming the export that began at {start}; the snapshot shows the lineage of that time."
                    )
                path = _publish(Reading(api, plan, checkpoint, listener), notice)
                checkpoint.remove()
                return path
    except OSError as error:
        taken = journals_size(options.out)
        kept = (
            f" Hidden files there take {size(taken)}: from them the export resumes; --anew deletes them."
            if taken
            else ""
        )
        raise SnapshotError(
            f"The export cannot write to {options.out}: {error.strerror or error}. Nothing was published. "
            f"Make room or choose another folder, then run it again.{kept}"
        ) from error


def _busy(out: Path) -> ExportBusy:
    return ExportBusy(
        f"Another export of the same account and region is writing to {out}. "
        "Wait until it ends, or choose another folder."
    )


def _publish(reading: Reading, notice: Notice) -> Path:
    plan = reading.plan
    refusal = reading.listings()
    listed = reading.entities()
    why = _why_per_entity(reading, refusal, listed)
    if why:
        notice(f"{why} The export reads the associations entity by entity, which takes longer.")
        reading.associations_of([arn for records in listed.values() for arn in records])
    current, gaps = current_entities(reading, listed)
    with_records, records = with_records_read(reading, current)
    with_evidence, evidence = with_evidence_read(reading, with_records)
    entities, kept = with_status_changes(reading, with_evidence)
    account = {**records, **evidence, **kept}
    if plan.quick:
        gaps = (*_quick_gaps(plan, bool(why)), *gaps)
    earlier = plan.base.associations() if plan.quick and plan.base else ()
    whole = lineage(entities, reading.associations(), earlier)
    for sentence in unread_words(account):
        notice(sentence)
    facts = LineageFacts(whole.entities, whole.associations, unread(plan.records, account))
    calls, throttles = reading.api.calls, reading.api.throttles
    header = plan.header(
        reading.checkpoint.taken, calls, throttles, gaps, bool(why), account, domain_identities(reading)
    )
    return write_snapshot(plan.out, header, whole.entities, whole.associations, finish=facts)


def _why_per_entity(reading: Reading, refusal: Exception | None, listed: Listed) -> str:
    """The reason why the account-wide listing of associations is not reliable; empty when it is."""
    base = reading.plan.base_manifest
    if refusal is not None:
        return f"SageMaker does not list all associations of this account at once ({refusal})."
    if reading.plan.quick:
        before = base is not None and base.filters.get("associations") == PER_ENTITY
        return (
            "The last full export could not list all associations of this account at once." if before else ""
        )
    missing = reading.associations_missing(listed)
    reason = f"SageMaker's listing of associations is incomplete: it lacks {missing} of a small sample."
    return reason if missing else ""


def _quick_gaps(plan: Plan, per_entity: bool) -> tuple[str, ...]:
    base = plan.base_manifest
    last_full = moment(base.last_full) if base else "never"
    unseen = (
        "A quick export does not see edits of old artifacts, contexts and actions, nor deletions; "
        f"last full export: {last_full}."
    )
    if not per_entity:
        return (unseen,)
    return (
        unseen,
        "New associations between two old entities are missing: this export reads associations entity by entity.",
    )
