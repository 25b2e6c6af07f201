"""The AWS sample notebook's way to collect lineage, call by call: the yardstick for our export.

It makes four listings one after the other with the default page size of 10, newest first, and then one
ListAssociations for each entity. It keeps associations with both ends in the listings. The notebook's row limit is
removed, as the notebook recommends for an export.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.config import Config


@dataclass(slots=True)
class NotebookGraph:
    """The graph that the notebook would write: labels by ARN, and (source, destination, type) of the edges."""

    entities: dict[str, str] = field(default_factory=dict)
    associations: set[tuple[str, str, str]] = field(default_factory=set)
    calls: int = 0


def client() -> Any:
    """The notebook's client, for the account of the AWS settings."""
    return boto3.client("sagemaker", config=Config(retries={"max_attempts": 20, "mode": "adaptive"}))


def collect() -> NotebookGraph:
    """Read the account of the AWS settings."""
    sagemaker = client()
    graph = NotebookGraph()
    for label, operation, member, arn in (
        ("artifact", "list_artifacts", "ArtifactSummaries", "ArtifactArn"),
        ("trial_component", "list_trial_components", "TrialComponentSummaries", "TrialComponentArn"),
        ("action", "list_actions", "ActionSummaries", "ActionArn"),
        ("context", "list_contexts", "ContextSummaries", "ContextArn"),
    ):
        for record in _listed(graph, getattr(sagemaker, operation), member):
            graph.entities[record[arn]] = label
    for key in graph.entities:
        for record in _listed(graph, sagemaker.list_associations, "AssociationSummaries", DestinationArn=key):
            if record["SourceArn"] in graph.entities:
                kind = record.get("AssociationType", "edge")
                graph.associations.add((record["SourceArn"], key, kind))
    return graph


def seconds_of_a_record(number: int) -> float:
    """The mean time of so many Describe calls, one after the other: the notebook reads no records."""
    sagemaker = client()
    pages = sagemaker.get_paginator("list_trial_components").paginate(PaginationConfig={"MaxItems": number})
    names = [each["TrialComponentName"] for page in pages for each in page["TrialComponentSummaries"]]
    started = time.perf_counter()
    for name in names:
        sagemaker.describe_trial_component(TrialComponentName=name)
    return (time.perf_counter() - started) / len(names)


def _listed(graph: NotebookGraph, operation: Any, member: str, **parameters: str) -> Iterator[dict[str, Any]]:
    token: dict[str, str] = {}
    while True:
        answer = operation(**parameters, **token)
        graph.calls += 1
        yield from answer[member]
        if not answer.get("NextToken"):
            return
        token = {"NextToken": answer["NextToken"]}
