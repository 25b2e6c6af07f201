"""A fast parser for the answers of the lists and of Search.

botocore checks every member of every record against its shape, which takes most of the time of a page. In a summary
only the times differ from the JSON, so only they are converted; botocore parses all other calls. A searched record is
read without its environment variables, which nobody may see.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from lineage_viz.sagemaker_lineage.private import without_environment

TIMES = ("CreationTime", "LastModifiedTime", "StartTime", "EndTime")
"""The members of a record with a time."""

SEARCHED_TIMES = frozenset(
    {
        "ConvergenceDetectedTime", "CreationTime", "EndTime", "HyperParameterTuningEndTime", "LastModifiedTime",
        "LastRunTime", "ProcessingEndTime", "ProcessingStartTime", "ResolutionTime", "ScheduledTime", "StartTime",
        "TimeStamp", "Timestamp", "TrainingEndTime", "TrainingStartTime", "TransformEndTime", "TransformStartTime",
    }
)  # fmt: skip
"""The names of all members with a time in a searched record (botocore's model of Search)."""

_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError)


def read_summaries(
    operation_model: Any, response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: object
) -> None:
    """A handler of botocore's `before-parse`: parse the answer of a list or of Search, and empty its body.

    Any other answer stays in the body, for botocore to parse.
    """
    if response_dict["status_code"] != 200:
        return
    if operation_model.name == "Search":
        _read_search(response_dict, customized_response_dict)
    elif operation_model.name.startswith("List"):
        _read_list(operation_model, response_dict, customized_response_dict)


def _read_list(
    operation_model: Any, response_dict: dict[str, Any], customized_response_dict: dict[str, Any]
) -> None:
    shapes = operation_model.output_shape.members
    (records,) = (name for name, shape in shapes.items() if shape.type_name == "list")
    try:
        text = response_dict["body"].decode()
        answer = json.loads(text)
        for record in answer[records]:
            for name in TIMES:
                if (value := record.get(name)) is not None:
                    record[name] = moment(value)
        answer[records] = Answered(answer[records], text)
    except _UNREADABLE:
        return
    customized_response_dict.update(answer)
    response_dict["body"] = b"{}"


def _read_search(response_dict: dict[str, Any], customized_response_dict: dict[str, Any]) -> None:
    try:
        text = without_environment(response_dict["body"].decode())
        answer = json.loads(text, object_hook=with_times)
        if "Results" in answer:
            answer["Results"] = Answered(answer["Results"], text)
        customized_response_dict.update(answer)
    except _UNREADABLE:
        return
    response_dict["body"] = b"{}"


class Answered(list[dict[str, Any]]):
    """The records of an answer, and the text that they come from, which a journal keeps."""

    def __init__(self, records: Iterable[dict[str, Any]], text: str) -> None:
        super().__init__(records)
        self.text = text


def with_times(record: dict[str, Any]) -> dict[str, Any]:
    """A hook for a JSON parser: the record, or a part of one, with its times."""
    # An export has hundreds of thousands of them, nearly all without a time.
    if not SEARCHED_TIMES.isdisjoint(record):
        for name in SEARCHED_TIMES & record.keys():
            if isinstance(value := record[name], int | float):
                record[name] = moment(value)
    return record


def moment(value: float | str) -> datetime:
    """A time of an answer; a number is seconds since 1970 and becomes UTC. S3's headers have the form of HTTP."""
    # botocore's own parser tries several time zones for each of the 200 times of a page.
    try:
        return datetime.fromtimestamp(float(value), UTC)
    except ValueError:
        pass
    with suppress(ValueError):
        return datetime.fromisoformat(str(value))
    return parsedate_to_datetime(str(value))
