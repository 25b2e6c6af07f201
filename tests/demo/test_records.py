"""The records of the demo account have the shapes of SageMaker's API, and agree with the lineage."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from botocore.model import Shape
from botocore.session import get_session
from botocore.validate import ParamValidator

from lineage_viz.demo import DEMO_TAKEN, Account, Record, demo_account, generate
from lineage_viz.demo.records.secrets import PLANTED_SECRETS

RESOURCES = ("ModelPackage", "ModelPackageGroup", "Model", "Endpoint", "ModelCard", "PipelineExecution")


@pytest.fixture(scope="module")
def account() -> Account:
    return demo_account()


@cache
def shape_of(name: str) -> Shape:
    return get_session().get_service_model("sagemaker").shape_for(name)


def check(shape: str, record: Record) -> None:
    report = ParamValidator().validate(record, shape_of(shape))
    assert not report.has_errors(), report.generate_report()


def moments(value: Any) -> Iterator[datetime]:
    if isinstance(value, datetime):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from moments(member)
    elif isinstance(value, list | tuple):
        for member in value:
            yield from moments(member)


def packages(account: Account) -> dict[str, Record]:
    """Versions by the ARN of their artifact."""
    records = {each["ModelPackageArn"]: each for each in account.records["ModelPackage"]}
    artifacts = {each["Source"]["SourceUri"]: each["ArtifactArn"] for each in account.artifacts}
    return {artifacts[arn]: record for arn, record in records.items() if arn in artifacts}


def approvals(account: Account, package: str) -> list[Record]:
    """The Approval actions of a version, oldest first."""
    return [
        each for each in account.actions if each["ActionType"] == "Approval" and each["Source"]["SourceUri"] == package
    ]  # fmt: skip


def served(account: Account, endpoint: Record) -> str:
    """The version that an endpoint's configuration names; empty: its model names none."""
    (config,) = [
        c for c in account.endpoint_configs if c["EndpointConfigName"] == endpoint["EndpointConfigName"]
    ]
    (variant,) = config["ProductionVariants"]
    (model,) = [
        m["Model"]
        for m in account.records["Model"]
        if m["Model"]["ModelName"] == variant["ModelName"]
    ]  # fmt: skip
    (container,) = model.get("Containers") or [model["PrimaryContainer"]]
    return str(container.get("ModelPackageName", ""))


@pytest.mark.parametrize("made", ["demo", "other", "small"])
def test_every_record_has_the_shape_of_the_api(made: str, account: Account) -> None:
    other = {"other": {"entities": 800, "seed": 4}, "small": {"entities": 30, "planted": False}}
    checked = account if made == "demo" else generate(**other[made])  # type: ignore[arg-type]
    assert set(checked.records) == set(RESOURCES)
    for resource, records in checked.records.items():
        for record in records:
            check("SearchRecord", {resource: record})
    for record in checked.endpoint_configs:
        check("DescribeEndpointConfigOutput", record)
    for record in checked.domains:
        check("DescribeDomainResponse", record)
    for record in checked.trial_components:
        check("TrialComponent", record)


def test_no_record_is_later_than_the_account(account: Account) -> None:
    everything = (account.records, account.endpoint_configs, account.domains, account.trial_components)
    found = list(moments(everything))
    assert max(found) <= DEMO_TAKEN
    assert all(moment.tzinfo is UTC for moment in found)


@pytest.mark.parametrize("resource", RESOURCES)
def test_records_are_oldest_first_and_exist_once(account: Account, resource: str) -> None:
    records = [each.get("Model", each) for each in account.records[resource]]
    created = [each["CreationTime"] for each in records]
    assert created == sorted(created)
    arns = [each[f"{resource}Arn"] for each in records]
    assert len(set(arns)) == len(arns)
    assert all(arn == arn.lower() for arn in arns)


def test_every_version_in_the_lineage_has_a_record_of_the_same_model_image_and_time(account: Account) -> None:
    versions = packages(account)
    of_lineage = {
        a["ArtifactArn"]: a for a in account.artifacts if ":model-package/" in a["Source"]["SourceUri"]
    }
    assert versions.keys() == of_lineage.keys()
    uris = {each["ArtifactArn"]: each["Source"]["SourceUri"] for each in account.artifacts}
    for arn, record in versions.items():
        upstream = {uris[a["SourceArn"]] for a in account.associations
                    if a["DestinationArn"] == arn and a["SourceArn"] in uris}  # fmt: skip
        (container,) = record["InferenceSpecification"]["Containers"]
        assert upstream == {container["Image"], container["ModelDataUrl"]}
        assert record["CreationTime"] == of_lineage[arn]["CreationTime"]
        assert (
            record.get("MetadataProperties", {}).items()
            >= of_lineage[arn].get("MetadataProperties", {}).items()
        )


