"""What is found about SageMaker, the identity and its permissions."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lineage_viz.demo.source import write_demo
from lineage_viz.errors import SourceError
from lineage_viz.health import Finding, Verdict
from lineage_viz.health.permissions import ACTIONS, PERMISSIONS, Permission, try_permission
from lineage_viz.health.source import credentials
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.settings import Settings
from lineage_viz.snapshot import open_folder
from lineage_viz.snapshot.current import Named, write_current
from tests.fake_sagemaker import FakeSageMaker
from tests.fake_sagemaker.faults import Faults
from tests.health.conftest import KEY, SECRET, TOKEN, Examine

PAGE = Path(__file__).parents[2] / "docs" / "administration.md"


@pytest.fixture(autouse=True)
def _sagemaker(fake: FakeSageMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_SAGEMAKER", fake.url)


def test_who_may_do_all_reads_it_and_nothing_is_asked_in_bulk(fake: FakeSageMaker, examined: Examine) -> None:
    found = examined()
    untold = {name for name, each in found.items() if each.verdict is not Verdict.OK}
    assert untold <= {"AWS credentials", "Last reload"}
    assert "Account 123456789012, region eu-west-1" in found["AWS identity"].sentence
    assert {f"sagemaker:{call.operation}" for call in fake.calls.log} | {"sts:GetCallerIdentity"} == set(
        ACTIONS
    )
    for call in fake.calls.log:
        assert call.operation.startswith("Describe") or call.parameters["MaxResults"] == 1


def test_each_missing_action_is_named_and_said_what_it_is_for(fake: FakeSageMaker, examined: Examine) -> None:
    fake.faults = Faults(deny=frozenset(each.action.partition(":")[2] for each in PERMISSIONS))
    found = examined()
    for permission in PERMISSIONS:
        finding = found[permission.action]
        assert finding.verdict is (Verdict.FAILING if permission.always else Verdict.WARNING)
        assert permission.action in finding.next_step
    assert found["SageMaker"].verdict is Verdict.OK


def test_one_missing_action_is_only_that_one(fake: FakeSageMaker, examined: Examine) -> None:
    fake.faults = Faults(deny=frozenset({"DescribeAction"}))
    missing = [name for name, each in examined().items() if each.verdict is Verdict.WARNING]
    assert missing == ["sagemaker:DescribeAction"]


def test_a_refused_request_is_no_missing_permission(fake: FakeSageMaker, examined: Examine) -> None:
    fake.faults = Faults(refuse_unfiltered_associations=True)
    finding = examined()["sagemaker:ListAssociations"]
    assert finding.verdict is Verdict.OK
    assert "ValidationException" in finding.sentence


def test_what_answers_that_there_is_no_such_operation_tells_nothing_of_permissions() -> None:
    other = Permission("sagemaker:ListImages", "list_images")
    assert try_permission(LineageApi(brief=True), other).verdict is Verdict.UNKNOWN


def test_an_action_that_sagemaker_fails_at_is_not_known(fake: FakeSageMaker, examined: Examine) -> None:
    fake.faults = Faults(http500=1.0, only=frozenset({"Search"}))
    found = examined()
    assert found["sagemaker:Search"].verdict is Verdict.UNKNOWN
    assert found["sagemaker:ListArtifacts"].verdict is Verdict.OK


def test_a_session_that_has_ended_is_said(fake: FakeSageMaker, examined: Examine) -> None:
    fake.faults = Faults(expired_token=True)
    found = examined()
    assert found["SageMaker"].verdict is Verdict.FAILING
    assert (
        found["SageMaker"].sentence
        == "The AWS session has expired (asking SageMaker). Renew the AWS credentials."
    )
    assert found["sagemaker:Search"].verdict is Verdict.UNKNOWN


def test_without_a_region_all_else_is_still_looked_at(
    examined: Examine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_REGION")
    found = examined()
    assert "AWS_REGION" in found["SageMaker"].sentence
    assert found["sagemaker:Search"].verdict is Verdict.UNKNOWN
    assert found["Data folder"].verdict is Verdict.OK


def test_temporary_credentials_whose_end_nobody_tells() -> None:
    assert credentials(LineageApi(brief=True)).verdict is Verdict.UNKNOWN


def test_credentials_that_do_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_SESSION_TOKEN")
    found = credentials(LineageApi(brief=True))
    assert found.verdict is Verdict.OK
    assert not hidden(found)


def test_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name)
    assert credentials(LineageApi(brief=True)).verdict is Verdict.FAILING


@pytest.mark.parametrize("lacks", ["AWS_REGION", "AWS_ACCESS_KEY_ID"])
def test_the_demo_account_needs_no_other_and_what_a_reload_has_read_does(
    examined: Examine, monkeypatch: pytest.MonkeyPatch, fake: FakeSageMaker, tmp_path: Path, lacks: str
) -> None:
    monkeypatch.delenv(lacks)
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.delenv("AWS_SESSION_TOKEN")
    demo = examined()
    assert {each.verdict for each in demo.values()} == {Verdict.OK, Verdict.UNKNOWN}
    assert "The demo account is shown, and no AWS account can be read" in demo["AWS credentials"].sentence
    assert [each.name for each in demo.values() if each.next_step] == ["AWS credentials"]
    path = write_demo(tmp_path / "data" / "snapshots")
    write_current(Settings(data=tmp_path / "data").current, [Named.of(open_folder(path).info)])
    mine = examined()
    assert [each.name for each in mine.values() if each.verdict is Verdict.FAILING] == ["AWS credentials"]
    assert not fake.calls.log


@pytest.mark.parametrize(
    ("left", "verdict"), [(timedelta(hours=8), Verdict.OK), (timedelta(minutes=30), Verdict.WARNING)]
)
def test_credentials_with_an_end(left: timedelta, verdict: Verdict, monkeypatch: pytest.MonkeyPatch) -> None:
    until = datetime.now(UTC) + left
    monkeypatch.setenv("AWS_CREDENTIAL_EXPIRATION", f"{until:%Y-%m-%dT%H:%M:%SZ}")
    found = credentials(LineageApi(brief=True))
    assert found.verdict is verdict
    assert f"{until:%Y-%m-%d %H:%M} UTC" in found.sentence
    assert not hidden(found)


def test_credentials_that_have_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CREDENTIAL_EXPIRATION", "2020-01-01T00:00:00Z")
    with pytest.raises(SourceError, match="expired"):
        credentials(LineageApi(brief=True))


def test_the_page_lists_the_actions_that_are_tried() -> None:
    paragraph = next(
        part for part in PAGE.read_text("utf-8").split("\n\n") if "sagemaker:ListArtifacts" in part
    )
    listed = re.findall(r"`(?:\w+:)?((?:List|Describe|Get)\w+|Search)`", paragraph)
    assert sorted(listed) == sorted(action.partition(":")[2] for action in ACTIONS)


def hidden(found: Finding) -> list[str]:
    """The secrets that a finding tells."""
    return [secret for secret in (KEY, SECRET, TOKEN) if secret in found.sentence + found.next_step]
