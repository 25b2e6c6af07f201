"""The record of an entity is read the same in parts, of which many jobs share one, as in one piece."""

import json

import pytest

from lineage_viz.evidence.record import RECORD, last_parsed, last_parts
from lineage_viz.evidence.roles import roles
from lineage_viz.model import Entity
from lineage_viz.recorded_text import recorded

EXECUTION = {"PipelineExecutionStatus": "Failed", "PipelineParameters": [{"Name": "a", "Value": "train.csv"}]}
JOB = {"SourceDetail": {"TrainingJob": {"HyperParameters": {"eta": "0.1"}}}}


@pytest.mark.parametrize(
    ("record", "is_shared"),
    [
        ({"Job": JOB, "PipelineExecution": EXECUTION}, True),
        ({"Job": JOB}, False),
        ({"PipelineExecution": EXECUTION}, False),
        ({"Job": {"a": 1, "PipelineExecution": EXECUTION}}, False),
        ({"Job": [1, {"a": 1, "PipelineExecution": EXECUTION}], "b": 2}, False),
        ({"Job": JOB, "PipelineExecution": EXECUTION, "Zone": 1}, False),
        ({"Job": JOB, "PipelineExecution": "none"}, False),
        ({"Job": 'a, "PipelineExecution": {}', "PipelineExecution": EXECUTION}, True),
    ],
    ids=repr,
)
def test_a_record_in_parts_is_the_same_record(record: dict[str, object], is_shared: bool) -> None:
    text = json.dumps(record)
    assert last_parsed(text) == record
    assert bool(last_parts(text)[1]) == is_shared


def test_a_text_that_is_no_record_has_no_members() -> None:
    for text in ("", "{", '{"a": 1, "PipelineExecution": {}', '"a, "PipelineExecution": {}}'):
        assert last_parsed(text) == {}


@pytest.mark.parametrize("eta", [None, "0.5"])
def test_a_shared_part_is_searched_like_the_rest(eta: str | None) -> None:
    """Of two numbers with one name only the first counts, whatever part it is in."""
    execution = {**EXECUTION, "HyperParameters": {"eta": eta}} if eta else EXECUTION
    shared = recorded(job({"Job": JOB, "PipelineExecution": execution}))
    alone = recorded(job({"Job": JOB, "PipelineExecution": execution, "Zone": 1}))
    assert shared == alone
    assert {"failed", "train.csv"} <= set(shared[0])
    assert sum(field.startswith("§eta#") for field in shared[0]) == 1


def test_the_channels_of_a_training_job_are_roles() -> None:
    channel = {"ChannelName": "train", "DataSource": {"S3DataSource": {"S3Uri": "s3://b/train/"}}}
    record = {"Job": {"SourceDetail": {"TrainingJob": {"InputDataConfig": [channel]}}}}
    assert roles(job(record)) == {"s3://b/train": "train"}
    assert roles(job({"Job": JOB})) == {}


def job(record: dict[str, object]) -> Entity:
    return Entity("arn:job", "trial_component", {RECORD: json.dumps(record)})