def test_the_status_of_a_version_is_its_last_approval_except_in_one_story(account: Account) -> None:
    differing = []
    for arn, record in packages(account).items():
        actions = approvals(account, record["ModelPackageArn"])
        last = actions[-1]["ActionName"].split("-")[-5] if actions else "PendingManualApproval"
        if record["ModelApprovalStatus"] != last:
            differing.append(arn)
            continue
        assert ("LastModifiedBy" in record) == (last != "PendingManualApproval")
        if last != "PendingManualApproval":
            assert record["LastModifiedTime"] == actions[-1]["CreationTime"]
            assert record["LastModifiedBy"] == actions[-1]["CreatedBy"]
        if actions:
            assert record["CreatedBy"] == actions[0]["CreatedBy"]
    assert differing == [account.findings["status-differs"]]


def test_every_endpoint_serves_the_version_of_its_last_deployment(account: Account) -> None:
    sources = {each["ArtifactArn"]: each["Source"]["SourceUri"] for each in account.artifacts}
    deployments = [each for each in account.actions if each["ActionType"] == "ModelDeployment"]
    for endpoint in account.records["Endpoint"]:
        last = [each for each in deployments if each["Source"]["SourceUri"] == endpoint["EndpointArn"]][-1]
        deployed = {
            sources[a["SourceArn"]] for a in account.associations if a["DestinationArn"] == last["ActionArn"]
        }
        assert served(account, endpoint) in deployed | {""}
        assert endpoint["EndpointStatus"] == ("Failed" if last["Status"] == "Failed" else "InService")
        assert endpoint["LastModifiedTime"] >= last["CreationTime"]


def test_a_live_model_names_its_endpoint(account: Account) -> None:
    live = {
        endpoint["EndpointName"]
        for model in account.records["Model"]
        for endpoint in model["Endpoints"]
    }  # fmt: skip
    assert live == {
        each["EndpointName"] for each in account.records["Endpoint"] if each["EndpointStatus"] == "InService"
    }


def test_every_job_has_its_detail_and_those_of_a_pipeline_its_execution(account: Account) -> None:
    executions = {each["PipelineExecutionArn"] for each in account.records["PipelineExecution"]}
    named = set()
    for component in account.trial_components:
        if "Source" not in component:
            assert "SourceDetail" not in component
            continue
        kind = component["Source"]["SourceType"].removeprefix("SageMaker")
        job = component["SourceDetail"][kind]
        assert job[f"{kind}Arn"] == component["Source"]["SourceArn"]
        assert job[f"{kind}Status"] == component["Status"]["PrimaryStatus"]
        assert ("FailureReason" in job) == (job[f"{kind}Status"] == "Failed")
        tags = {each["Key"]: each["Value"] for each in component["Tags"]}
        assert ("sagemaker:pipeline-step-name" in tags) == component["TrialComponentName"].startswith(
            "pipelines-"
        )
        named |= (
            {tags["sagemaker:pipeline-execution-arn"]}
            if "sagemaker:pipeline-execution-arn" in tags
            else set()
        )
    assert named == executions


def test_the_channels_of_a_training_job_are_its_inputs(account: Account) -> None:
    jobs = [c for c in account.trial_components if "TrainingJob" in c.get("SourceDetail", {})]
    for component in jobs:
        channels = {
            channel["ChannelName"]: channel["DataSource"]["S3DataSource"]["S3Uri"]
            for channel in component["SourceDetail"]["TrainingJob"].get("InputDataConfig", ())
        }
        inputs = component.get("InputArtifacts", {})
        assert channels == {name: value["Value"] for name, value in inputs.items()}
    assert sum("InputArtifacts" in component for component in jobs) > 100


def test_people_programs_and_shared_roles_made_the_versions(account: Account) -> None:
    makers = [each["CreatedBy"] for each in account.records["ModelPackage"] if "CreatedBy" in each]
    assert {"UserProfileArn" in each for each in makers} == {True, False}
    assert {"SourceIdentity" in each["IamIdentity"] for each in makers} == {True, False}
    (domain,) = account.domains
    assert domain["DomainSettings"]["ExecutionRoleIdentityConfig"] == "USER_PROFILE_NAME"


def test_one_package_has_no_version(account: Account) -> None:
    assert sum("ModelPackageVersion" not in each for each in account.records["ModelPackage"]) == 1


def test_every_planted_secret_is_in_a_record(account: Account) -> None:
    text = json.dumps([account.records, account.trial_components], default=str, ensure_ascii=False)
    assert [secret for secret in PLANTED_SECRETS if secret not in text] == []


def test_some_texts_are_awkward(account: Account) -> None:
    reasons = " ".join(each.get("ApprovalDescription", "") for each in account.records["ModelPackage"])
    assert all(part in reasons for part in ("👍", "<script>", "\n", "=HYPERLINK", "承認"))
    assert any("onerror" in each["Content"] for each in account.records["ModelCard"])
