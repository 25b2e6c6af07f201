"""The export of AWS's sample notebook "Model Lineage Tracking", with the same libraries, files, columns and defects.

Run it with the clients' Python in the folder for the files. It joins values with commas and never quotes, it writes
None as text, and its contexts have one value less than columns.
"""

import os
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

import boto3
import sagemaker
from sagemaker.lineage import action, artifact, association, context
from smexperiments import trial_component

LIMIT = int(os.environ.get("LIMIT", "50"))
"""Each list ends with the entity that has this number, counted from 0. The notebook advises to remove the limit."""

client = boto3.client("sagemaker")
session = sagemaker.Session(boto3.Session(), sagemaker_client=client, default_bucket="unused")
ids: dict[str, str] = {}


def export(
    file: str,
    header: str,
    prefix: str,
    entities: Iterable[Any],
    arn_of: Callable[[Any], str],
    values_of: Callable[[Any], list[object]],
) -> None:
    with open(file, "w") as rows:
        rows.write(header + "\n")
        for number, entity in enumerate(entities):
            ids[arn_of(entity)] = prefix + str(number)
            values = [prefix + str(number), *values_of(entity)]
            rows.write(",".join(map(str, values)) + "\n")
            if number == LIMIT:
                break


def times(entity: Any) -> list[object]:
    return [entity.creation_time, entity.last_modified_time]


def of_trial_component(each: Any) -> list[object]:
    source = each.trial_component_source if hasattr(each, "trial_component_source") else None
    kind = [source["SourceArn"], source["SourceType"]] if source else ["", ""]
    status = each.status.primary_status if hasattr(each, "status") and each.status is not None else ""
    message = each.status.message if hasattr(each.status, "message") else ""
    one_line = str(message).replace("\n", " ").replace(",", "-")
    return ["trial_component", each.trial_component_arn, *kind, *times(each), status, one_line]


export(
    "artifacts-nodes.csv",
    "~id,~label,arn:string,sourceuri:string,type:string,creationtime,LastModifiedTime",
    "",
    artifact.Artifact.list(sagemaker_session=session),
    lambda each: each.artifact_arn,
    lambda each: [
        "artifact", each.artifact_arn, each.source.source_uri,
        "" if each.artifact_type is None else each.artifact_type, *times(each),
    ],
)  # fmt: skip
export(
    "tcs-nodes.csv",
    "~id,~label,arn:string,sourcearn:string,type:string,creationtime,LastModifiedTime,status:string,message:string",
    "t",
    trial_component.TrialComponent.list(sagemaker_boto_client=client),
    lambda each: each.trial_component_arn,
    of_trial_component,
)
export(
    "action-nodes.csv",
    "~id,~label,arn:string,sourceuri:string,status:string,type:string,creationtime,LastModifiedTime",
    "ac",
    action.Action.list(sagemaker_session=session),
    lambda each: each.action_arn,
    lambda each: [
        "action", each.action_arn, each.source.source_uri,
        each.status if hasattr(each, "status") and each.status is not None else "", each.action_type, *times(each),
    ],
)  # fmt: skip
export(
    "contexts-nodes.csv",
    "~id,~label,arn:string,sourceuri:string,status:string,type:string,creationtime,LastModifiedTime",
    "ctx",
    context.Context.list(sagemaker_session=session),
    lambda each: each.context_arn,
    lambda each: ["context", each.context_arn, each.source.source_uri, each.context_type, *times(each)],
)

with open("edges.csv", "w") as rows:
    rows.write("~id,~from,~to,~label\n")
    numbers = count()
    for arn in list(ids):
        for each in association.Association.list(destination_arn=arn, sagemaker_session=session):
            if each.source_arn in ids:
                edge = ["e" + str(next(numbers)), ids[each.source_arn], ids[each.destination_arn]]
                kind = each.association_type if hasattr(each, "association_type") else ""
                rows.write(",".join(map(str, [*edge, kind])) + "\n")
