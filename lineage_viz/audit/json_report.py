"""A report as plain data for JSON."""

from datetime import datetime

from lineage_viz.audit.check import Result
from lineage_viz.audit.outcome import Observation
from lineage_viz.audit.report import Report
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
        "subject": _entity(review.subject),
        "model": _entity(review.model),
        "choice": review.choice or None,
        "as_of": _time(review.as_of),
        "snapshots": [
            {"path": each.path, "account": each.account, "region": each.region, "taken": _time(each.taken)}
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
    }


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
