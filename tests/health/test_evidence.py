"""The doctor tries the actions for evidence if the newest export asked for it."""

from pathlib import Path

import pytest

from lineage_viz.evidence.services import Service
from lineage_viz.export import ExportOptions, export_lineage
from lineage_viz.health import Verdict
from lineage_viz.health.evidence import PERMISSIONS
from lineage_viz.sagemaker_lineage.api import LineageApi
from tests.account_evidence import AccountEvidence
from tests.fake_sagemaker import FakeSageMaker, Faults
from tests.health.conftest import Examine

ACTIONS = {f"{each.action} (evidence)": each for each in PERMISSIONS}


@pytest.fixture(autouse=True)
def _services(fake: FakeSageMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    fake.evidence = AccountEvidence(fake.account)  # type: ignore[arg-type]
    for service in ("SAGEMAKER", "S3", "ECR", "CLOUDTRAIL"):
        monkeypatch.setenv(f"AWS_ENDPOINT_URL_{service}", fake.url)


def test_only_the_services_that_were_asked_are_tried(
    fake: FakeSageMaker, examined: Examine, tmp_path: Path
) -> None:
    kept = tmp_path / "data" / "snapshots"
    export_lineage(LineageApi(), ExportOptions(kept))
    assert not ACTIONS.keys() & examined().keys()
    export_lineage(LineageApi(), ExportOptions(kept, evidence=frozenset({Service.ECR, Service.S3})))
    findings = examined()
    tried = {name for name, each in ACTIONS.items() if each.service is not Service.CLOUDTRAIL}
    assert ACTIONS.keys() & findings.keys() == tried
    assert {findings[name].verdict for name in tried} == {Verdict.OK}
    fake.faults = Faults(
        deny=frozenset({"HeadObject", "ListObjectVersions", "GetBucketVersioning", "DescribeImages"})
    )
    findings = examined()
    for name in tried:
        assert findings[name].verdict is Verdict.WARNING
        assert ACTIONS[name].action in findings[name].next_step


def test_the_actions_are_tried_before_the_first_export_on_request(
    fake: FakeSageMaker, examined: Examine
) -> None:
    assert not ACTIONS.keys() & examined().keys()
    findings = examined(frozenset({Service.S3, Service.CLOUDTRAIL}))
    tried = {name for name, each in ACTIONS.items() if each.service is not Service.ECR}
    assert ACTIONS.keys() & findings.keys() == tried
    assert {findings[name].verdict for name in tried} == {Verdict.OK}
    fake.faults = Faults(deny=frozenset({"HeadObject", "LookupEvents"}))
    findings = examined(frozenset(Service))
    for name in ("s3:GetObject (evidence)", "cloudtrail:LookupEvents (evidence)"):
        assert findings[name].verdict is Verdict.WARNING
        assert ACTIONS[name].action in findings[name].next_step
    assert findings["ecr:DescribeImages (evidence)"].verdict is Verdict.OK
    fake.faults = Faults(deny=frozenset({"ListArtifacts"}))
    finding = examined(frozenset({Service.S3}))["s3:GetObject (evidence)"]
    assert finding.verdict is Verdict.UNKNOWN
    assert "sagemaker:ListArtifacts" in finding.sentence
