"""Filters, orders, pages and refusals of the listings."""

import http.client
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lineage_viz.demo import Account, generate
from tests.fake_sagemaker import FakeSageMaker

ARN = "arn:aws:sagemaker:eu-west-1:123456789012:"


def associations(client: Any, **parameters: Any) -> list[Any]:
    pages = client.get_paginator("list_associations").paginate(
        **parameters, PaginationConfig={"PageSize": 100}
    )
    return [row for page in pages for row in page["AssociationSummaries"]]


def code(refused: pytest.ExceptionInfo[ClientError]) -> str:
    return refused.value.response["Error"]["Code"]


def raw(fake: FakeSageMaker, operation: str, body: str, **headers: str) -> tuple[int, Any]:
    """A call without a client."""
    connection = http.client.HTTPConnection(fake.url.removeprefix("http://"))
    try:
        connection.request("POST", "/", body, {"X-Amz-Target": f"SageMaker.{operation}", **headers})
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


@pytest.mark.parametrize(
    "wanted",
    [
        {"AssociationType": "Produced"},
        {"SourceType": "DataSet", "DestinationType": "SageMakerTrainingJob"},
        {"SourceArn": f"{ARN}context/kundenumfrage-2025"},
        {"DestinationArn": f"{ARN}context/kundenumfrage-2025", "AssociationType": "AssociatedWith"},
    ],
)
def test_associations_are_filtered(client: Any, account: Account, wanted: dict[str, str]) -> None:
    expected = [a for a in account.associations if wanted.items() <= a.items()]
    assert associations(client, SortOrder="Ascending", **wanted) == expected


@pytest.mark.parametrize("order", ["SourceArn", "DestinationArn", "SourceType", "DestinationType"])
def test_associations_are_sorted(client: Any, order: str) -> None:
    found = [row.get(order, "") for row in associations(client, SortBy=order, SortOrder="Ascending")]
    assert found == sorted(found)
    assert [row.get(order, "") for row in associations(client, SortBy=order)] == found[::-1]


@pytest.mark.parametrize(
    ("method", "member", "name"),
    [
        ("list_actions", "ActionSummaries", "ActionName"),
        ("list_contexts", "ContextSummaries", "ContextName"),
        ("list_trial_components", "TrialComponentSummaries", "TrialComponentName"),
    ],
)
def test_named_entities_are_sorted_by_name(client: Any, method: str, member: str, name: str) -> None:
    page = getattr(client, method)(SortBy="Name", SortOrder="Ascending", MaxResults=100)
    names = [row[name] for row in page[member]]
    assert names == sorted(names)


def test_entities_are_filtered_by_type_and_source(client: Any) -> None:
    groups = client.list_contexts(ContextType="ModelGroup", MaxResults=100)["ContextSummaries"]
    assert {group["ContextType"] for group in groups} == {"ModelGroup"}
    uri = "s3://acme-datalake-prod/reference/store-regions.csv"
    assert len(client.list_artifacts(SourceUri=uri)["ArtifactSummaries"]) == 3
    assert len(client.list_artifacts(SourceUri=uri, ArtifactType="Dataset")["ArtifactSummaries"]) == 1
    assert client.list_actions(ActionType="NoSuchType")["ActionSummaries"] == []


@pytest.mark.parametrize("inclusive", [True, False])
def test_a_listing_is_filtered_by_time(account: Account, connect: Any, inclusive: bool) -> None:
    # A whole second, as boto3 sends no fractions.
    moment = account.actions[100]["CreationTime"].replace(microsecond=0)
    action = {**account.actions[100], "CreationTime": moment}
    changed = Account(
        "123456789012", "eu-west-1", actions=(*account.actions[:100], action, *account.actions[101:])
    )
    with FakeSageMaker(changed, inclusive_times=inclusive) as fake:
        client = connect(fake)
        assert (
            bool(client.list_actions(CreatedAfter=moment, CreatedBefore=moment)["ActionSummaries"])
            is inclusive
        )
        around = {
            "CreatedAfter": moment - timedelta(seconds=1),
            "CreatedBefore": moment + timedelta(seconds=1),
        }
        assert client.list_actions(**around)["ActionSummaries"][0]["CreationTime"] == moment


def test_trial_components_are_found_by_job_and_experiment(client: Any, account: Account) -> None:
    member = next(c for c in account.trial_components if "Parents" in c)
    parent = member["Parents"][0]
    by_job = {"SourceArn": member["Source"]["SourceArn"]}
    for wanted in (by_job, *({name: value} for name, value in parent.items())):
        found = client.list_trial_components(**wanted)["TrialComponentSummaries"]
        assert member["TrialComponentArn"] in {row["TrialComponentArn"] for row in found}
    with pytest.raises(ClientError) as refused:
        client.list_trial_components(**parent)
    assert code(refused) == "ValidationException"


