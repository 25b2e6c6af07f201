"""A report as plain data for JSON."""

from datetime import datetime

from lineage_viz.audit.check import Result
from lineage_viz.audit.field import Field, Section
from lineage_viz.audit.outcome import Observation
from lineage_viz.audit.parts.about import MADE_BY, report_id, snapshot_digest
from lineage_viz.audit.report import Report
from lineage_viz.audit.timeline import Event
from lineage_viz.model import Entity
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
        "subject": _entity(review.subject),
        "model": _entity(review.model),
        "choice": review.choice or None,
        "as_of": _time(review.as_of),
        "snapshots": [
            {
                "path": each.path,
                "account": each.account,
                "region": each.region,
                "taken": _time(each.taken),
                "manifest_sha256": snapshot_digest(each) or None,
            }
            for each in report.snapshots
        ],
        "scope": {
            "entities": len(review.subgraph.entities),
            "associations": len(review.subgraph.associations),
            "truncated": review.truncated.reason if review.truncated else None,
            "gaps": [*review.gaps, *([review.caveat] if review.caveat else [])],
        },
        "worst": str(report.worst) if report.worst else None,
        "evidence": {"known": known, "of": applying},
        "checks": [_check(each) for each in report.results],
        "sections": [_section(each) for each in report.sections],
        "timeline": [_event(each) for each in report.timeline],
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


def _check(result: Result) -> dict[str, object]:
    check = result.check
    return {
        "id": check.id,
        "severity": str(check.severity),
        "outcome": str(result.outcome),
        "rule": check.rule,
        "motivation": check.motivation,
        "needs": check.needs,
        "remediation": check.remediation,
        "effort": check.effort,
        "entities": list(dict.fromkeys(arn for each in result.observations for arn in each.entities)),
        "evidence": [_observation(each) for each in result.observations],
    }


def _observation(observation: Observation) -> dict[str, object]:
    return {
        "outcome": str(observation.outcome),
        "sentence": observation.sentence,
        "entities": list(observation.entities),
        "source": observation.source,
    }


def _entity(entity: Entity) -> dict[str, str]:
    return {"arn": entity.arn, "source": entity.source, "title": title(entity), "type": entity.type}


def _time(at: datetime | None) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None
