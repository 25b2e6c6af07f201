"""Findings about SageMaker, the AWS identity and its permissions."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lineage_viz.errors import SourceError
from lineage_viz.health import Finding, Verdict
from lineage_viz.health.permissions import ACTIONS, PERMISSIONS, Permission, try_permission
from lineage_viz.health.source import NOT_CHECKED, credentials, of_a_check
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.settings import Settings
from lineage_viz.snapshot import open_folder
from lineage_viz.snapshot.current import Named, write_current
from lineage_viz.words import moment
from tests import demo_once
from tests.aws.answering import answering
from tests.fake_sagemaker import FakeSageMaker
from tests.fake_sagemaker.faults import Faults
from tests.health.conftest import KEY, SECRET, TOKEN, Examine

WITH_A_CODE = """
[profile corp]
role_arn = arn:aws:iam::123456789012:role/lineage
mfa_serial = arn:aws:iam::123456789012:mfa/ada
source_profile = base
[profile base]
aws_access_key_id = AKIAQ3EXAMPLEKEY7ABC
aws_secret_access_key = of the test
"""

PAGE = Path(__file__).parents[2] / "docs" / "administration.md"


@pytest.fixture(autouse=True)
def _sagemaker(fake: FakeSageMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_SAGEMAKER", fake.url)


def test_all_permissions_are_found_by_calls_that_ask_for_one_entity(
    fake: FakeSageMaker, examined: Examine
) -> None:
    findings = examined()
    not_ok = {name for name, each in findings.items() if each.verdict is not Verdict.OK}
    assert not_ok <= {"AWS credentials", "Last reload"}
    assert "Account 123456789012, region eu-west-1" in findings["AWS identity"].sentence
    assert {f"sagemaker:{call.operation}" for call in fake.calls.log} | {"sts:GetCallerIdentity"} == set(
        ACTIONS
    )
    for call in fake.calls.log:
        assert call.operation.startswith("Describe") or call.parameters["MaxResults"] == 1


def test_each_missing_action_is_named_in_its_finding(fake: FakeSageMaker, examined: Examine) -> None:
    fake.faults = Faults(deny=frozenset(each.action.partition(":")[2] for each in PERMISSIONS))
    findings = examined()
    for permission in PERMISSIONS:
        finding = findings[permission.action]
        assert finding.verdict is (Verdict.FAILING if permission.always else Verdict.WARNING)
        assert permission.action in finding.next_step
    assert findings["SageMaker"].verdict is Verdict.OK


def test_a_policy_of_the_organisation_is_no_missing_action(fake: FakeSageMaker, examined: Examine) -> None:
    words = "with an explicit deny in a service control policy: arn:aws:organizations::1:policy/p"
    fake.faults = Faults(deny=frozenset({"ListActions"}), denied=words)
    finding = examined()["sagemaker:ListActions"]
    assert finding.verdict is Verdict.FAILING
    assert "A service control policy forbids it" in finding.sentence
    assert not finding.next_step


def test_one_missing_action_affects_only_its_own_finding(fake: FakeSageMaker, examined: Examine) -> None:
    fake.faults = Faults(deny=frozenset({"DescribeAction"}))
    missing = [name for name, each in examined().items() if each.verdict is Verdict.WARNING]
    assert missing == ["sagemaker:DescribeAction"]


def test_a_search_that_is_refused_for_one_kind_alone_names_it(fake: FakeSageMaker, examined: Examine) -> None:
    fake.faults = Faults(deny=frozenset({"Search:ModelCard"}))
    finding = examined()["sagemaker:Search"]
    assert finding.verdict is Verdict.WARNING
    assert "AWS denied access while trying sagemaker:Search of ModelCard" in finding.sentence


def test_a_refused_request_is_not_a_missing_permission(fake: FakeSageMaker, examined: Examine) -> None:
    fake.faults = Faults(refuse_unfiltered_associations=True)
    finding = examined()["sagemaker:ListAssociations"]
    assert finding.verdict is Verdict.OK
    assert "ValidationException" in finding.sentence


def test_a_service_without_the_operation_leaves_the_permission_unknown() -> None:
    other = Permission("sagemaker:ListImages", "list_images")
    assert try_permission(LineageApi(brief=True), other).verdict is Verdict.UNKNOWN


def test_an_action_that_sagemaker_fails_at_is_unknown(fake: FakeSageMaker, examined: Examine) -> None:
    fake.faults = Faults(http500=1.0, only=frozenset({"Search"}))
    findings = examined()
    assert findings["sagemaker:Search"].verdict is Verdict.UNKNOWN
    assert findings["sagemaker:ListArtifacts"].verdict is Verdict.OK


def test_an_expired_session_is_reported(fake: FakeSageMaker, examined: Examine) -> None:
    fake.faults = Faults(expired_token=True)
    findings = examined()
    assert findings["SageMaker"].verdict is Verdict.FAILING
    assert "expired (asking SageMaker). Renew the AWS credentials: set new" in findings["SageMaker"].sentence
    assert "resumes" not in findings["SageMaker"].sentence
    assert findings["sagemaker:Search"].verdict is Verdict.UNKNOWN


def test_a_check_resumes_nothing(examined: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(200, "{}", "application/json") as other:
        monkeypatch.setenv("AWS_ENDPOINT_URL_SAGEMAKER", other)
        findings = examined()
    assert "is not from SageMaker" in findings["SageMaker"].sentence
    assert not [each for each in findings.values() if "it resumes" in each.sentence]
    assert of_a_check("S3 failed. Run the same again: it resumes where it stopped.") == "S3 failed."


def test_a_profile_that_wants_a_code_is_told_how_to_get_a_session(
    examined: Examine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name)
    (tmp_path / "config").write_text(WITH_A_CODE)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_PROFILE", "corp")
    shown = examined()["AWS credentials"]
    assert "(MFA)" in shown.sentence
    assert '`eval "$(aws configure export-credentials --profile corp --format env)"`' in shown.sentence
    assert not shown.next_step
    # The demo needs no account, but the person who names a profile wants to use it.
    assert "The app shows the demo account" in shown.sentence
    assert shown.verdict is Verdict.FAILING


def test_without_a_region_the_other_checks_still_run(
    examined: Examine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_REGION")
    findings = examined()
    reason = "No AWS region is set"
    assert [each.name for each in findings.values() if reason in each.sentence] == ["AWS credentials"]
    assert findings["SageMaker"].sentence == NOT_CHECKED
    assert findings["sagemaker:Search"].verdict is Verdict.UNKNOWN
    assert findings["Data folder"].verdict is Verdict.OK


def test_temporary_credentials_with_an_unknown_end_are_unknown() -> None:
    assert credentials(LineageApi(brief=True)).verdict is Verdict.UNKNOWN


def test_credentials_that_do_not_expire_are_ok(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_SESSION_TOKEN")
    finding = credentials(LineageApi(brief=True))
    assert finding.verdict is Verdict.OK
    assert not revealed(finding)


def test_missing_credentials_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name)
    assert credentials(LineageApi(brief=True)).verdict is Verdict.FAILING


@pytest.mark.parametrize("missing", ["AWS_REGION", "AWS_ACCESS_KEY_ID"])
def test_the_demo_needs_no_credentials_and_a_reloaded_account_does(
    examined: Examine, monkeypatch: pytest.MonkeyPatch, fake: FakeSageMaker, tmp_path: Path, missing: str
) -> None:
    monkeypatch.delenv(missing)
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.delenv("AWS_SESSION_TOKEN")
    demo = examined()
    assert {each.verdict for each in demo.values()} == {Verdict.OK, Verdict.UNKNOWN}
    assert (
        "The app shows the demo account, and no AWS account can be read" in demo["AWS credentials"].sentence
    )
    assert [each.name for each in demo.values() if each.next_step] == ["AWS credentials"]
    path = demo_once.snapshot(tmp_path / "data" / "snapshots")
    write_current(Settings(data=tmp_path / "data").current, [Named.of(open_folder(path).info)])
    mine = examined()
    assert [each.name for each in mine.values() if each.verdict is Verdict.FAILING] == ["AWS credentials"]
    assert not fake.calls.log


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("AWS_SHARED_CREDENTIALS_FILE", "[default\naws_access_key_id = A"),
        ("AWS_SHARED_CREDENTIALS_FILE", "aws_access_key_id = A\n"),
        ("AWS_SHARED_CREDENTIALS_FILE", "[default]\naws_access_key_id = A\n"),
        ("AWS_CONFIG_FILE", "[default]\ncredential_process = /nowhere/at-all\n"),
        (
            "AWS_CONFIG_FILE",
            "[default]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = none\n",
        ),
    ],
)
def test_broken_settings_fail_also_on_the_demo(
    examined: Examine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, file: str, content: str
) -> None:
    """Somebody wanted to use them."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name)
    (tmp_path / "settings").write_text(content)
    monkeypatch.setenv(file, str(tmp_path / "settings"))
    shown = examined()["AWS credentials"]
    assert shown.verdict is Verdict.FAILING
    assert "The app shows the demo account, and no AWS account can be read" in shown.sentence


