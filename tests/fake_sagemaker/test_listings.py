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