def test_search_finds_changed_records(client: Any, account: Account) -> None:
    since = datetime(2026, 3, 1, tzinfo=UTC)
    filters = [
        {"Name": "LastModifiedTime", "Operator": "GreaterThanOrEqualTo", "Value": "2026-03-01T00:00:00"},
        {"Name": "Source.SourceType", "Operator": "Equals", "Value": "SageMakerTrainingJob"},
    ]
    found = client.search(
        Resource="ExperimentTrialComponent", SearchExpression={"Filters": filters}, MaxResults=100
    )["Results"]
    changed = [c["TrialComponent"]["LastModifiedTime"] for c in found]
    assert changed == sorted(changed, reverse=True)
    expected = [
        c for c in account.trial_components
        if c["LastModifiedTime"] >= since and c.get("Source", {}).get("SourceType") == "SageMakerTrainingJob"
    ]  # fmt: skip
    assert len(changed) == len(expected) > 0


def test_a_page_has_ten_rows_by_default(client: Any) -> None:
    assert len(client.list_artifacts()["ArtifactSummaries"]) == 10
    assert len(client.list_artifacts(MaxResults=100)["ArtifactSummaries"]) == 100


@pytest.mark.parametrize("size", [0, 101])
def test_the_size_of_a_page_is_limited(fake: FakeSageMaker, size: int) -> None:
    status, answer = raw(fake, "ListArtifacts", json.dumps({"MaxResults": size}), Authorization="any")
    assert (status, answer["__type"]) == (400, "ValidationException")


def test_a_token_is_valid_only_for_its_own_listing(client: Any, account: Account, connect: Any) -> None:
    token = client.list_artifacts(MaxResults=100)["NextToken"]
    assert len(client.list_artifacts(NextToken=token, MaxResults=50)["ArtifactSummaries"]) == 50
    with FakeSageMaker(account) as other:
        uses: list[tuple[Any, dict[str, str]]] = [
            (client.list_artifacts, {"NextToken": token, "SortOrder": "Ascending"}),
            (client.list_actions, {"NextToken": token}),
            (client.list_artifacts, {"NextToken": "made up"}),
            (connect(other).list_artifacts, {"NextToken": token}),
        ]
        for listing, parameters in uses:
            with pytest.raises(ClientError) as refused:
                listing(**parameters)
            assert code(refused) == "ValidationException"


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("describe_artifact", {"ArtifactArn": f"{ARN}artifact/0"}),
        ("describe_action", {"ActionName": "nobody"}),
        ("describe_context", {"ContextName": "nobody"}),
        ("describe_trial_component", {"TrialComponentName": "nobody"}),
        ("list_associations", {"SourceArn": f"{ARN}artifact/0"}),
        ("list_trial_components", {"ExperimentName": "nobody"}),
    ],
)
def test_an_unknown_resource_is_not_found(client: Any, operation: str, parameters: dict[str, str]) -> None:
    with pytest.raises(client.exceptions.ResourceNotFound):
        getattr(client, operation)(**parameters)


@pytest.mark.parametrize(
    ("operation", "body", "expected"),
    [
        ("DescribeArtifact", "{}", "ValidationException"),
        ("ListArtifacts", '{"Colour": "red"}', "ValidationException"),
        ("ListArtifacts", '{"SortOrder": "Sideways"}', "ValidationException"),
        ("ListAssociations", '{"SourceArn": "artifact/0"}', "ValidationException"),
        ("ListArtifacts", '{"MaxResults": "10"}', "SerializationException"),
        ("ListArtifacts", "[]", "SerializationException"),
        ("ListArtifacts", "no JSON", "SerializationException"),
        ("ListUnicorns", "{}", "UnknownOperationException"),
        ("QueryLineage", "{}", "UnknownOperationException"),
    ],
)
def test_a_wrong_request_is_refused(fake: FakeSageMaker, operation: str, body: str, expected: str) -> None:
    status, answer = raw(fake, operation, body, Authorization="any")
    assert (status, answer["__type"]) == (400, expected)


def test_a_request_without_credentials_is_refused(fake: FakeSageMaker) -> None:
    assert raw(fake, "ListArtifacts", "{}")[1]["__type"] == "MissingAuthenticationTokenException"


def test_the_account_can_be_replaced(fake: FakeSageMaker, client: Any) -> None:
    before = client.list_artifacts(MaxResults=1)["ArtifactSummaries"]
    fake.account = generate(entities=20, planted=False)
    assert client.list_artifacts(MaxResults=1)["ArtifactSummaries"] != before


def every(client: Any, resource: str, **parameters: Any) -> list[Any]:
    pages = client.get_paginator("search").paginate(
        Resource=resource, **parameters, PaginationConfig={"PageSize": 100}
    )
    return [row[resource] for page in pages for row in page["Results"]]


