"""The checks of an audit in a bill of materials: requirements of a standard, claims, and their evidence.

Conformance is 1 for a check that passed, 0 for one that failed, and between them for one that warns. Missing evidence
is no claim at all.
"""

from lineage_viz.audit.check import Result
from lineage_viz.audit.follow_up_words import follow_up_fields
from lineage_viz.audit.formats.ml_bom.common import filled, properties
from lineage_viz.audit.outcome import Observation, Outcome
from lineage_viz.audit.parts.about import MADE_BY
from lineage_viz.audit.report import Report
from lineage_viz.json_text import storable

STANDARD = "lineage_viz-checks"
_ASSESSOR = "assessor:lineage_viz"
_SCORES = {Outcome.PASS: 1, Outcome.FAIL: 0, Outcome.ERROR: 0, Outcome.WARN: 0.5}
_FOR, _AGAINST = frozenset({Outcome.PASS}), frozenset({Outcome.FAIL, Outcome.WARN, Outcome.ERROR})


def standard(report: Report) -> dict[str, object]:
    """Return the checks as requirements."""
    requirements = [
        filled(
            bom_ref=requirement(each),
            identifier=each.check.id,
            title=each.check.id,
            text=each.check.rule,
            descriptions=[each.check.motivation, f"{each.check.remediation} Effort: {each.check.effort}."],
            properties=properties(
                severity=str(each.check.severity), needs=each.check.needs, **follow_up_fields(report, each)
            ),
        )
        for each in report.results
    ]
    version = MADE_BY.rpartition(" ")[2]
    return {
        "bom-ref": STANDARD, "name": "lineage_viz audit checks", "version": version, "requirements": requirements,
    }  # fmt: skip


def declarations(report: Report) -> dict[str, object]:
    """Return the outcome of each check as an attestation of this tool."""
    return {
        "assessors": [{"bom-ref": _ASSESSOR, "thirdParty": False, "organization": {"name": MADE_BY}}],
        "attestations": [
            {
                "summary": f"Worst open severity: {report.worst or 'none'}",
                "assessor": _ASSESSOR,
                "map": [_mapped(each) for each in report.results],
            }
        ],
        "claims": [
            _claim(each, number, one, report)
            for each in report.results
            for number, one in enumerate(each.observations)
            if one.outcome in _FOR | _AGAINST
        ],
        "evidence": [
            _evidence(each, number, one)
            for each in report.results
            for number, one in enumerate(each.observations)
            if one.outcome in _FOR | _AGAINST
        ],
    }


def _mapped(result: Result) -> dict[str, object]:
    named = [(_name("claim", result, number), one) for number, one in enumerate(result.observations)]
    rationale = f"{result.outcome}: " + " ".join(one.sentence for _, one in named)
    score = _SCORES.get(result.outcome)
    conformance = {} if score is None else {"score": score}
    return filled(
        requirement=requirement(result),
        claims=[name for name, one in named if one.outcome in _FOR],
        counterClaims=[name for name, one in named if one.outcome in _AGAINST],
        conformance=conformance | {"rationale": storable(rationale)},
    )


def _claim(result: Result, number: int, found: Observation, report: Report) -> dict[str, object]:
    side = "evidence" if found.outcome in _FOR else "counterEvidence"
    return {
        "bom-ref": _name("claim", result, number),
        "target": report.review.model.arn,
        "predicate": result.check.rule,
        "reasoning": storable(found.sentence),
        side: [_name("evidence", result, number)],
    }


def _evidence(result: Result, number: int, found: Observation) -> dict[str, object]:
    text = "\n".join(filter(None, (found.sentence, found.source, *found.entities)))
    return {
        "bom-ref": _name("evidence", result, number),
        "propertyName": f"lineage_viz:{result.check.id}",
        "description": storable(found.source or "the lineage"),
        "data": [
            {
                "name": str(found.outcome),
                "contents": {"attachment": {"contentType": "text/plain", "content": storable(text)}},
            }
        ],
    }


def requirement(result: Result) -> str:
    """Return the name of a check in the bill of materials."""
    return f"{STANDARD}:{result.check.id}"


def _name(kind: str, result: Result, number: int) -> str:
    return f"{kind}:{result.check.id}:{number}"
