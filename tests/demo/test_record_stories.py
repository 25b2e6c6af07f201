"""The cases of the demo account that only records tell."""

from typing import Any

import pytest

from lineage_viz.demo import Account, Record, demo_account, generate
from lineage_viz.demo.record_stories import RECORD_STORIES
from lineage_viz.demo.records.secrets import HYPERPARAMETERS


@pytest.fixture(scope="module")
def account() -> Account:
    return demo_account()


def artifact(account: Account, key: str) -> Record:
    return next(each for each in account.artifacts if each["ArtifactArn"] == account.findings[key])


def package(account: Account, key: str) -> Record:
    source = artifact(account, key)["Source"]["SourceUri"]
    return next(each for each in account.records["ModelPackage"] if each["ModelPackageArn"] == source)


def endpoint(account: Account, key: str) -> Record | None:
    context = next(each for each in account.contexts if each["ContextArn"] == account.findings[key])
    arn = context["Source"]["SourceUri"]
    return next((each for each in account.records["Endpoint"] if each["EndpointArn"] == arn), None)


def container(account: Account, key: str) -> Any:
    return package(account, key)["InferenceSpecification"]["Containers"][0]


def trained_by(account: Account, key: str) -> Record:
    """The training job of a version."""
    uri = container(account, key)["ModelDataUrl"]
    return next(
        each for each in account.trial_components
        if each.get("OutputArtifacts", {}).get("SageMaker.ModelArtifact", {}).get("Value") == uri
    )  # fmt: skip


def digest_of_package(account: Account, endpoint: Record) -> str:
    """The digest of the image of the version that an endpoint serves."""
    config = next(
        c for c in account.endpoint_configs if c["EndpointConfigName"] == endpoint["EndpointConfigName"]
    )
    name = config["ProductionVariants"][0]["ModelName"]
    model = next(m["Model"] for m in account.records["Model"] if m["Model"]["ModelName"] == name)
    if "Containers" not in model:
        return ""
    version = model["Containers"][0]["ModelPackageName"]
    package = next(p for p in account.records["ModelPackage"] if p["ModelPackageArn"] == version)
    return str(package["InferenceSpecification"]["Containers"][0]["ImageDigest"])


def test_the_model_without_a_problem_has_all_evidence(account: Account) -> None:
    record = package(account, "complete")
    assert record["ModelApprovalStatus"] == "Approved"
    assert record["ApprovalDescription"]
    assert record["CreatedBy"] != record["LastModifiedBy"]
    assert record["SkipModelValidation"] == "None"
    assert set(record["ModelMetrics"]) == {"ModelQuality", "Bias", "Explainability"}
    assert {"ImageDigest", "ModelDataETag"} <= set(container(account, "complete"))
    (card,) = [each for each in account.records["ModelCard"] if each["ModelId"] == record["ModelPackageArn"]]
    assert (card["ModelCardStatus"], card["RiskRating"]) == ("Approved", "High")
    (live,) = [each for each in account.records["Endpoint"] if each["EndpointName"] == "card-testing-prod"]
    assert live["MonitoringSchedules"]


def test_one_version_names_another_commit_than_its_training(account: Account) -> None:
    differing = []
    for arn in (a["ArtifactArn"] for a in account.artifacts if ":model-package/" in a["Source"]["SourceUri"]):
        other = Account("", "", artifacts=account.artifacts, trial_components=account.trial_components,
                        records=account.records, findings={"this": arn})  # fmt: skip
        commit = package(other, "this").get("MetadataProperties", {}).get("CommitId")
        if commit and "vendor" not in container(other, "this")["ModelDataUrl"]:
            trained = trained_by(other, "this")["MetadataProperties"]["CommitId"]
            differing += [arn] if trained != commit else []
    assert differing == [account.findings["other-commit"]]


def test_one_endpoint_runs_another_image_than_its_version(account: Account) -> None:
    moved = []
    for each in account.records["Endpoint"]:
        approved = digest_of_package(account, each)
        (image,) = each["ProductionVariants"][0]["DeployedImages"]
        if approved and image["ResolvedImage"].partition("@")[2] != approved:
            moved.append(each)
    assert moved == [endpoint(account, "moved-image")]


def test_one_version_was_registered_and_approved_in_a_shared_session(account: Account) -> None:
    record = package(account, "shared-role")
    assert record["CreatedBy"] == record["LastModifiedBy"]
    assert "UserProfileArn" not in record["CreatedBy"]
    assert record["ModelApprovalStatus"] == "Approved"


def test_one_version_was_evaluated_but_names_no_report(account: Account) -> None:
    record = package(account, "without-metrics")
    assert "ModelMetrics" not in record
    assert record["ModelApprovalStatus"] == "Approved"
    uri = container(account, "without-metrics")["ModelDataUrl"]
    assert any(
        each.get("InputArtifacts", {}).get("model", {}).get("Value") == uri
        for each in account.trial_components
    )


def test_one_endpoint_was_deleted(account: Account) -> None:
    assert endpoint(account, "deleted-endpoint") is None
    known = {each["EndpointArn"] for each in account.records["Endpoint"]}
    of_lineage = {
        each["Source"]["SourceUri"] for each in account.contexts if each["ContextType"] == "Endpoint"
    }
    assert len(of_lineage - known) == 1


def test_one_version_is_rejected_in_the_registry_though_lineage_says_approved(account: Account) -> None:
    record = package(account, "status-differs")
    assert record["ModelApprovalStatus"] == "Rejected"
    assert record["ApprovalDescription"]
    names = [
        a["ActionName"] for a in account.actions if a["Source"]["SourceUri"] == record["ModelPackageArn"]
    ]
    assert not any("Rejected" in name for name in names)


def test_one_version_was_approved_at_its_creation_by_a_program(account: Account) -> None:
    automatic = [
        each for each in account.records["ModelPackage"]
        if each.get("ModelApprovalStatus") == "Approved" and each["LastModifiedTime"] == each["CreationTime"]
    ]  # fmt: skip
    assert automatic == [package(account, "auto-approved")]
    assert set(automatic[0]["CreatedBy"]) == {"IamIdentity"}


def test_one_endpoint_was_set_back_to_an_older_version(account: Account) -> None:
    back = endpoint(account, "rolled-back")
    assert back is not None
    configs = sorted(
        (
            each
            for each in account.endpoint_configs
            if each["EndpointConfigName"].startswith(back["EndpointName"])
        ),
        key=lambda each: each["CreationTime"],
    )
    assert back["EndpointConfigName"] == configs[-2]["EndpointConfigName"]
    assert back["LastModifiedTime"] > configs[-1]["CreationTime"]


def test_one_job_has_secrets_in_its_parameters(account: Account) -> None:
    leaking = [
        each
        for each in account.trial_components
        if HYPERPARAMETERS.keys() & each.get("Parameters", {}).keys()
    ]
    assert [each["TrialComponentArn"] for each in leaking] == [account.findings["secrets-in-parameters"]]
    job = leaking[0]["SourceDetail"]["TrainingJob"]
    assert HYPERPARAMETERS.items() <= job["HyperParameters"].items()
    assert "git-token" in {each["Key"] for each in leaking[0]["Tags"]}


def test_a_small_account_is_without_these_stories() -> None:
    assert not RECORD_STORIES.keys() & generate(entities=300).findings.keys()