@pytest.mark.parametrize(
    ("left", "verdict"), [(timedelta(hours=8), Verdict.OK), (timedelta(minutes=30), Verdict.WARNING)]
)
def test_credentials_are_judged_by_the_time_left(
    left: timedelta, verdict: Verdict, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = datetime.now(UTC) + left
    monkeypatch.setenv("AWS_CREDENTIAL_EXPIRATION", f"{until:%Y-%m-%dT%H:%M:%SZ}")
    finding = credentials(LineageApi(brief=True))
    assert finding.verdict is verdict
    assert moment(until) in finding.sentence
    assert not revealed(finding)


def test_expired_credentials_raise_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z")
    with pytest.raises(SourceError, match="expired"):
        credentials(LineageApi(brief=True))


def test_the_page_lists_the_actions_that_are_tried() -> None:
    paragraph = next(
        part for part in PAGE.read_text("utf-8").split("\n\n") if "sagemaker:ListArtifacts" in part
    )
    listed = re.findall(r"`(?:\w+:)?((?:List|Describe|Get)\w+|Search)`", paragraph)
    assert sorted(listed) == sorted(action.partition(":")[2] for action in ACTIONS)


def revealed(finding: Finding) -> list[str]:
    """The secrets that a finding reveals."""
    return [secret for secret in (KEY, SECRET, TOKEN) if secret in finding.sentence + finding.next_step]
