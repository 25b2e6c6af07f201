"""The answers of every operation, read by a real boto3 client, conform to botocore's model of the service."""

from typing import Any

import pytest
from botocore.validate import ParamValidator

from lineage_viz.demo import Account

PAGED = {
    "list_artifacts": ("ListArtifacts", "artifacts"),
    "list_actions": ("ListActions", "actions"),
    "list_contexts": ("ListContexts", "contexts"),
    "list_trial_components": ("ListTrialComponents", "trial_components"),
    "list_associations": ("ListAssociations", "associations"),
    "search": ("Search", "trial_components"),
}


def check(client: Any, operation: str, answer: dict[str, Any]) -> None:
    shape = client.meta.service_model.operation_model(operation).output_shape
    body = {name: value for name, value in answer.items() if name != "ResponseMetadata"}
    report = ParamValidator().validate(body, shape)
    assert not report.has_errors(), report.generate_report()


SEARCHED = {
    "ExperimentTrialComponent": "TrialComponent", "ModelPackage": "ModelPackage", "Model": "Model",
    "ModelPackageGroup": "ModelPackageGroup", "Endpoint": "Endpoint", "ModelCard": "ModelCard",
    "PipelineExecution": "PipelineExecution",
}  # fmt: skip
LISTED = {
    "list_model_packages": ("ListModelPackages", "ModelPackage"),
    "list_model_package_groups": ("ListModelPackageGroups", "ModelPackageGroup"),
    "list_models": ("ListModels", "Model"),
    "list_endpoints": ("ListEndpoints", "Endpoint"),
}


def walk(client: Any, method: str, **parameters: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    if method == "search":
        parameters["Resource"] = "ExperimentTrialComponent"
    for page in client.get_paginator(method).paginate(**parameters, PaginationConfig={"PageSize": 100}):
        check(client, PAGED[method][0], page)
        rows += next(value for value in page.values() if isinstance(value, list))
    return rows


@pytest.mark.parametrize("method", PAGED)
def test_a_listing_contains_every_record(client: Any, account: Account, method: str) -> None:
    rows = walk(client, method)
    assert len(rows) == len(getattr(account, PAGED[method][1]))


@pytest.mark.parametrize("method", [method for method in PAGED if method != "search"])
def test_a_listing_is_newest_first_by_default(client: Any, method: str) -> None:
    rows = walk(client, method)
    times = [row["CreationTime"] for row in rows]
    assert times == sorted(times, reverse=True)
    assert walk(client, method, SortOrder="Ascending") == rows[::-1]


def test_associations_are_returned_unchanged(client: Any, account: Account) -> None:
    assert walk(client, "list_associations", SortOrder="Ascending") == list(account.associations)


def test_search_returns_complete_records(client: Any, account: Account) -> None:
    rows = walk(client, "search", SortBy="CreationTime", SortOrder="Ascending")
    assert [row["TrialComponent"] for row in rows] == list(account.trial_components)


@pytest.mark.parametrize("resource", SEARCHED)
def test_search_returns_complete_records_of_every_resource(
    client: Any, account: Account, resource: str
) -> None:
    pages = list(
        client.get_paginator("search").paginate(
            Resource=resource,
            SortBy="CreationTime",
            SortOrder="Ascending",
            PaginationConfig={"PageSize": 100},
        )
    )
    for page in pages:
        check(client, "Search", page)
        assert len(page["Results"]) <= (20 if resource == "ModelCard" else 100)
    found = [result[SEARCHED[resource]] for page in pages for result in page["Results"]]
    records = {**account.records, "ExperimentTrialComponent": account.trial_components}
    assert found == list(records[resource])


@pytest.mark.parametrize("method", LISTED)
def test_a_listing_of_records_contains_every_record(client: Any, account: Account, method: str) -> None:
    operation, resource = LISTED[method]
    every = {"ModelPackageType": "Both"} if resource == "ModelPackage" else {}
    rows = []
    for page in client.get_paginator(method).paginate(**every, PaginationConfig={"PageSize": 100}):
        check(client, operation, page)
        rows += next(value for value in page.values() if isinstance(value, list))
    key = f"{resource}Arn"
    expected = {record.get(resource, record)[key] for record in account.records[resource]}
    assert {row[key] for row in rows} == expected
    assert len(rows) == len(expected) > 0


def test_executions_are_listed_for_one_pipeline(client: Any, account: Account) -> None:
    arn = account.records["PipelineExecution"][0]["PipelineArn"]
    for name in (arn, arn.rpartition("/")[2]):
        page = client.list_pipeline_executions(PipelineName=name, MaxResults=100)
        check(client, "ListPipelineExecutions", page)
        assert len(page["PipelineExecutionSummaries"]) == sum(
            record["PipelineArn"] == arn for record in account.records["PipelineExecution"]
        )


def test_configurations_models_domains_and_packages_are_described(client: Any, account: Account) -> None:
    (domain,) = client.list_domains()["Domains"]
    for operation, method, parameter, key, records in (
        ("DescribeEndpointConfig", client.describe_endpoint_config, "EndpointConfigName", "EndpointConfigName",
         account.endpoint_configs),
        ("DescribeModel", client.describe_model, "ModelName", "ModelName",
         [each["Model"] for each in account.records["Model"][::20]]),
        ("DescribeDomain", client.describe_domain, "DomainId", "DomainId", account.domains),
        ("DescribeModelPackage", client.describe_model_package, "ModelPackageName", "ModelPackageArn",
         account.records["ModelPackage"][::20]),
    ):  # fmt: skip
        for record in records:
            answer = method(**{parameter: record[key]})
            del answer["ResponseMetadata"]
            check(client, operation, answer)
            assert answer.items() <= record.items()
    assert domain["DomainId"] == account.domains[0]["DomainId"]


@pytest.mark.parametrize("kind", ["artifact", "action", "context", "trial_component"])
def test_describe_returns_the_record(client: Any, account: Account, kind: str) -> None:
    title = "".join(part.title() for part in kind.split("_"))
    key = "ArtifactArn" if kind == "artifact" else f"{title}Name"
    for record in getattr(account, f"{kind}s")[::40]:
        by_arn = _describe(client, kind, key, record[f"{title}Arn"])
        check(client, f"Describe{title}", by_arn)
        assert by_arn == _describe(client, kind, key, record[key])
        assert by_arn.items() <= record.items()


def _describe(client: Any, kind: str, key: str, value: str) -> dict[str, Any]:
    answer: dict[str, Any] = getattr(client, f"describe_{kind}")(**{key: value})
    del answer["ResponseMetadata"]
    return answer
