"""A report as SARIF 2.1.0 (OASIS), the format in which code hosts and editors read the results of a scan.

Each observation is a result. Its `kind` tells the outcome, and only a result of the kind "fail" has a level (3.27.10).
Evidence that is missing is "open": "insufficient information to decide" (3.27.9).
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from lineage_viz.audit.check import AuditCheck, Result
from lineage_viz.audit.json_report import follow_up_data
from lineage_viz.audit.outcome import Observation, Outcome, Severity, not_applicable
from lineage_viz.audit.report import Report
from lineage_viz.model import Entity
from lineage_viz.plain_text import plain_text
from lineage_viz.title import title
from lineage_viz.words import plain

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_KINDS = {
    Outcome.PASS: "pass",
    Outcome.FAIL: "fail",
    Outcome.WARN: "review",
    Outcome.NOT_RECORDED: "open",
    Outcome.NOT_READ: "open",
    Outcome.NOT_APPLICABLE: "notApplicable",
    Outcome.ERROR: "fail",
}
_LEVELS = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "note",
}
_SCORES = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.0",
    Severity.LOW: "2.0",
    Severity.INFO: "0.0",
}
"""GitHub sorts results by this number: above 9 it says critical, from 7 high, from 4 medium."""


def sarif(report: Report) -> dict[str, object]:
    """Return the report as one run: the checks as rules, the observations as results, entities as logical locations."""
    by_arn = {each.arn: each for each in report.review.subgraph.entities}
    results = [
        _result(number, result.check, observation, by_arn, _properties(result, observation, report))
        for number, result in enumerate(report.results)
        for observation in result.observations or (not_applicable(result.check.rule),)
    ]
    errors = [each for each in report.results if each.outcome is Outcome.ERROR]
    run = {
        "tool": {
            "driver": {"name": "lineage_viz audit", "rules": [_rule(each.check) for each in report.results]}
        },
        "invocations": [
            {
                "executionSuccessful": not errors,
                "toolExecutionNotifications": list(map(_notification, errors)),
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": dict(_about(report)),
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _about(report: Report) -> Iterator[tuple[str, object]]:
    review = report.review
    known, applying = report.evidence_known
    yield "model", review.model.arn
    yield "reviewed", review.subject.arn
    yield "asOf", review.as_of and review.as_of.isoformat()
    yield (
        "snapshots",
        [
            {"account": e.account, "region": e.region, "taken": e.taken and e.taken.isoformat()}
            for e in report.snapshots
        ],
    )
    yield "worst", report.worst
    yield "evidence", {"known": known, "of": applying}


def _rule(check: AuditCheck) -> dict[str, object]:
    return {
        "id": check.id,
        "shortDescription": {"text": check.rule},
        "fullDescription": {"text": check.motivation},
        "help": {"text": f"{check.remediation} Effort: {check.effort}."},
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
        "properties": {
            "severity": str(check.severity),
            "security-severity": _SCORES[check.severity],
            "needs": check.needs,
            "effort": check.effort,
            "tags": ["machine learning", "provenance", str(check.severity)],
        },
    }


def _result(
    number: int,
    check: AuditCheck,
    observation: Observation,
    by_arn: Mapping[str, Entity],
    properties: Mapping[str, object],
) -> dict[str, object]:
    kind = _KINDS[observation.outcome]
    source = f" Source: {observation.source}." if observation.source else ""
    model = str(properties["model"])
    arns = observation.entities or (model,)
    result: dict[str, object] = {
        "ruleId": check.id,
        "ruleIndex": number,
        "kind": kind,
        "level": _LEVELS[check.severity] if kind == "fail" else "none",
        "message": {"text": plain_text(f"{observation.sentence}{source}")},
        "locations": [{"logicalLocations": [_location(arn, by_arn)]} for arn in dict.fromkeys(arns)],
        "partialFingerprints": {"lineageVizCheck/v1": _fingerprint(check, model, arns)},
        "properties": dict(properties),
    }
    if observation.waiver and observation.is_waived:
        words = plain_text(observation.waiver.words)
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": words}]
    return result


def _properties(result: Result, observation: Observation, report: Report) -> dict[str, object]:
    """The property bag (3.8) of a result. SARIF has no other place for the owner and the due date of a finding."""
    found = report.follow_up(result)
    follow_up = {"followUp": follow_up_data(found, report.follow_ups.on)} if found else {}
    return {
        "outcome": str(observation.outcome),
        "severity": str(result.check.severity),
        "model": report.review.model.arn,
        **follow_up,
    }


def _location(arn: str, by_arn: Mapping[str, Entity]) -> dict[str, Any]:
    location = {"fullyQualifiedName": arn, "kind": "resource"}
    entity = by_arn.get(arn)
    return location | {"name": plain(title(entity), 120)} if entity else location


def _fingerprint(check: AuditCheck, model: str, arns: tuple[str, ...]) -> str:
    """The same in each run for the same check and entities, so that a reader tells old findings from new ones."""
    whole = "\n".join((check.id, model, *sorted(arns)))
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def _notification(result: Result) -> dict[str, object]:
    sentence = "; ".join(e.sentence for e in result.observations if e.outcome is Outcome.ERROR)
    return {
        "level": "error",
        "message": {"text": plain_text(sentence)},
        "associatedRule": {"id": result.check.id},
    }
