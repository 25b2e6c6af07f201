"""The reason of a failure, and the pipeline of a job: as recorded, not recorded, or not read."""

import pytest

from lineage_viz.evidence.failure import failure_reason, has_failed, pipeline_of
from lineage_viz.json_text import json_text
from lineage_viz.model import Entity

RUN = "arn:aws:sagemaker:eu-west-1:123456789012:pipeline/churn-pipeline/execution/abc"


def failed(label: str, record: object = None, **properties: str) -> Entity:
    kept = {"record": json_text(record)} if record else {}
    return Entity("arn:1", label, {"status": "Failed", **kept, **properties})


def job(kind: str = "TrainingJob", **detail: str) -> dict[str, object]:
    return {"Job": {"SourceDetail": {kind: detail, "SourceArn": "arn:job"}}}


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        (failed("trial_component", job(FailureReason="ClientError: no key")), "ClientError: no key"),
        (
            failed(
                "trial_component",
                job("ProcessingJob", FailureReason="AlgorithmError: See job logs"),
                message="Status: Failed, exit message: no column x, failure reason: AlgorithmError: See job logs",
            ),
            "AlgorithmError: See job logs. Exit message: no column x",
        ),
        (
            failed("trial_component", message="Status: Failed, exit message: null, failure reason: Error 1"),
            "Error 1",
        ),
        (failed("trial_component", message="The disk is full."), "The disk is full."),
        (failed("trial_component", message="Status: Failed"), "not read"),
        (failed("trial_component", job(TrainingJobName="a")), "not recorded"),
        (failed("trial_component"), "not read"),
        (failed("trial_component", {"Job": {"SourceDetail": ["<b>"]}}), "not recorded"),
        (failed("action", properties='{"FailureReason": "No ping."}'), "No ping."),
        (failed("action"), "not recorded"),
        (failed("context", {"Endpoint": {"FailureReason": "No ping."}}), "No ping."),
        (Entity("arn:1", "trial_component", {"status": "Completed", "message": "done"}), ""),
    ],
)
def test_a_failure_tells_its_reason_and_nothing_else_has_one(entity: Entity, reason: str) -> None:
    assert failure_reason(entity) == reason
    assert has_failed(entity) is bool(reason)


@pytest.mark.parametrize(
    ("entity", "pipeline"),
    [
        (
            failed(
                "trial_component",
                {"Job": {"Tags": [{"Key": "sagemaker:pipeline-execution-arn", "Value": RUN}]}},
                factsources="{}",
            ),
            "churn-pipeline",
        ),
        (failed("trial_component", {"Job": {"Tags": []}}, factsources="{}"), ""),
        (failed("trial_component"), "not read"),
        (failed("action"), ""),
    ],
)
def test_a_job_belongs_to_the_pipeline_that_its_tags_name(entity: Entity, pipeline: str) -> None:
    assert pipeline_of(entity) == pipeline
