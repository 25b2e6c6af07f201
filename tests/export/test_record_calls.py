"""The calls of an export with records: few in a large account, and none for an endpoint that a model names."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lineage_viz.demo import Account
from lineage_viz.export import ExportOptions, export_lineage
from lineage_viz.sagemaker_lineage.api import LineageApi
from lineage_viz.sagemaker_lineage.served_models import served_models
from lineage_viz.snapshot import open_folder
from tests.export.conftest import Environment, RunCommand
from tests.export.test_export import exported
from tests.fake_sagemaker import FakeSageMaker
from tests.large_account import large_account

OF_LINEAGE = {"ListArtifacts", "ListActions", "ListContexts", "ListTrialComponents", "ListAssociations"}


def test_records_of_a_large_account_cost_few_calls(
    fake: FakeSageMaker, aws: Environment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in aws:
        monkeypatch.setenv(name, aws[name])
    fake.account = large_account()
    manifest = open_folder(export_lineage(LineageApi(), ExportOptions(tmp_path))).manifest
    assert manifest is not None
    calls, records = manifest.calls, manifest.records
    assert sum(number for name, number in calls.items() if name not in OF_LINEAGE) <= 320
    read = sum(manifest.labels.values()) + sum(manifest.association_types.values())
    read += sum(each.count for each in records.values())
    assert sum(calls.values()) <= 1.1 * read / 100 + 2 * len(records)
    assert records["job"].count == 10_000
    assert records["model package"].count == 1_000


def endpoint(**more: Any) -> dict[str, Any]:
    name = {"EndpointName": "ranker-prod", "EndpointStatus": "InService", "LastModifiedTime": 7}
    return {**name, "ProductionVariants": [{"VariantName": "all"}], **more}


def model(name: str, *hosts: dict[str, Any]) -> dict[str, Any]:
    return {"Model": {"ModelName": name}, "Endpoints": list(hosts)}


HOST = {name: value for name, value in endpoint().items() if name != "ProductionVariants"}


@pytest.mark.parametrize(
    ("endpoint", "models", "served"),
    [
        (endpoint(), [model("one", HOST), model("two")], {"ranker-prod": "one"}),
        (endpoint(), [model("one", HOST), model("one", HOST)], {"ranker-prod": "one"}),  # slices overlap
        (endpoint(), [model("one")], {}),
        (endpoint(), [model("one", HOST), model("two", HOST)], {}),
        (endpoint(), [model("one", {**HOST, "LastModifiedTime": 6})], {}),
        (endpoint(), [model("one", {**HOST, "EndpointStatus": "Updating"})], {}),
        (endpoint(ProductionVariants=[{}, {}]), [model("one", HOST)], {}),
        (endpoint(ShadowProductionVariants=[{}]), [model("one", HOST)], {}),
        (endpoint(ProductionVariants=None), [model("one", HOST)], {}),
        (endpoint(EndpointStatus="Failed"), [model("one", {**HOST, "EndpointStatus": "Failed"})], {}),
    ],
)
def test_only_one_model_of_one_variant_is_certain(
    endpoint: dict[str, Any], models: list[dict[str, Any]], served: dict[str, str]
) -> None:
    assert served_models([endpoint], models) == served


def outdated(account: Account) -> tuple[Account, str]:
    """The account with one endpoint that has changed since the search of models, and the endpoint's name."""
    first, *others = [each for each in account.records["Endpoint"] if each["EndpointStatus"] == "InService"]
    kept = [each for each in account.records["Endpoint"] if each is not first]
    changed = {**first, "LastModifiedTime": first["LastModifiedTime"] + timedelta(minutes=1)}
    assert others
    return replace(account, records={**account.records, "Endpoint": (*kept, changed)}), first["EndpointName"]


def test_only_an_endpoint_that_no_model_tells_is_described(
    run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path
) -> None:
    account, name = outdated(small_account)
    (config,) = (
        each["EndpointConfigName"] for each in account.records["Endpoint"] if each["EndpointName"] == name
    )
    fake.account = account
    folder = exported(run_command, tmp_path)
    (arn,) = (each["EndpointArn"] for each in account.records["Endpoint"] if each["EndpointName"] == name)
    assert [each["EndpointConfigName"] for each in fake.calls.of("DescribeEndpointConfig")] == [config]
    sources = {each.source: each.text("factsources") for each in folder.entities() if each.text("serves")}
    assert "the endpoint's configuration" in sources.pop(arn)
    assert len(sources) > 1
    assert any("the only model that names this endpoint" in each for each in sources.values())


def test_a_quick_export_reads_only_the_model_of_a_changed_endpoint(
    run_command: RunCommand, fake: FakeSageMaker, small_account: Account, tmp_path: Path
) -> None:
    exported(run_command, tmp_path)
    endpoints = small_account.records["Endpoint"]
    changed = next(each for each in endpoints if each["EndpointStatus"] == "InService")
    now = {**changed, "LastModifiedTime": datetime.now(UTC) - timedelta(seconds=1)}
    others = [each for each in endpoints if each is not changed]
    fake.account = replace(small_account, records={**small_account.records, "Endpoint": (*others, now)})
    fake.calls.clear()
    folder = exported(run_command, tmp_path, "--quick")
    assert [each["EndpointConfigName"] for each in fake.calls.of("DescribeEndpointConfig")] == [
        changed["EndpointConfigName"]
    ]
    assert len(fake.calls.of("DescribeModel")) == 1
    assert folder.manifest is not None
    assert folder.manifest.records["model"].not_read == ""
    found = (each for each in folder.entities() if each.source == changed["EndpointArn"])
    (served,) = (each for each in found if each.label == "context")
    assert "the endpoint's configuration" in served.text("factsources")
