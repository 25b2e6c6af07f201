"""A large account has the promised numbers of records, and the fake answers it in the promised numbers of calls."""

import json
from collections import Counter
from collections.abc import Iterator

from tests.fake_sagemaker import FakeSageMaker
from tests.fake_sagemaker.test_listings import raw
from tests.fake_sagemaker.test_shapes import SEARCHED
from tests.large_account import large_account

PAGES = {
    "ExperimentTrialComponent": 100, "ModelPackage": 10, "ModelPackageGroup": 2, "Model": 20, "Endpoint": 2,
    "ModelCard": 15, "PipelineExecution": 30,
}  # fmt: skip


def test_a_large_account_is_searched_in_few_calls() -> None:
    account = large_account()
    assert {resource: len(records) for resource, records in account.records.items()} == {
        "ModelPackage": 1_000, "ModelPackageGroup": len(account.records["ModelPackageGroup"]), "Model": 2_000,
        "Endpoint": 200, "ModelCard": 300, "PipelineExecution": 3_000,
    }  # fmt: skip
    assert len(account.trial_components) == 10_000
    configs = {each["EndpointConfigName"] for each in account.endpoint_configs}
    assert {each["EndpointConfigName"] for each in account.records["Endpoint"]} <= configs
    with FakeSageMaker(account) as fake:
        found = {resource: {arn for page in pages(fake, resource) for arn in page} for resource in SEARCHED}
        calls = Counter(each["Resource"] for each in fake.calls.of("Search"))
    assert {resource: len(arns) for resource, arns in found.items()} == {
        **{resource: len(records) for resource, records in account.records.items()},
        "ExperimentTrialComponent": 10_000,
    }
    assert calls == PAGES


def pages(fake: FakeSageMaker, resource: str) -> Iterator[set[str]]:
    """The ARNs of each page; without a client, which would need long to read all members."""
    member = SEARCHED[resource]
    token: dict[str, str] = {}
    while True:
        query = json.dumps({"Resource": resource, "MaxResults": 100, **token})
        _, page = raw(fake, "Search", query, Authorization="any")
        rows = [row[member].get("Model", row[member]) for row in page["Results"]]
        yield {row[f"{member}Arn"] for row in rows}
        if "NextToken" not in page:
            return
        token = {"NextToken": page["NextToken"]}