def test_packages_without_a_group_are_listed_by_default(client: Any, account: Account) -> None:
    packages = account.records["ModelPackage"]
    unversioned = [each["ModelPackageArn"] for each in packages if "ModelPackageVersion" not in each]

    def listed(**parameters: Any) -> list[str]:
        rows = client.list_model_packages(**parameters, MaxResults=100)["ModelPackageSummaryList"]
        return [row["ModelPackageArn"] for row in rows]

    assert listed() == listed(ModelPackageType="Unversioned") == unversioned
    group = "loyalty-tiers-models"
    of_group = [each["ModelPackageArn"] for each in packages if each.get("ModelPackageGroupName") == group]
    assert listed(ModelPackageGroupName=group) == of_group
    assert listed(ModelPackageGroupName=f"{ARN}model-package-group/{group}") == of_group
    assert not set(unversioned) & set(listed(ModelPackageType="Versioned"))
    rejected = listed(ModelPackageType="Both", ModelApprovalStatus="Rejected")
    assert len(rejected) == sum(each.get("ModelApprovalStatus") == "Rejected" for each in packages)


def test_records_are_listed_by_name_status_and_time(client: Any, account: Account) -> None:
    found = client.list_endpoints(NameContains="Ranking", MaxResults=100)["Endpoints"]
    assert [row["EndpointName"] for row in found] == ["search-ranking-prod"]
    failed = client.list_endpoints(StatusEquals="Failed", MaxResults=100)["Endpoints"]
    assert [row["EndpointName"] for row in failed] == ["spam-reviews-prod"]
    since = datetime(2026, 2, 1, tzinfo=UTC)
    names = {
        row["EndpointName"]
        for row in client.list_endpoints(LastModifiedTimeAfter=since, MaxResults=100)["Endpoints"]
    }
    assert names == {e["EndpointName"] for e in account.records["Endpoint"] if e["LastModifiedTime"] >= since}
    rows = client.list_models(CreationTimeAfter=since, SortBy="Name", SortOrder="Ascending", MaxResults=100)[
        "Models"
    ]
    expected = [
        m["Model"]["ModelName"] for m in account.records["Model"] if m["Model"]["CreationTime"] >= since
    ]
    assert [row["ModelName"] for row in rows] == sorted(expected)


@pytest.mark.parametrize("resource", ["ModelPackage", "Endpoint", "ModelCard", "PipelineExecution"])
def test_search_finds_records_that_changed(client: Any, account: Account, resource: str) -> None:
    since = datetime(2026, 3, 1, tzinfo=UTC)
    changed = {
        "Filters": [
            {"Name": "LastModifiedTime", "Operator": "GreaterThanOrEqualTo", "Value": since.isoformat()}
        ]
    }
    found = every(client, resource, SearchExpression=changed)
    expected = [each for each in account.records[resource] if each["LastModifiedTime"] >= since]
    assert sorted(each[f"{resource}Arn"] for each in found) == sorted(
        each[f"{resource}Arn"] for each in expected
    )
    assert found


def test_search_finds_models_by_the_members_of_the_model(client: Any, account: Account) -> None:
    name = account.records["Model"][0]["Model"]["ModelName"]
    wanted = {"Filters": [{"Name": "ModelName", "Operator": "Equals", "Value": name}]}
    assert [each["Model"]["ModelName"] for each in every(client, "Model", SearchExpression=wanted)] == [name]


def test_search_refuses_what_the_records_do_not_have(client: Any) -> None:
    unknown = {"Filters": [{"Name": "LastModifiedTime", "Operator": "GreaterThan", "Value": "2026-03-01"}]}
    for parameters in ({"Resource": "ModelPackageGroup", "SearchExpression": unknown}, {"Resource": "Image"}):
        with pytest.raises(ClientError) as refused:
            client.search(**parameters)
        assert code(refused) == "ValidationException"


@pytest.mark.parametrize(
    ("method", "parameters", "expected"),
    [
        ("describe_endpoint_config", {"EndpointConfigName": "nobody"}, "ValidationException"),
        (
            "describe_model_package",
            {"ModelPackageName": f"{ARN}model-package/nobody/1"},
            "ValidationException",
        ),
        ("describe_domain", {"DomainId": "d-nobody"}, "ResourceNotFound"),
        ("list_pipeline_executions", {"PipelineName": "nobody"}, "ResourceNotFound"),
    ],
)
def test_an_unknown_record_is_refused(
    client: Any, method: str, parameters: dict[str, str], expected: str
) -> None:
    with pytest.raises(ClientError) as refused:
        getattr(client, method)(**parameters)
    assert code(refused) == expected


def test_search_lags_behind_the_lists(fake: FakeSageMaker, client: Any, account: Account) -> None:
    total = {resource: len(records) for resource, records in account.records.items()}
    fake.search_lacks("ModelPackage", newest=10)
    found = every(client, "ModelPackage")
    assert len(found) == total["ModelPackage"] - 10
    newest = {each["ModelPackageArn"] for each in account.records["ModelPackage"][-10:]}
    assert not newest & {each["ModelPackageArn"] for each in found}
    assert len(every(client, "Endpoint")) == total["Endpoint"]
    fake.search_lags(generate(entities=60, planted=False, seed=3), "Endpoint", "ModelCard")
    assert len(every(client, "Endpoint")) < total["Endpoint"]
    assert len(every(client, "PipelineExecution")) == total["PipelineExecution"]
    assert len(client.list_endpoints(MaxResults=100)["Endpoints"]) == total["Endpoint"]
