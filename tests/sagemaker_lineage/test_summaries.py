"""The fast parser of list answers returns the same as boto3."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from lineage_viz.demo import generate
from lineage_viz.sagemaker_lineage.listings import LINEAGE, Listing
from lineage_viz.sagemaker_lineage.summaries import SEARCHED_TIMES, moment, read_summaries
from tests.fake_sagemaker import FakeSageMaker, Faults


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeSageMaker]:
    with FakeSageMaker(generate(entities=300, seed=11)) as running:
        yield running


def client(fake: FakeSageMaker, *, short: bool) -> Any:
    session = boto3.Session("any", "any", region_name="eu-west-1")
    if short:
        session.events.register("before-parse.sagemaker", read_summaries)
    return session.client("sagemaker", endpoint_url=fake.url)


def pages(fake: FakeSageMaker, listing: Listing, *, short: bool) -> list[dict[str, Any]]:
    caller = client(fake, short=short)
    found = list(caller.get_paginator(listing.operation).paginate(PaginationConfig={"PageSize": 100}))
    caller.close()
    return [{k: v for k, v in page.items() if k not in ("ResponseMetadata", "NextToken")} for page in found]


@pytest.mark.parametrize("listing", LINEAGE, ids=lambda listing: listing.name)
def test_every_record_is_the_same_as_from_boto3(fake: FakeSageMaker, listing: Listing) -> None:
    read = pages(fake, listing, short=True)
    assert read == pages(fake, listing, short=False)
    assert any(page[listing.member] for page in read)


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"other": 1}', b'{"ContextSummaries": [1]}', b"{}"])
def test_any_other_answer_is_left_to_boto3(fake: FakeSageMaker, body: bytes) -> None:
    model = client(fake, short=False).meta.service_model.operation_model("ListContexts")
    answer, parsed = {"status_code": 200, "headers": {}, "body": body}, dict[str, Any]()
    read_summaries(model, answer, parsed)
    assert (answer["body"], parsed) == (body, {})


def test_a_searched_record_is_read_without_its_environment_variables(fake: FakeSageMaker) -> None:
    model = client(fake, short=False).meta.service_model.operation_model("Search")
    record = b'{"TrialComponent": {"Environment": {"A": "B"}, "CreationTime": 1773280800}}'
    answer, parsed = (
        {"status_code": 200, "headers": {}, "body": b'{"Results": [%s]}' % record},
        dict[str, Any](),
    )
    read_summaries(model, answer, parsed)
    assert parsed["Results"] == [{"TrialComponent": {"CreationTime": moment(1773280800)}}]
    assert "Environment" not in parsed["Results"].text


def test_errors_stay_errors(fake: FakeSageMaker) -> None:
    fake.faults = Faults(deny=frozenset({"ListContexts"}))
    caller = client(fake, short=True)
    with pytest.raises(caller.exceptions.ClientError, match="AccessDenied"):
        caller.list_contexts()
    caller.close()
    fake.faults = Faults()


def test_a_time_may_be_seconds_or_text() -> None:
    assert moment(1773280800.5) == moment("2026-03-12T02:00:00.5Z")


def test_the_times_of_searched_records_are_those_of_botocores_model(fake: FakeSageMaker) -> None:
    found: set[str] = set()
    known: set[str] = set()

    def walk(shape: Any, name: str) -> None:
        if shape.type_name == "timestamp":
            found.add(name)
        if shape.name in known:
            return
        known.add(shape.name)
        inside = {"structure": "members", "list": "member", "map": "value"}.get(shape.type_name)
        parts = getattr(shape, inside) if inside else {}
        for member, each in parts.items() if isinstance(parts, dict) else (("", parts),):
            walk(each, member or name)

    model = client(fake, short=False).meta.service_model.operation_model("Search")
    walk(model.output_shape, "")
    assert found == SEARCHED_TIMES
