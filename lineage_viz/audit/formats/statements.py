"""The verdict of an audit as in-toto statements (attestation framework, v1): test results, and a verification summary.

Their subject is report.json by its SHA-256. They have no time, so that they are the same on each machine. An observer
who writes provenance afterwards proves no level of SLSA, so the level is a word of our own.
"""

from collections.abc import Mapping

from lineage_viz.audit.outcome import Outcome, Severity
from lineage_viz.audit.report import Report
from lineage_viz.audit.verdict import ExitCode, exit_code
from lineage_viz.version import __version__

_STATEMENT = "https://in-toto.io/Statement/v1"
_TEST_RESULT = "https://in-toto.io/attestation/test-result/v0.1"
_SUMMARY = "https://slsa.dev/verification_summary/v1"
_VERIFIER = "urn:lineage-viz:audit"
_POLICY = "urn:lineage-viz:audit:no-finding-of-high-or-critical"
LEVEL, FAILED = "LINEAGE_VIZ_NO_FINDING_OF_HIGH_OR_CRITICAL", "FAILED"

_PASSED = frozenset({Outcome.PASS, Outcome.NOT_APPLICABLE})


def test_result(report: Report, digest: str, name: str) -> dict[str, object]:
    """Return the checks as test results. A warning, a waived finding, or missing evidence is a test that warned.

    `digest` is the SHA-256 of the report, the file `name`.
    """
    results = report.results
    failed = [each.check.id for each in report.findings]
    passed = [each.check.id for each in results if each.outcome in _PASSED]
    warned = [each.check.id for each in results if each.check.id not in {*failed, *passed}]
    predicate = {
        "result": "FAILED" if failed else "WARNED" if warned else "PASSED",
        "configuration": [
            {"name": "lineage_viz audit checks", "uri": _VERIFIER, "annotations": _about(report)}
        ],
        "passedTests": passed,
        "warnedTests": warned,
        "failedTests": failed,
    }
    return _statement(_TEST_RESULT, predicate, digest, name)


def verification_summary(report: Report, digest: str, name: str) -> dict[str, object]:
    """Return the verdict: passed without a finding of high or critical, and with the evidence of these checks."""
    passed = exit_code(report.results, Severity.HIGH) is ExitCode.CLEAR
    predicate = {
        "verifier": {"id": _VERIFIER, "version": {"lineage_viz": __version__}},
        "resourceUri": report.review.model.source or report.review.model.arn,
        "policy": {"uri": _POLICY},
        "inputAttestations": [{"uri": name, "digest": {"sha256": digest}}],
        "verificationResult": "PASSED" if passed else "FAILED",
        "verifiedLevels": [LEVEL if passed else FAILED],
    }
    return _statement(_SUMMARY, predicate, digest, name)


def _about(report: Report) -> dict[str, str]:
    known, applying = report.evidence_known
    return {
        "version": __version__,
        "evidenceKnown": f"{known} of {applying}",
        "model": report.review.model.arn,
    }


def _statement(type_: str, predicate: Mapping[str, object], digest: str, name: str) -> dict[str, object]:
    return {
        "_type": _STATEMENT,
        "subject": [{"name": name, "digest": {"sha256": digest}}],
        "predicateType": type_,
        "predicate": predicate,
    }
