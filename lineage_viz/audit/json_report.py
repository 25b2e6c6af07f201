"""A report as plain data for JSON."""

from datetime import date, datetime

from lineage_viz.audit.check import Result
from lineage_viz.audit.field import Field, Section
from lineage_viz.audit.follow_up import FollowUp
from lineage_viz.audit.outcome import Observation
from lineage_viz.audit.pack import Pack
from lineage_viz.audit.parts.about import MADE_BY, report_id
from lineage_viz.audit.report import Report
from lineage_viz.audit.requirements import RequirementResult
from lineage_viz.audit.timeline import Event
from lineage_viz.audit.waiver import Ended, Recorded, Waiver, Waivers
from lineage_viz.model import Entity, SnapshotInfo
from lineage_viz.snapshot.manifest import snapshot_digest
from lineage_viz.title import title

FORMAT = "lineage_viz audit 1"
"""The name and the version of the form of this data."""


def as_data(report: Report) -> dict[str, object]:
    """Return the report. Times are ISO 8601, in UTC; entities are ARNs."""
    review = report.review
    known, applying = report.evidence_known
    return {
        "format": FORMAT,
        "id": report_id(review, report.snapshots),
        "made_by": MADE_BY,
        "subject": entity_data(review.subject),
        "model": entity_data(review.model),
        "choice": review.choice or None,
        "as_of": _time(review.as_of),
        "snapshots": [snapshot_data(each) for each in report.snapshots],
        "scope": {
            "entities": len(review.subgraph.entities),
            "associations": len(review.subgraph.associations),
            "truncated": review.truncated.reason if review.truncated else None,
            "gaps": [*review.gaps, *([review.caveat] if review.caveat else [])],
        },
        "worst": str(report.worst) if report.worst else None,
        "evidence": {"known": known, "of": applying},
        "pack": pack_data(report.pack),
        "states_since": report.states_since.isoformat() if report.states_since else None,
        "follow_up_log_problem": report.follow_ups.problem or None,
        "requirements": [_requirement(each) for each in report.requirements],
        "checks": [_check(each, report) for each in report.results],
        "waivers": [waiver_data(each, report.pack.rules.waivers) for each in report.all_waivers],
        "sections": [_section(each) for each in report.sections],
        "timeline": [_event(each) for each in report.timeline],
    }


def snapshot_data(info: SnapshotInfo) -> dict[str, object]:
    """Return a snapshot with the digest of its manifest; None if that is not here."""
    return {
        "path": info.path,
        "account": info.account,
        "region": info.region,
        "taken": _time(info.taken),
        "manifest_sha256": snapshot_digest(info) or None,
    }


def pack_data(pack: Pack) -> dict[str, object]:
    """Return a pack without its checks and requirements."""
    names = ("name", "title", "version", "source", "digest")
    return {name: getattr(pack, name) for name in names}


def _requirement(result: RequirementResult) -> dict[str, object]:
    found = result.requirement
    return {
        "id": found.id,
        "title": found.title,
        "coverage": str(found.coverage),
        "outcome": str(result.outcome) if result.outcome else None,
        "checks": list(found.checks),
        "fields": {"names": [str(each) for each in found.fields], "known": result.known, "of": result.of},
        "note": found.note,
    }


def _section(section: Section) -> dict[str, object]:
    return {"title": section.title, "fields": [_field(each) for each in section.fields]}


def _field(field: Field) -> dict[str, object]:
    return {
        "name": field.name,
        "state": str(field.state),
        "reason": field.reason,
        "values": [
            {"text": each.text, "entity": each.entity, "source": each.source} for each in field.values
        ],
    }


def _event(event: Event) -> dict[str, object]:
    return {"at": _time(event.at), "words": event.words, "entity": event.entity, "source": event.source}


def _check(result: Result, report: Report) -> dict[str, object]:
    check, follow_up = result.check, report.follow_up(result)
    return {
        "id": check.id,
        "severity": str(check.severity),
        "outcome": str(result.outcome),
        "waived": result.is_waived,
        "rule": check.rule,
        "motivation": check.motivation,
        "needs": check.needs,
        "remediation": result.step,
        "effort": check.effort,
        "entities": list(dict.fromkeys(arn for each in result.observations for arn in each.entities)),
        "evidence": [_observation(each, report.pack.rules.waivers) for each in result.observations],
        "follow_up": follow_up_data(follow_up, report.follow_ups.on) if follow_up else None,
    }


def follow_up_data(found: FollowUp, on: date) -> dict[str, object]:
    """Return a follow-up, judged on a day."""
    return {
        "state": str(found.state),
        "owner": found.owner,
        "due": found.due.isoformat() if found.due else None,
        "overdue": found.is_overdue(on),
        "comment": found.comment,
        "by": found.by,
        "at": _time(found.at),
        "authenticated": found.signed_in,
    }


def _observation(observation: Observation, waivers: Waivers) -> dict[str, object]:
    return {
        "outcome": str(observation.outcome),
        "sentence": observation.sentence,
        "entities": list(observation.entities),
        "source": observation.source,
        "waiver": waiver_data(observation.waiver, waivers) if observation.waiver else None,
    }


def waiver_data(waiver: Waiver, waivers: Waivers) -> dict[str, object]:
    """Return a waiver, judged as the waivers of its report are."""
    return {
        "check": waiver.check,
        "entity": waiver.entity,
        "type": str(waiver.type),
        "reason": waiver.reason,
        "by": waiver.by,
        "since": waiver.since.isoformat() if waiver.since else None,
        "until": waiver.until.isoformat(),
        "state": str(waivers.state(waiver)) if waiver in waivers.every else None,
        "recorded": _recorded(waiver.recorded),
        "ended": _ended(waiver.ended),
    }


def _ended(found: Ended | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {"how": found.how, "reason": found.reason, **(_recorded(found.record) or {})}


def _recorded(found: Recorded | None) -> dict[str, object] | None:
    return {"by": found.by, "at": _time(found.at), "authenticated": found.signed_in} if found else None


def entity_data(entity: Entity) -> dict[str, str]:
    """Return an entity with its names."""
    return {"arn": entity.arn, "source": entity.source, "title": title(entity), "type": entity.type}


def _time(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None
