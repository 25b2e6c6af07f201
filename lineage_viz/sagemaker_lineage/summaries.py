"""The answers of the lists, read the short way.

botocore walks every member of every record by its shape, which is most of the time a page takes. In a summary
only the times differ from what the JSON has, so they alone are touched; all other calls are left to botocore.
"""

import json
from datetime import UTC, datetime
from typing import Any

TIMES = ("CreationTime", "LastModifiedTime", "StartTime", "EndTime")
"""The members of a record that are times."""


def read_summaries(
    operation_model: Any, response_dict: dict[str, Any], customized_response_dict: dict[str, Any], **_: object
) -> None:
    """A handler of botocore's `before-parse`: takes the answer of a list out of the body.

    What is no such answer stays where it is, for botocore to judge.
    """
    if not operation_model.name.startswith("List") or response_dict["status_code"] != 200:
        return
    shapes = operation_model.output_shape.members
    (records,) = (name for name, shape in shapes.items() if shape.type_name == "list")
    try:
        answer = json.loads(response_dict["body"])
        for record in answer[records]:
            for name in TIMES:
                if (value := record.get(name)) is not None:
                    record[name] = moment(value)
    except (ValueError, LookupError, TypeError, AttributeError):
        return
    customized_response_dict.update(answer)
    response_dict["body"] = b"{}"


def moment(value: float | str) -> datetime:
    """A time of an answer, in UTC where it is in seconds since 1970."""
    # botocore's own way tries several time zones for each of 200 times a page.
    try:
        return datetime.fromtimestamp(float(value), UTC)
    except ValueError:
        return datetime.fromisoformat(str(value))
