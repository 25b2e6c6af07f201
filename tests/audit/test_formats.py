"""JUnit and SARIF, read by libraries that people use for them."""

import json
from collections import Counter
from dataclasses import replace

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase
from sarif_pydantic import Sarif

from lineage_viz.audit.catalogue import CHECKS
from lineage_viz.audit.check import judged
from lineage_viz.audit.formats.junit import junit
from lineage_viz.audit.formats.printed import PRINTED
from lineage_viz.audit.formats.sarif import sarif
from lineage_viz.audit.outcome import Outcome
from lineage_viz.audit.outcome import failed as fails
from lineage_viz.audit.report import Report
from lineage_viz.cli import main
from tests import demo_once
from tests.audit.conftest import Audit

HOSTILE = "</failure><script>\x00\x1b[31m\ud800 ]]> & \U0001f600 模型"


def broken(_review: object) -> list[object]:
    raise ValueError(HOSTILE)


@pytest.fixture(scope="module")
def report(audit: Audit) -> Report:
    """A report in which each outcome occurs, with a hostile sentence and a check that has an error."""
    found = audit("approval-withdrawn")
    first = replace(CHECKS[0], id="hostile", judge=lambda _: [fails(HOSTILE, "arn:nobody")])
    second = replace(CHECKS[1], id="broken", judge=broken)
    whole = replace(
        found, results=(*found.results, *(judged(each, found.review) for each in (first, second)))
    )
    assert {each.outcome for each in whole.results} >= set(Outcome) - {Outcome.WARN}
    return whole


def cases(text: str) -> list[TestCase]:
    return [case for suite in JUnitXml.fromstring(text.encode()) for case in suite]


def test_junit_has_each_check_and_only_a_pass_is_passed(report: Report) -> None:
    whole = JUnitXml.fromstring(junit(report).encode())
    found = {case.name: case for suite in whole for case in suite}
    assert list(found) == [each.check.id for each in report.results]
    for each in report.results:
        case = found[each.check.id]
        assert case.is_passed is (each.outcome is Outcome.PASS)
        results = {Outcome.FAIL: Failure, Outcome.ERROR: Error}
        if not case.is_passed:
            (result,) = case.result
            assert isinstance(result, results.get(each.outcome, Skipped))
            assert result.message.startswith(f"{each.outcome}: ")
    numbers = Counter(each.outcome for each in report.results)
    assert (whole.failures, whole.errors) == (numbers[Outcome.FAIL], numbers[Outcome.ERROR])
    passed = sum(case.is_passed for case in found.values())
    assert whole.tests == len(report.results) == passed + whole.failures + whole.errors + whole.skipped


def test_junit_keeps_hostile_text_as_text(report: Report) -> None:
    text = junit(report)
    assert text.isascii()
    (case,) = (each for each in cases(text) if each.name == "hostile")
    assert case.result[0].message == "fail: </failure><script>��� ]]> & \U0001f600 模型"


def test_sarif_has_each_observation_with_its_rule_and_outcome(report: Report) -> None:
    text = json.dumps(sarif(report))
    (run,) = Sarif.model_validate_json(text).runs
    rules = [each.id for each in run.tool.driver.rules]
    assert rules == [each.check.id for each in report.results]
    assert {rules[each.rule_index] == each.rule_id for each in run.results} == {True}
    assert {each.rule_id for each in run.results} == set(rules)
    for each in json.loads(text)["runs"][0]["results"]:
        is_finding = each["properties"]["outcome"] in ("fail", "error")
        assert (each["kind"] == "fail") is is_finding
        assert (each["kind"] == "pass") is (each["properties"]["outcome"] == "pass")
        assert (each["level"] != "none") is is_finding
        assert all(one["logicalLocations"][0]["fullyQualifiedName"] for one in each["locations"])
    assert run.invocations[0].execution_successful is False
    (notification,) = json.loads(text)["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert notification["associatedRule"] == {"id": "broken"}


def test_a_finding_has_the_same_fingerprint_in_each_run(audit: Audit) -> None:
    first, second = (
        [each["partialFingerprints"] for each in sarif(audit("approval-withdrawn"))["runs"][0]["results"]]
        for _ in range(2)
    )
    assert first == second
    assert len({each["lineageVizCheck/v1"] for each in first}) > len(CHECKS) / 2


@pytest.mark.parametrize("format_", PRINTED)
def test_the_command_prints_each_format(format_: str, capsys: pytest.CaptureFixture[str]) -> None:
    arn = demo_once.account().findings["approval-withdrawn"]
    assert main(["audit", arn, "--format", format_]) == 1
    out = capsys.readouterr().out
    assert out.endswith("\n")
    assert "live-still-approved" in out
